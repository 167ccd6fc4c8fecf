import Core

/// The fields of figures: whole numbers, money in micros.
enum SnapchatFields {
    static let names: Set<String> = [
        "impressions", "swipes", "spend", "video_views", "quartile_1", "quartile_2", "quartile_3", "view_completion", "screen_time_millis", "uniques",
        "frequency", "conversion_purchases", "conversion_purchases_value", "conversion_sign_ups", "conversion_sign_ups_value",
        "conversion_add_cart", "conversion_add_cart_value", "total_installs", "android_installs", "ios_installs",
    ]

    private static let shares: [String: [(String, Int)]] = [
        "age": [("18-20", 24), ("21-24", 28), ("25-34", 33), ("35+", 15)], "gender": [("female", 57), ("male", 43)],
        "country": [("de", 82), ("at", 10), ("ch", 8)], "region": [("berlin", 44), ("bavaria", 56)], "dma": [("unknown", 100)],
        "os": [("ios", 61), ("android", 39)], "make": [("apple", 61), ("samsung", 27), ("other", 12)],
    ]

    static func stats(_ fields: [String], _ sums: AdSums) -> [JSON.Member] { fields.map { JSON.Member($0, .integer(value($0, sums))) } }

    private static func value(_ field: String, _ sums: AdSums) -> Int64 {
        switch field {
        case "impressions": Int64(sums.impressions)
        case "swipes": Int64(sums.clicks)
        case "spend": sums.spend
        case "video_views": Int64(sums.videoViews)
        case "quartile_1": Int64(sums.videoViews * 3 / 4)
        case "quartile_2": Int64(sums.videoViews / 2)
        case "quartile_3": Int64(sums.videoViews / 3)
        case "view_completion": Int64(sums.videoViews / 5)
        case "screen_time_millis": Int64(sums.impressions) * 1_900
        case "uniques": Int64(sums.reach)
        case "frequency": Int64(sums.reach > 0 ? sums.impressions / sums.reach : 0)
        case "conversion_purchases": Int64(sums.purchases)
        case "conversion_purchases_value": sums.value
        case "conversion_add_cart": Int64(sums.carts)
        default: 0
        }
    }

    /// The figures by a dimension: the same shares everywhere, in parts of a hundred. Parts without delivery are left out.
    static func split(_ sums: AdSums, by dimension: String) -> [(String, AdSums)] {
        var low = 0
        return (shares[dimension] ?? []).map { value, share in
            defer { low += share }
            return (value, sums.part(from: low, to: low + share))
        }.filter { $0.1.impressions > 0 || $0.1.spend > 0 || $0.1.purchases > 0 }
    }

    /// A time of the account's zone with its offset: `2026-05-01T00:00:00.000+02:00`.
    static func local(_ instant: Instant, _ zone: BusinessZone) -> JSON {
        let text = zone.localText(Instant(seconds: instant.seconds))
        return .string("\(text.dropLast(5)).000\(text.suffix(5).prefix(3)):\(text.suffix(2))")
    }
}
