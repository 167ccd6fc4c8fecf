import Core

/// How an audience divides: the same everywhere, in parts of a hundred.
enum MetaAudience {
    private static let shares: [String: [(String, Int)]] = [
        "age": [("18-24", 18), ("25-34", 31), ("35-44", 22), ("45-54", 14), ("55-64", 9), ("65+", 6)],
        "gender": [("female", 58), ("male", 39), ("unknown", 3)],
        "country": [("DE", 80), ("AT", 12), ("CH", 8)],
        "region": [("Bavaria", 31), ("Berlin", 24), ("Hamburg", 11), ("Vienna", 14), ("Zurich & Zug", 20)],
        "publisher_platform": [("facebook", 52), ("instagram", 43), ("audience_network", 5)],
        "platform_position": [("feed", 61), ("story", 39)],
        "impression_device": [("iphone", 44), ("android_smartphone", 41), ("desktop", 15)],
        "device_platform": [("mobile", 85), ("desktop", 15)],
        hours: (0..<24).map { hour in
            let text = hour < 10 ? "0\(hour)" : "\(hour)"
            return ("\(text):00:00 - \(text):59:59", (hour + 1) * 100 / 24 - hour * 100 / 24)
        },
    ]
    private static let hours = "hourly_stats_aggregated_by_advertiser_time_zone"

    static let names = Set(shares.keys)

    /// The row by the breakdowns, in their order. Parts without delivery are left out.
    static func split(_ row: MetaInsightRow, by breakdowns: [String]) -> [MetaInsightRow] {
        var rows = [row]
        for name in breakdowns {
            guard let shares = shares[name] else { continue }
            rows = rows.flatMap { row in
                var low = 0
                return shares.map { value, share in
                    defer { low += share }
                    var part = row
                    part.parts.append((name: name, value: value))
                    part.figures = row.figures.part(from: low, to: low + share)
                    return part
                }
            }
        }
        return rows.filter { $0.figures.impressions > 0 || $0.figures.spend > 0 || $0.figures.purchases > 0 }
    }
}

extension MetaFigures {
    /// What lies between two marks of a hundred parts. All stretches together give the whole again, to the last cent.
    fileprivate func part(from low: Int, to high: Int) -> MetaFigures {
        func cut(_ whole: Int) -> Int { whole * high / 100 - whole * low / 100 }
        func cents(_ whole: Int64) -> Int64 { (whole / 10_000 * Int64(high) / 100 - whole / 10_000 * Int64(low) / 100) * 10_000 }
        var part = self
        part.spend = cents(spend)
        part.impressions = cut(impressions)
        part.clicks = cut(clicks)
        part.linkClicks = cut(linkClicks)
        part.landingViews = cut(landingViews)
        part.carts = cut(carts)
        part.videoViews = cut(videoViews)
        part.purchases = cut(purchases)
        part.value = cents(value)
        part.promptPurchases = cut(promptPurchases)
        part.promptValue = cents(promptValue)
        return part
    }
}
