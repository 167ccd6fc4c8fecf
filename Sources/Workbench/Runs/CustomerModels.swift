package import Core
package import Statistics

/// What is kept of a fit of customers, to score with it: `clv fit --out` writes it, `clv score --params` reads it.
package struct CustomerModels: Sendable {
    package var purchases: BGNBD
    package var spend: GammaGamma?
    package var unit: TimeUnit
    /// Posterior draws of both, in pairs; empty where only the maximum was looked for.
    package var draws: [BGNBD] = []
    package var spendDraws: [GammaGamma] = []

    package var document: JSON {
        var members: [JSON.Member] = [.init("unit", .string(unit.rawValue)), .init("purchases", Self.object(BGNBD.names, purchases.values))]
        if let spend { members.append(.init("spend", Self.object(GammaGamma.names, spend.values))) }
        if !draws.isEmpty { members.append(.init("purchase_draws", .array(draws.map { .doubles($0.values) }))) }
        if !spendDraws.isEmpty { members.append(.init("spend_draws", .array(spendDraws.map { .doubles($0.values) }))) }
        return .object(members)
    }

    private static func object(_ names: [String], _ values: [Double]) -> JSON {
        .object(zip(names, values).map { JSON.Member($0, .double($1)) })
    }
}

extension CustomerModels {
    /// Reads what `document` wrote.
    /// - Throws: `TableFault` for a file that holds anything else.
    package init(path: String) throws {
        let json = try JSON.file(path)
        // The whole answer of a fit holds the models as one member.
        let models = json["models"] ?? json
        func fault(_ what: String) -> TableFault { TableFault(file: path, "\(what) Give the file that `clv fit --out` wrote.") }
        func numbers(_ member: JSON?, _ names: [String]) throws -> [Double]? {
            guard let member else { return nil }
            let values = names.compactMap { member[$0]?.double }
            guard values.count == names.count, values.allSatisfy({ $0 > 0 && $0.isFinite }) else {
                throw fault("The file does not hold \(names.joined(separator: ", ")) as positive numbers.")
            }
            return values
        }
        func lists(_ name: String, _ count: Int) throws -> [[Double]] {
            try (models[name]?.array ?? []).map { item in
                let values = (item.array ?? []).compactMap(\.double)
                guard values.count == count, values.allSatisfy({ $0 > 0 }) else { throw fault("A draw in \(name) is not \(count) positive numbers.") }
                return values
            }
        }
        guard let p = try numbers(models["purchases"], BGNBD.names) else { throw fault("The file holds no model of purchases.") }
        purchases = BGNBD(r: p[0], alpha: p[1], a: p[2], b: p[3])
        spend = try numbers(models["spend"], GammaGamma.names).map { GammaGamma(p: $0[0], q: $0[1], v: $0[2]) }
        guard let unit = TimeUnit(rawValue: models["unit"]?.string ?? "week") else { throw fault("The file's unit of time is neither day nor week.") }
        self.unit = unit
        draws = try lists("purchase_draws", 4).map { BGNBD(r: $0[0], alpha: $0[1], a: $0[2], b: $0[3]) }
        spendDraws = try lists("spend_draws", 3).map { GammaGamma(p: $0[0], q: $0[1], v: $0[2]) }
    }
}
