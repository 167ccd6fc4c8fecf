import Testing

@testable import Statistics

@Suite struct ProfitMatrixTests {
    /// Two lines of Meta in Germany and one of Google in the Emirates; 100.01 of spend for Meta with no country.
    private func small(spendCodes: [ProfitDimension: ProfitCodes] = [.channel: [0]]) -> ProfitLedger {
        let lines = OrderLines(
            codes: [.channel: [0, 0, 1], .country: [0, 1, 1]], gross: [100_000_000, 50_000_000, 30_000_000], refunds: [10_000_000, 0, 0],
            fees: [3_000_000, 1_500_000, 0], tax: [19_000_000, 8_000_000, 0], cogs: [40_000_000, 20_000_000, 10_000_000],
            shipping: [5_000_000, 5_000_000, 5_000_000])
        return ProfitLedger(
            names: [.channel: ["meta", "google"], .country: ["DE", "AE"]], currencies: ["EUR"], lines: lines,
            costs: [CostLines(.adSpend, codes: spendCodes, amounts: [100_000_001])])
    }

    @Test func `A small ledger is what it is by hand`() throws {
        let matrix = try ProfitMatrix(small(), rows: .channel, columns: .country)

        #expect(matrix.cells.map { $0.row } == [0, 0, 1] && matrix.cells.map { $0.column } == [0, 1, 1])
        // Net revenue of Meta: 68.0 in DE and 40.5 in AE; the spend is divided 68 : 40.5 and its last micro goes to the larger remainder.
        #expect(matrix.cells.map { $0.amounts.netRevenue() } == [68_000_000, 40_500_000, 30_000_000])
        #expect(matrix.cells.map { $0.amounts.adSpend } == [62_672_812, 37_327_189, 0])
        #expect(matrix.cells[2].amounts.profit() == 15_000_000)
        #expect(matrix.total.profit() == 138_500_000 - 70_000_000 - 15_000_000 - 100_000_001)
        #expect(matrix.rowTotals[0].adSpend == 100_000_001 && matrix.isExact)
    }

    @Test(arguments: 1...6) func `Cells sum to the ledger for every pair of dimensions`(seed: UInt64) throws {
        let ledger = ProfitWorld.ledger(seed: seed)
        for basis in ProfitRule.Basis.allCases {
            for (rows, columns) in ProfitWorld.pairs {
                var rule = ProfitRule()
                rule.basis = basis
                let matrix = try ProfitMatrix(ledger, rows: rows, columns: columns, rule: rule)

                for component in ProfitComponent.allCases {
                    let sum = matrix.cells.reduce(0) { $0 + $1.amounts[component] }
                    let own = ledger.lines.column(component).reduce(0, +)
                    let extra = ledger.costs.filter { $0.component == component }.reduce(0) { $0 + $1.amounts.reduce(0, +) }
                    #expect(sum == own + extra)
                    #expect(sum == matrix.rowTotals.reduce(0) { $0 + $1[component] } && sum == matrix.columnTotals.reduce(0) { $0 + $1[component] })
                }
                #expect(matrix.isExact && matrix.total.lines == 300)
            }
        }
    }

    @Test(arguments: 1...4) func `The order of the rows does not matter`(seed: UInt64) throws {
        let ledger = ProfitWorld.ledger(seed: seed)
        let turned = ProfitWorld.shuffled(ledger, seed: seed + 50)
        for (rows, columns) in ProfitWorld.pairs {
            #expect(try ProfitMatrix(ledger, rows: rows, columns: columns).cells == ProfitMatrix(turned, rows: rows, columns: columns).cells)
        }
    }

    @Test func `A turned matrix has the same totals`() throws {
        let ledger = ProfitWorld.ledger(seed: 8)
        let matrix = try ProfitMatrix(ledger, rows: .channel, columns: .day)
        let turned = try ProfitMatrix(ledger, rows: .day, columns: .channel)

        #expect(matrix.total == turned.total)
        #expect(matrix.rowTotals.map { $0.gross } == turned.columnTotals.map { $0.gross })
    }

