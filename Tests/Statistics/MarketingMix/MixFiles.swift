import Foundation

@testable import Statistics

/// The reference files: data, log densities and posteriors (Tests/Fixtures/models).
enum MixFiles {
    static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("Fixtures/models")

    static func data(_ reference: MixModel.Reference) throws -> MixData {
        reference == .example ? try example() : try synth()
    }

    static func synth() throws -> MixData {
        try load("synth_mmm.csv", date: "date", channels: ["tv", "search", "social", "display"], controls: ["trend", "price_dev", "promo"]) {
            $0["split"] == "train"
        }
    }

    static func example() throws -> MixData {
        try load("mmm_example.csv", date: "date_week", channels: ["x1", "x2"], controls: ["event_1", "event_2", "t"]) { _ in true }
    }

    private static func load(
        _ file: String, date: String, channels: [String], controls: [String], where chosen: ([String: String]) -> Bool
    ) throws -> MixData {
        let text = try String(contentsOf: folder.appendingPathComponent(file), encoding: .utf8)
        let lines = text.split(whereSeparator: \.isNewline).map { $0.split(separator: ",").map(String.init) }
        let rows = lines.dropFirst().map { Dictionary(uniqueKeysWithValues: zip(lines[0], $0)) }.filter(chosen)
        func column(_ name: String) -> MixData.Series { MixData.Series(name, rows.map { Double($0[name] ?? "") ?? .nan }) }
        return try MixData(
            days: rows.map { day($0[date] ?? "") }, target: column("y").values, channels: channels.map(column), controls: controls.map(column))
    }

    static func day(_ date: String) -> Int {
        let time = ISO8601DateFormatter().date(from: date + "T00:00:00Z")?.timeIntervalSince1970 ?? 0
        return Int((time / 86_400).rounded())
    }

    struct Gold: Decodable {
        struct Point: Decodable {
            let q: [Double]
            let logp: Double
            let grad: [Double]
        }
        let order: [String]
        let shapes: [String: [Int]]
        let points: [Point]

        /// Names of all numbers of a point, as `MixDensity.lineNames` writes them.
        func names(_ data: MixData) -> [String] {
            order.flatMap { name -> [String] in
                if shapes[name]?.isEmpty ?? true { return [name] }
                if name.hasPrefix("gamma_fourier") { return ["sin_1", "sin_2", "cos_1", "cos_2"].map { "\(name)[\($0)]" } }
                return (name.hasPrefix("gamma_control") ? data.controls : data.channels).map { "\(name)[\($0.name)]" }
            }
        }
    }

    static func gold(_ reference: MixModel.Reference) throws -> Gold? {
        let file = reference == .synthInfo ? "gold_mmm_logp_info.json" : "gold_mmm_logp.json"
        return try JSONDecoder().decode([String: Gold].self, from: Data(contentsOf: folder.appendingPathComponent(file)))[reference.rawValue]
    }

    struct Posterior: Decodable {
        struct Parameter: Decodable {
            let mean, sd: Double
            let hdi94: [Double]
        }
        let posterior: [String: Parameter]
    }

    static func posterior(_ reference: MixModel.Reference) throws -> Posterior {
        let url = folder.appendingPathComponent("mmm_\(reference.rawValue)_numpyro_gold.json")
        return try JSONDecoder().decode(Posterior.self, from: Data(contentsOf: url))
    }
}

extension MixDensity {
    /// Value and gradient at a point.
    func at(_ point: [Double]) -> (value: Double, gradient: [Double]) {
        var workspace = self.workspace()
        var gradient = [Double](repeating: 0, count: dimension)
        let value = point.withUnsafeBufferPointer { from in
            gradient.withUnsafeMutableBufferPointer { evaluate(from, gradient: $0, in: &workspace) }
        }
        return (value, gradient)
    }
}
