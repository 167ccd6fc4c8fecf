import Foundation
import Statistics

/// The gold files of Tests/Fixtures/models.
enum CustomerGold {
    static let fixtures = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Fixtures")

    /// Rows of a CSV file as numbers by column name.
    static func rows(_ name: String) throws -> [[String: Double]] {
        let text = try String(contentsOf: fixtures.appending(path: "models/\(name)"), encoding: .utf8)
        let lines = text.split(whereSeparator: \.isNewline).map { $0.split(separator: ",").map(String.init) }
        return lines.dropFirst().map { line in
            Dictionary(uniqueKeysWithValues: zip(lines[0], line.map { Double($0) ?? .nan }))
        }
    }

    /// The CDNOW customers with their mean spend.
    static func customers() throws -> CustomerTable {
        try CustomerTable(rows("gold_cdnow_customers.csv").map(record))
    }

    static func record(_ row: [String: Double]) -> CustomerRecord {
        CustomerRecord(
            frequency: Int(row["frequency"] ?? row["x"] ?? 0), recency: row["recency"] ?? row["t_x"] ?? 0, age: row["T"] ?? 0,
            meanValue: row["monetary_value"] ?? 0)
    }

    static let model = BGNBD(r: 0.242592907204465893, alpha: 4.41353156120542629, a: 0.792886148098768565, b: 2.42575343649362146)
    static let spend = GammaGamma(p: 6.24880248970909699, q: 3.74458845328746903, v: 15.4477480094637163)
    static let standardErrors = [0.0125573195838, 0.378221415527, 0.185719143096, 0.705345755104]
    static let spendErrors = [1.18968703766, 0.290165615135, 4.15999387833]
}

/// Customers drawn from a model with known parameters.
struct SimulatedCustomers {
    var model = BGNBD(r: 0.6, alpha: 8, a: 1.2, b: 3)
    var spend = GammaGamma(p: 4, q: 5, v: 80)
    var ages = 20.0...60
    var seed: UInt64 = 1

    func table(_ count: Int) throws -> CustomerTable {
        try CustomerTable((0..<count).map(customer))
    }

    func customer(_ index: Int) -> CustomerRecord {
        var generator = Philox(seed: seed, stream: UInt64(index))
        let age = ages.lowerBound + (ages.upperBound - ages.lowerBound) * generator.uniform()
        let rate = generator.gamma(shape: model.r) / model.alpha
        let dropout = generator.beta(model.a, model.b)
        var (x, now, last) = (0, 0.0, 0.0)
        while true {
            now += generator.exponential() / rate
            if now > age { break }
            x += 1
            last = now
            if generator.uniform() < dropout { break }
        }
        guard x > 0 else { return CustomerRecord(frequency: 0, recency: 0, age: age) }
        let level = generator.gamma(shape: spend.q) / spend.v
        let value = generator.gamma(shape: spend.p * Double(x)) / (level * Double(x))
        return CustomerRecord(frequency: x, recency: last, age: age, meanValue: value)
    }
}
