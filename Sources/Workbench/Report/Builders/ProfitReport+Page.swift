import Core
package import Statistics

extension Report {
    /// The page of profit matrices, one per currency.
    package static func profit(_ matrices: [ProfitMatrix], economics: UnitEconomics? = nil, _ subject: ReportSubject) -> Report {
        let pages = matrices.map { ProfitPage(matrix: $0, subject: subject) }
        let by = matrices.first.map { "\($0.rows.rawValue) and \($0.columns.rawValue)" } ?? "nothing"
        var report = subject.report(
            "Profit by \(by)", "What is left of the revenue in \(subject.source) after refunds, fees, goods, shipping and advertising, and where?")
        report.verdict = ProfitPage.verdict(pages)
        if pages.count == 1, let page = pages.first { report.figures = page.figures }
        for page in pages {
            let suffix = pages.count > 1 ? " (\(page.matrix.currency))" : ""
            report.add(page.matrixSection(suffix))
            report.add(page.stepsSection(suffix))
        }
        if let economics { report.add(ProfitPage.economicsSection(economics, matrices.first?.currency ?? subject.currency)) }
        return report
    }
}

/// The parts of the page of one currency.
private struct ProfitPage {
    let matrix: ProfitMatrix
    let subject: ReportSubject

    private var profit: Int64 { matrix.total.profit(matrix.rule) }
    private var revenue: Int64 { matrix.total.netRevenue(matrix.rule) }
    private func money(_ micros: Int64) -> String { ReadableNumber.text(Double(micros) / 1e6, unit: matrix.currency) }

    static func verdict(_ pages: [ProfitPage]) -> ReportVerdict {
        let isExact = pages.allSatisfy(\.matrix.isExact)
        var findings = [
            ReportVerdict.Finding(
                isExact ? .good : .bad,
                isExact ? "The cells sum to the ledger to the last unit." : "The cells do not sum to the ledger.",
                advice: isExact ? "" : "Do not use the table; report it as a fault.")
        ]
        findings += pages.flatMap(\.losses)
        let tone = findings.map(\.tone).max() ?? .good
        let headline = pages.map { page in
            page.profit >= 0 ? "A profit of \(page.money(page.profit))" : "A loss of \(page.money(-page.profit))"
        }.joined(separator: ", ")
        return ReportVerdict(tone, headline.isEmpty ? "The ledger is empty." : headline + ".", findings: findings.sorted { $0.tone > $1.tone })
    }

    /// The rows that lose most.
    private var losses: [ReportVerdict.Finding] {
        let rows = matrix.rowNames.indices.map { (name: matrix.rowNames[$0], profit: matrix.rowTotals[$0].profit(matrix.rule)) }
        return rows.filter { $0.profit < 0 }.sorted { $0.profit < $1.profit }.prefix(5).map {
            .init(.caution, "\($0.name) loses \(money(-$0.profit)).", advice: "Look at its costs in the table, and at what it brings later.")
        }
    }

    var figures: [KeyFigure] {
        let margin = revenue > 0 ? ReadableNumber.share(Double(profit) / Double(revenue)) + " of net revenue" : ""
        return [
            KeyFigure("profit", money(profit), margin), KeyFigure("net revenue", money(revenue)),
            KeyFigure("advertising", money(matrix.total.adSpend)), KeyFigure("order lines", ReadableNumber.text(Double(matrix.total.lines))),
        ]
    }

    func matrixSection(_ suffix: String) -> Section {
        let grid = ProfitGrid(matrix)
        let heat = HeatTable(
            "Profit by \(matrix.rows.rawValue) and \(matrix.columns.rawValue)\(suffix)",
            note: "In \(matrix.currency), rounded for reading. Blue is profit, orange is loss, deeper is more.", rowName: matrix.rows.rawValue,
            rows: grid.rows + ["all"], columns: grid.columns + ["all"], values: grid.values, unit: matrix.currency, hasTotals: true)
        return Section("Where the profit is\(suffix)", plots: [.heat(heat)])
    }

    /// From gross to profit.
    func stepsSection(_ suffix: String) -> Section {
        let total = matrix.total
        let steps: [(String, Int64)] =
            [("gross revenue", total.gross)]
            + [
                (matrix.rule.subtractsRefunds, "refunds", total.refunds), (matrix.rule.subtractsFees, "fees", total.fees),
                (matrix.rule.subtractsTax, "tax", total.tax), (true, "cost of goods", total.cogs), (true, "shipping", total.shipping),
                (true, "advertising", total.adSpend),
            ].filter { $0.0 && $0.2 != 0 }.map { ("− " + $0.1, 0 &- $0.2) } + [("profit", profit)]
        let bars = BarPlot(
            "From revenue to profit\(suffix)", groupName: "part", groups: steps.map(\.0), axis: PlotAxis("Amount", unit: matrix.currency),
            series: [.init("amount", steps.map { Double($0.1) / 1e6 })], isLying: true)
        let table = TextTable(columns: ["part", "exact amount in \(matrix.currency)"], rows: steps.map { [$0.0, ExactAmount.text($0.1)] })
        return Section("From revenue to profit\(suffix)", tables: [table], plots: [.bars(bars)])
    }

    static func economicsSection(_ economics: UnitEconomics, _ currency: String) -> Section {
        func money(_ micros: Int64?) -> String { micros.map { ReadableNumber.text(Double($0) / 1e6, unit: currency) } ?? "–" }
        let table = TextTable(
            columns: ["per order and per customer", "amount"],
            rows: [
                ["mean order", money(economics.averageOrderValue)], ["margin per order before advertising", money(economics.marginPerOrder)],
                ["profit per order", money(economics.profitPerOrder)], ["cost of a new customer", money(economics.acquisitionCost)],
                ["value of a customer", money(economics.lifetimeValue)],
                ["value over cost", economics.valueToCost.map { ReadableNumber.text($0) } ?? "–"],
                ["months until the cost is paid back", economics.paybackMonths.map { ReadableNumber.text($0) } ?? "not within the months seen"],
            ])
        let ratio = economics.valueToCost.map {
            ["A customer brings \(ReadableNumber.text($0)) times what it costs to win one\($0 < 1 ? ": each new one costs money." : ".")"]
        }
        return Section("One order, one customer", ratio ?? [], tables: [table])
    }
}

/// An amount to the last unit, thousands apart.
private enum ExactAmount {
    static func text(_ micros: Int64) -> String {
        let text = Micros.text(micros)
        let whole = NumberText.grouped(micros / 1_000_000)
        let fraction = text.firstIndex(of: ".").map { String(text[$0...]) } ?? ""
        return (micros < 0 && micros > -1_000_000 ? "−" : "") + whole + fraction
    }
}
