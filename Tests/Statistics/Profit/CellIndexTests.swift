import Testing

@testable import Statistics

@Suite struct CellIndexTests {
    @Test(arguments: [(5, 7), (2_000, 730), (3_000_000, 90)]) func `Sparse cells are those of a dictionary`(_ rows: Int, _ columns: Int) throws {
        var random = Philox(seed: 12)
        let count = 40_000
        func codes(_ size: Int) -> ProfitCodes {
            (0..<count).map { _ in random.next() % 50 == 0 ? ProfitLedger.none : UInt32(random.next() % UInt64(size)) }
        }
        let (products, days) = (codes(rows), codes(columns))
        let gross = (0..<count).map { _ in Int64(random.next() % 1_000_000) }
        let ledger = ProfitLedger(
            names: [.product: [String](repeating: "", count: rows), .day: [String](repeating: "", count: columns)], currencies: ["EUR"],
            lines: OrderLines(codes: [.product: products, .day: days], gross: gross))
        var expected: [[UInt32]: (gross: Int64, lines: Int64)] = [:]
        for row in 0..<count {
            let cell = expected[[products[row], days[row]]] ?? (0, 0)
            expected[[products[row], days[row]]] = (cell.gross + gross[row], cell.lines + 1)
        }

        let matrix = try ProfitMatrix(ledger, rows: .product, columns: .day)

        #expect(matrix.cells.count == expected.count && matrix.isExact)
        let places = matrix.cells.map { [$0.row ?? rows, $0.column ?? columns] }
        #expect(zip(places, places.dropFirst()).allSatisfy { $0.lexicographicallyPrecedes($1) })
        for cell in matrix.cells {
            let known = expected[[cell.row.map { UInt32($0) } ?? ProfitLedger.none, cell.column.map { UInt32($0) } ?? ProfitLedger.none]]
            #expect(known?.gross == cell.amounts.gross && known?.lines == cell.amounts.lines)
        }
    }

    @Test func `Both ways to number cells agree`() {
        var random = Philox(seed: 3)
        let codes = CellCodes(
            [.product: (0..<9_000).map { _ in UInt32(random.next() % 5_000) }, .day: (0..<9_000).map { _ in UInt32(random.next() % 400) }], .product,
            .day,
            count: 9_000)
        let (small, large) = (CellGrid(rows: 5_000, columns: 400), CellGrid(rows: 4_000_000_000, columns: 400))
        let (bits, table) = (CellPlaces(codes, small), CellPlaces(codes, large))

        #expect(small.isSmall(beside: 9_000) && !large.isSmall(beside: 9_000))
        #expect(bits.keys.map { small.row($0) } == table.keys.map { large.row($0) })
        #expect(bits.keys.indices.allSatisfy { bits.place(bits.keys[$0]) == $0 && table.place(table.keys[$0]) == $0 })
        #expect(bits.place(5_000 * 401) == nil && table.place(17 * 401 + 400) == nil)
    }

    @Test func `Whole numbers are put in order`() {
        var random = Philox(seed: 8)
        for bits in [1, 11, 12, 40, 64] as [UInt64] {
            let values = (0..<3_000).map { _ in random.next() >> (64 - bits) }
            #expect(RadixOrder.sorted(values) == values.sorted())
        }
        #expect(RadixOrder.sorted([]) == [] && RadixOrder.sorted([0, 0]) == [0, 0])
    }
}