    @Test func `A grid too large for a table gives the same cells`() throws {
        var ledger = ProfitWorld.ledger(seed: 3, lines: 20_000)
        let small = try ProfitMatrix(ledger, rows: .product, columns: .day)
        ledger.names[.product] = (0..<3_000_000).map { $0 < 5 ? ["a", "b", "c", "d", "e"][$0] : "-" }
        let large = try ProfitMatrix(ledger, rows: .product, columns: .day)

        #expect(small.cells == large.cells)
    }

    @Test func `What nothing can carry is shown as unassigned`() throws {
        var ledger = small()
        ledger.names[.channel] = ["meta", "google", "radio"]
        ledger.costs[0].codes = [.channel: [2]]
        let matrix = try ProfitMatrix(ledger, rows: .channel, columns: .country)

        let radio = try #require(matrix.cells.first { $0.row == 2 })
        #expect(radio.column == nil && radio.amounts.adSpend == 100_000_001)

        var rule = ProfitRule()
        rule.basis = .none
        let apart = try ProfitMatrix(small(spendCodes: [:]), rows: .channel, columns: .country, rule: rule)
        #expect(apart.cells.last?.row == nil && apart.cells.last?.column == nil && apart.cells.last?.amounts.adSpend == 100_000_001)
    }

    @Test func `The rule says what net revenue is`() throws {
        var rule = ProfitRule()
        rule.subtractsTax = false
        rule.subtractsFees = false
        let matrix = try ProfitMatrix(small(), rows: .channel, columns: .country, rule: rule)

        #expect(matrix.total.netRevenue(rule) == 170_000_000)
        #expect(matrix.total.netRevenue() == 138_500_000)
    }

    @Test func `Currencies are refused together and kept apart on request`() throws {
        var ledger = small()
        ledger.currencies = ["EUR", "AED"]
        ledger.lines.currency = [0, 0, 1]
        let refusal = #expect(throws: Refusal.self) { try ProfitMatrix(ledger, rows: .channel, columns: .country) }
        #expect(refusal?.code == "several_currencies" && refusal?.sentence.contains("EUR, AED") == true)

        let apart = try ProfitMatrix.byCurrency(ledger, rows: .channel, columns: .country)

        #expect(apart.map { $0.currency } == ["EUR", "AED"] && apart.map { $0.total.gross } == [150_000_000, 30_000_000])
        #expect(apart.map { $0.total.adSpend } == [100_000_001, 0])
    }

    @Test func `Sums beyond 64 bits are refused`() {
        var ledger = small()
        ledger.lines.gross = [.max, 1, 0]
        #expect(#expect(throws: Refusal.self) { try ProfitMatrix(ledger, rows: .channel, columns: .country) }?.code == "overflow")
        ledger.lines.gross = [.max, 0, 0]
        ledger.lines.refunds = [.min, 0, 0]
        #expect(#expect(throws: Refusal.self) { try ProfitMatrix(ledger, rows: .channel, columns: .country) }?.code == "overflow")
    }

    @Test func `Faulty ledgers are refused`() {
        var short = small()
        short.lines.fees = [1]
        var unnamed = small()
        unnamed.lines.codes[.channel] = [0, 0, 2]
        var foreign = small()
        foreign.costs[0].currency = [4]

        #expect(#expect(throws: Refusal.self) { try ProfitMatrix(short, rows: .channel, columns: .country) }?.code == "unequal_columns")
        #expect(#expect(throws: Refusal.self) { try ProfitMatrix(unnamed, rows: .channel, columns: .country) }?.code == "unknown_code")
        #expect(#expect(throws: Refusal.self) { try ProfitMatrix(foreign, rows: .channel, columns: .country) }?.code == "unknown_currency")
        #expect(#expect(throws: Refusal.self) { try ProfitMatrix(small(), rows: .channel, columns: .channel) }?.code == "same_dimension")
    }

    @Test func `An empty ledger has no cells`() throws {
        let ledger = ProfitLedger(names: [:], currencies: ["EUR"], lines: OrderLines(codes: [:], gross: []))

        let matrix = try ProfitMatrix(ledger, rows: .channel, columns: .day)

        #expect(matrix.cells.isEmpty && matrix.isExact && matrix.total == ProfitAmounts())
    }
}
