import Core

/// How an audience divides: the same everywhere, in parts of a hundred.
enum TikTokAudience {
    private static let shares: [String: [(String, Int)]] = [
        "age": [("AGE_18_24", 34), ("AGE_25_34", 33), ("AGE_35_44", 18), ("AGE_45_54", 10), ("AGE_55_100", 5)],
        "gender": [("FEMALE", 56), ("MALE", 41), ("NONE", 3)],
        "country_code": [("DE", 80), ("AT", 12), ("CH", 8)],
        "platform": [("ANDROID", 54), ("IPHONE", 46)],
        "province_id": [("2950159", 38), ("2951839", 62)],
    ]
    static let names = Set(shares.keys)

    /// The figures by the dimensions beside the entity, in the order of the dimensions. Parts without delivery are left out.
    static func split(
        _ figures: AdSums, by dimensions: [String], day: Day
    ) -> [(parts: [(name: String, value: String)], figures: AdSums)] {
        var cells: [(parts: [(name: String, value: String)], figures: AdSums)] = [([], figures)]
        for dimension in dimensions {
            switch dimension {
            case "stat_time_day": cells = cells.map { ($0.parts + [(dimension, "\(day) 00:00:00")], $0.figures) }
            case "stat_time_hour":
                cells = cells.flatMap { cell in hours(day).map { (cell.parts + [(dimension, $0.0)], cell.figures.part(from: $0.1, to: $0.2)) } }
            default:
                guard let shares = shares[dimension] else { continue }
                cells = cells.flatMap { cell in
                    var low = 0
                    return shares.map { value, share in
                        defer { low += share }
                        return (cell.parts + [(dimension, value)], cell.figures.part(from: low, to: low + share))
                    }
                }
            }
        }
        return cells.filter { $0.figures.impressions > 0 || $0.figures.spend > 0 || $0.figures.purchases > 0 }
    }

    private static func hours(_ day: Day) -> [(String, Int, Int)] {
        (0..<24).map { ("\(day) \($0 < 10 ? "0" : "")\($0):00:00", $0 * 100 / 24, ($0 + 1) * 100 / 24) }
    }
}
