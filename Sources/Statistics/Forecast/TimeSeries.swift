/// Equally spaced observations, the oldest first. A gap is `Double.nan`; it is never read as zero.
public struct TimeSeries: Sendable, Equatable {
    /// Observations in the caller's unit; `nan` where there is none.
    public var values: [Double]
    /// Season lengths in steps, the shortest first: `[365.2425 / 7]` for weeks, `[7, 365.2425]` for days; empty for none.
    public var seasons: [Double]

    public init(_ values: [Double], seasons: [Double] = []) {
        self.values = values
        self.seasons = seasons.sorted()
    }

    /// Weekly figures with a yearly season.
    public static func weekly(_ values: [Double]) -> TimeSeries { TimeSeries(values, seasons: [365.2425 / 7]) }

    /// Daily figures with a weekday and a yearly season.
    public static func daily(_ values: [Double]) -> TimeSeries { TimeSeries(values, seasons: [7, 365.2425]) }

    /// How many values are observed.
    var observed: Int { values.reduce(0) { $0 + ($1.isNaN ? 0 : 1) } }

    /// Refuses infinite values and seasons shorter than two steps.
    func check() throws {
        if let place = values.firstIndex(where: { $0.isInfinite }) {
            throw Refusal(
                code: "infinite_value", sentence: "Value \(place + 1) of the series is infinite.", advice: "Correct it or leave it out as a gap.")
        }
        if let season = seasons.first(where: { !($0 >= 2 && $0.isFinite) }) {
            throw Refusal(
                code: "bad_season", sentence: "A season of \(season) steps is no season.", advice: "Give each season's length in steps, at least 2.")
        }
    }
}
