import Core
package import Statistics

/// `model profit`: profit by two dimensions, exact to the last unit.
package struct ProfitRun: Sendable {
    package var lines: String
    package var costs: String?
    package var rows = ProfitDimension.channel
    package var columns = ProfitDimension.product
    package var rule = ProfitRule()
    /// Of files without a column `currency`.
    package var currency = "EUR"
    /// Where the cells go as CSV; nowhere unless given.
    package var output: String?

    package init(lines: String) { self.lines = lines }

    /// - Throws: `TableFault`, `Refusal`.
    package func run() throws -> RunAnswer {
        var clock = StepClock()
        var files = LedgerFiles([rows, columns], currency: currency)
        try files.readLines(lines)
        if let costs { try files.readCosts(costs) }
        let ledger = files.ledger()
        clock.end("read")
        let matrices = try ProfitMatrix.byCurrency(ledger, rows: rows, columns: columns, rule: rule)
        clock.end("matrix")
        if let output { try write(matrices, output) }
        var answer = RunAnswer(
            "Profit by \(rows.rawValue) and \(columns.rawValue)", subtitle(matrices), document: ["matrices": .array(matrices.map(document))],
            parts: matrices.flatMap(parts))
        answer.add(clock)
        answer.page = { Report.profit(matrices, $0) }
        return answer
    }

    private func subtitle(_ matrices: [ProfitMatrix]) -> String {
        let lines = matrices.reduce(0) { $0 + $1.total.lines }
        let exact = matrices.allSatisfy(\.isExact)
        return "\(NumberText.grouped(lines)) order lines; the cells \(exact ? "sum to the ledger to the last unit" : "do not sum to the ledger")"
    }

    private static let headings = ["gross", "net revenue", "COGS", "shipping", "ad spend", "profit", "margin"]

    private func amounts(_ amounts: ProfitAmounts) -> [String] {
        let (net, profit) = (amounts.netRevenue(rule), amounts.profit(rule))
        return [amounts.gross, net, amounts.cogs, amounts.shipping, amounts.adSpend, profit].map { Self.shown($0) }
            + [net == 0 ? "–" : PercentText.of(Double(profit) / Double(net))]
    }

    private static func shown(_ micros: Int64) -> String { NumberText.shown((Double(micros) / 1e4).rounded() / 100, significant: 12).withTwoDecimals }

    private func parts(_ matrix: ProfitMatrix) -> [RunAnswer.Part] {
        func totals(_ names: [String], _ each: [ProfitAmounts]) -> [[String]] {
            let named = zip(names + ["unassigned"], each).filter { $0.1 != ProfitAmounts() }
            return named.sorted { $0.1.profit(rule) > $1.1.profit(rule) }.prefix(30).map { [$0.0] + amounts($0.1) }
        }
        let cells = matrix.cells
        let profits = cells.map { $0.amounts.profit(rule) }
        let order = cells.indices.sorted { profits[$0] > profits[$1] }
        let extremes = (order.count <= 20 ? order : Array(order.prefix(10) + order.suffix(10))).map { cells[$0] }
        let rowTable = TextTable(
            columns: [rows.rawValue] + Self.headings, rows: totals(matrix.rowNames, matrix.rowTotals) + [["all"] + amounts(matrix.total)])
        let columnTable = TextTable(columns: [columns.rawValue] + Self.headings, rows: totals(matrix.columnNames, matrix.columnTotals))
        let cellTable = TextTable(
            columns: [rows.rawValue, columns.rawValue] + Self.headings,
            rows: extremes.map { [name($0.row, matrix.rowNames), name($0.column, matrix.columnNames)] + amounts($0.amounts) })
        return [
            .init("By \(rows.rawValue), in \(matrix.currency)", tables: [rowTable]),
            .init("By \(columns.rawValue), in \(matrix.currency)", tables: [columnTable]),
            .init(
                "Cells, in \(matrix.currency)",
                cells.count > 20 ? ["The ten best and the ten worst of \(NumberText.grouped(Int64(cells.count)))."] : [],
                tables: [cellTable]),
        ]
    }

    private func name(_ index: Int?, _ names: [String]) -> String { index.map { names[$0] } ?? "unassigned" }

    private func write(_ matrices: [ProfitMatrix], _ path: String) throws {
        let components = ProfitComponent.allCases
        let writer = try CSVWriter(
            path: path, columns: [rows.rawValue, columns.rawValue, "currency", "lines"] + components.map { "\($0)" } + ["net_revenue", "profit"])
        for matrix in matrices {
            for cell in matrix.cells {
                writer.text(name(cell.row, matrix.rowNames))
                writer.text(name(cell.column, matrix.columnNames))
                writer.text(matrix.currency)
                writer.integer(cell.amounts.lines)
                for component in components { writer.text(Micros.text(cell.amounts[component])) }
                writer.text(Micros.text(cell.amounts.netRevenue(rule)))
                writer.text(Micros.text(cell.amounts.profit(rule)))
                try writer.endRow()
            }
        }
        try writer.finish()
    }

    /// Amounts as decimal text, because a binary float would not be exact.
    private func document(_ matrix: ProfitMatrix) -> JSON {
        func amounts(_ amounts: ProfitAmounts) -> [JSON.Member] {
            ProfitComponent.allCases.map { .init("\($0)", .string(Micros.text(amounts[$0]))) } + [
                .init("lines", .integer(amounts.lines)), .init("net_revenue", .string(Micros.text(amounts.netRevenue(rule)))),
                .init("profit", .string(Micros.text(amounts.profit(rule)))),
            ]
        }
        let cells = matrix.cells.map { cell in
            JSON.object(
                [
                    .init(rows.rawValue, .string(name(cell.row, matrix.rowNames))),
                    .init(columns.rawValue, .string(name(cell.column, matrix.columnNames))),
                ]
                    + amounts(cell.amounts))
        }
        return [
            "currency": .string(matrix.currency), "exact": .bool(matrix.isExact), "total": .object(amounts(matrix.total)),
            "ledger": .object(amounts(matrix.ledgerTotal)), "cells": .array(cells),
        ]
    }
}

extension String {
    /// `1,234.5` as `1,234.50`: amounts stand below one another.
    fileprivate var withTwoDecimals: String {
        guard let point = lastIndex(of: ".") else { return self + ".00" }
        let places = distance(from: point, to: endIndex) - 1
        return places < 2 ? self + String(repeating: "0", count: 2 - places) : String(prefix(count - places + 2))
    }
}
