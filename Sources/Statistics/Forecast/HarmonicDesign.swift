import RealModule

/// The regressors of a dynamic harmonic regression: 1, trend, and sine and cosine pairs of each season
/// (Hyndman and Athanasopoulos, "Forecasting: Principles and Practice", 3rd edition, section 10.5). Row-major.
struct HarmonicDesign: Sendable {
    /// Which columns belong to a season, in pairs of rising frequency.
    struct Group: Sendable {
        let season: Double
        let start: Int
        let pairs: Int
    }

    let rows: Int
    let width: Int
    let groups: [Group]
    private(set) var values: [Double]

    /// Regressors for `rows` steps, of which `history` are observed. A season is offered once there is enough of it to be told from a trend.
    init(seasons: [Double], rows: Int, history: Int) {
        var groups: [Group] = []
        var width = 2
        for season in seasons {
            let pairs = HarmonicDesign.pairs(season: season, history: history)
            if pairs > 0 { groups.append(Group(season: season, start: width, pairs: pairs)) }
            width += 2 * pairs
        }
        self.groups = groups
        self.rows = rows
        self.width = width
        values = [Double](repeating: 0, count: rows * width)
        for row in 0..<rows { fill(row, history: history) }
    }

    /// Up to four pairs, at most half the season, none in less than one and a half seasons.
    static func pairs(season: Double, history: Int) -> Int {
        let cycles = Double(history) / season
        guard cycles >= 1.5 else { return 0 }
        return min(cycles >= 1.9 ? 4 : 2, Int(((season - 1) / 2).rounded(.down)))
    }

    private mutating func fill(_ row: Int, history: Int) {
        values[row * width] = 1
        values[row * width + 1] = Double(row) / Double(history)
        for group in groups {
            let step = 2 * Double.pi / group.season * Double(row)
            let (sine, cosine) = (Double.sin(step), Double.cos(step))
            var (s, c) = (sine, cosine)
            for pair in 0..<group.pairs {
                values[row * width + group.start + 2 * pair] = s
                values[row * width + group.start + 2 * pair + 1] = c
                (s, c) = (s * cosine + c * sine, c * cosine - s * sine)
            }
        }
    }
}
