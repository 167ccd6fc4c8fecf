import Statistics

/// A small random ledger with unknown codes, negative amounts and costs of every kind of incompleteness.
enum ProfitWorld {
    static let names: [ProfitDimension: [String]] = [
        .channel: ["meta", "google", "mail"], .product: ["a", "b", "c", "d", "e"], .cohort: ["2025-01", "2025-02"], .country: ["DE", "AE", "UA"],
        .day: (1...7).map { "2025-03-0\($0)" },
    ]

    static func ledger(seed: UInt64, lines: Int = 300, costs: Int = 60) -> ProfitLedger {
        var random = Philox(seed: seed)
        let amounts = { (count: Int, size: UInt64) in (0..<count).map { _ in Int64(random.next() % size) - Int64(size / 10) } }
        var columns: [ProfitDimension: ProfitCodes] = [:]
        for dimension in ProfitDimension.allCases { columns[dimension] = codes(dimension, count: lines, missing: 8, &random) }
        let table = OrderLines(
            codes: columns, gross: amounts(lines, 100_000_007), refunds: amounts(lines, 9_000_011), fees: amounts(lines, 3_000_017),
            tax: amounts(lines, 19_000_013), cogs: amounts(lines, 40_000_003), shipping: amounts(lines, 5_000_011))
        var extra: [CostLines] = []
        for component in [ProfitComponent.adSpend, .fees, .shipping] {
            var columns: [ProfitDimension: ProfitCodes] = [:]
            for dimension in [ProfitDimension.channel, .day, .country] { columns[dimension] = codes(dimension, count: costs, missing: 2, &random) }
            extra.append(CostLines(component, codes: columns, amounts: amounts(costs, 77_000_003)))
        }
        return ProfitLedger(names: names, currencies: ["EUR"], lines: table, costs: extra)
    }

    /// Random codes, one in `missing` of them unknown.
    private static func codes(_ dimension: ProfitDimension, count: Int, missing: UInt64, _ random: inout Philox) -> ProfitCodes {
        let size = UInt64(names[dimension]?.count ?? 1)
        return (0..<count).map { _ in random.next() % missing == 0 ? ProfitLedger.none : UInt32(random.next() % size) }
    }

    /// The same rows in another order.
    static func shuffled(_ ledger: ProfitLedger, seed: UInt64) -> ProfitLedger {
        var random = Philox(seed: seed)
        var result = ledger
        let order = ledger.lines.gross.indices.shuffled(using: &random)
        let pick = { (column: [Int64]) in order.map { column[$0] } }
        result.lines = OrderLines(
            codes: ledger.lines.codes.mapValues { column in order.map { column[$0] } }, gross: pick(ledger.lines.gross),
            refunds: pick(ledger.lines.refunds), fees: pick(ledger.lines.fees), tax: pick(ledger.lines.tax), cogs: pick(ledger.lines.cogs),
            shipping: pick(ledger.lines.shipping))
        result.costs = ledger.costs.reversed().map { cost in
            let order = cost.amounts.indices.shuffled(using: &random)
            return CostLines(
                cost.component, codes: cost.codes.mapValues { column in order.map { column[$0] } }, amounts: order.map { cost.amounts[$0] })
        }
        return result
    }

    /// Every ordered pair of two different dimensions.
    static let pairs = ProfitDimension.allCases.flatMap { row in ProfitDimension.allCases.filter { $0 != row }.map { (row, $0) } }
}
