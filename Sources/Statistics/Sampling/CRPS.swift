/// Continuous ranked probability score: how far a forecast's draws lie from what happened, in the quantity's own unit; smaller is better.
public enum CRPS {
    /// E|X - y| - E|X - X'| / 2 over the empirical distribution of `draws`.
    /// Source: Gneiting, Raftery, "Strictly proper scoring rules, prediction, and estimation", JASA 102 (2007), equation 21; the second term by
    /// order statistics, m log m instead of m².
    public static func of(_ draws: [Double], observed: Double) -> Double {
        let count = Double(draws.count)
        guard count > 0 else { return .nan }
        var distance = 0.0
        var spread = 0.0
        for (i, value) in draws.sorted().enumerated() {
            distance += abs(value - observed)
            spread += (2 * Double(i) + 1 - count) * value
        }
        return distance / count - spread / (count * count)
    }

    /// The mean score of forecasts and what happened; `draws` holds one array per observation.
    public static func mean(_ draws: [[Double]], observed: [Double]) -> Double {
        guard !observed.isEmpty, draws.count == observed.count else { return .nan }
        return zip(draws, observed).reduce(0) { $0 + of($1.0, observed: $1.1) } / Double(observed.count)
    }
}
