import Core

/// Sums of an ad platform's facts, which can be cut into parts of an audience or of a day.
struct AdSums: Sendable, Hashable {
    var spend: Int64
    var value: Int64
    var impressions: Int
    var clicks: Int
    var reach: Int
    var videoViews: Int
    var purchases: Int
    var carts: Int

    init(_ fact: AdFact) {
        spend = fact.spend
        value = fact.value
        impressions = fact.impressions
        clicks = fact.clicks
        reach = fact.reach
        videoViews = fact.videoViews
        purchases = fact.purchases
        carts = fact.carts
    }

    mutating func add(_ other: AdSums) {
        spend += other.spend
        value += other.value
        impressions += other.impressions
        clicks += other.clicks
        reach += other.reach
        videoViews += other.videoViews
        purchases += other.purchases
        carts += other.carts
    }

    /// What lies between two marks of a hundred parts. All stretches together give the whole again, to the last cent.
    func part(from low: Int, to high: Int) -> AdSums {
        func cut(_ whole: Int) -> Int { whole * high / 100 - whole * low / 100 }
        func cents(_ whole: Int64) -> Int64 { (whole / 10_000 * Int64(high) / 100 - whole / 10_000 * Int64(low) / 100) * 10_000 }
        var part = self
        part.spend = cents(spend)
        part.value = cents(value)
        part.impressions = cut(impressions)
        part.clicks = cut(clicks)
        part.reach = cut(reach)
        part.videoViews = cut(videoViews)
        part.purchases = cut(purchases)
        part.carts = cut(carts)
        return part
    }
}
