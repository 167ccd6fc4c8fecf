import Core
import Statistics

/// `model check-data`: the engines' output on reference data, in the formats that a check against gold values reads.
package struct CheckDataRun: Sendable {
    /// The folder of the reference data.
    package var folder: String
    package var output: String
    package var seed: UInt64 = 1

    package init(folder: String, output: String) {
        self.folder = folder.hasSuffix("/") ? folder : folder + "/"
        self.output = output
    }

    /// Customers of CDNOW scored with models fitted to them.
    package func customerScores() async throws {
        let (names, table) = try customers()
        let (purchases, spend) = (try await BGNBD.fit(table), try GammaGamma.fit(table))
        let scores = try await CustomerScores.score(table, purchases.model, spend.model, ScoreRequest(horizons: [39], lifetime: .weeks))
        let writer = try CSVWriter(path: output, columns: ["ID", "pred39", "p_alive", "exp_avg_value", "clv12_lifetimes_convention"])
        for (row, name) in names.enumerated() {
            writer.text(name)
            for value in [scores.expectedPurchases[0][row], scores.alive[row], scores.expectedValue[row], scores.lifetimeValue[row]] {
                writer.number(value)
            }
            try writer.endRow()
        }
        try writer.finish()
    }

    /// Maximum-likelihood parameters of CDNOW.
    package func parameters() async throws {
        let table = try customers().table
        let (purchases, spend) = (try await BGNBD.fit(table), try GammaGamma.fit(table))
        var members = (purchases.parameters + spend.parameters).map { JSON.Member($0.name, .double($0.value)) }
        members += [.init("LL", .double(purchases.logLikelihood)), .init("gg_LL", .double(spend.logLikelihood))]
        try WholeFile.write(JSON.object(members).encoded(), to: output)
    }

    /// Expected purchases and P(alive) of hard cases.
    package func edgeCases() throws {
        let reader = try CSVReader(path: folder + "gold_edge_cases.csv")
        let names = ["t", "x", "t_x", "T", "r", "alpha", "a", "b"]
        // `t` and `T` differ in case alone.
        let places = try names.map { name in try reader.columns.firstIndex(of: name) ?? reader.column(name) }
        let writer = try CSVWriter(path: output, columns: names + ["E", "p_alive"])
        try reader.forEach { row in
            let v = try zip(places, names).map { try row.number($0, $1) }
            let model = BGNBD(r: v[4], alpha: v[5], a: v[6], b: v[7])
            let customer = CustomerRecord(frequency: Int(v[1]), recency: v[2], age: v[3])
            for value in v + [model.expectedPurchases(customer, in: v[0]), model.probabilityAlive(customer)] { writer.number(value) }
            try writer.endRow()
        }
        try writer.finish()
    }

    private func customers() throws -> (names: [String], table: CustomerTable) {
        var input = CustomerInput(path: folder + "gold_cdnow_customers.csv")
        input.columns.customer = "ID"
        let reader = try CSVReader(path: input.path)
        guard let places = SummaryPlaces(reader, input.columns) else { throw TableFault(file: input.path, "The file is no summary of customers.") }
        var names: [String] = []
        var table = CustomerTable()
        try reader.forEach { row in
            names.append(places.name(row))
            try table.append(places.record(row))
        }
        return (names, table)
    }
}
