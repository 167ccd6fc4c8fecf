import Foundation

/// The 300 weekly series of `forecast_series.csv`: 156 weeks to learn from, 26 held back, spikes labelled.
struct WeeklySeries {
    static let learned = 156
    let values: [Double]
    let isSpike: [Bool]

    static func all() throws -> [WeeklySeries] {
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(path: "../../Fixtures/models/forecast_series.csv")
        var rows: [Int: [(Double, Bool)]] = [:]
        for line in try String(contentsOf: file, encoding: .utf8).split(separator: "\n").dropFirst() {
            let fields = line.split(separator: ",")
            guard fields.count == 4, let series = Int(fields[0]), let value = Double(fields[2]) else { continue }
            rows[series, default: []].append((value, fields[3] == "1"))
        }
        return rows.sorted { $0.key < $1.key }.map { WeeklySeries(values: $0.value.map { $0.0 }, isSpike: $0.value.map { $0.1 }) }
    }

    /// Mean absolute difference to the week a year before: the scale of MASE (Hyndman and Koehler 2006).
    static func seasonalScale(_ values: ArraySlice<Double>) -> Double {
        let pairs = zip(values.dropFirst(52), values)
        return pairs.reduce(0) { $0 + abs($1.0 - $1.1) } / Double(values.count - 52)
    }
}
