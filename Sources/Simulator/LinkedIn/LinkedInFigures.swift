import Core

/// Sums of facts in LinkedIn's metrics.
struct LinkedInFigures: Sendable {
    private(set) var spend: Int64 = 0
    private(set) var impressions = 0
    private(set) var clicks = 0
    private(set) var landings = 0
    private(set) var videoViews = 0
    private(set) var reach = 0
    private(set) var purchases = 0
    private(set) var value: Int64 = 0

    static let names: Set<String> = [
        "dateRange", "pivotValues", "impressions", "clicks", "landingPageClicks", "costInLocalCurrency", "costInUsd", "externalWebsiteConversions",
        "externalWebsitePostClickConversions", "externalWebsitePostViewConversions", "conversionValueInLocalCurrency", "oneClickLeads",
        "oneClickLeadFormOpens", "likes", "comments", "shares", "follows", "totalEngagements", "videoViews", "approximateMemberReach",
    ]

    mutating func add(_ fact: AdFact) {
        spend += fact.spend
        impressions += fact.impressions
        clicks += fact.clicks
        landings += fact.linkClicks
        videoViews += fact.videoViews
        reach += fact.reach
        purchases += fact.purchases
        value += fact.value
    }

    /// Adds other sums.
    mutating func add(_ other: LinkedInFigures) {
        spend += other.spend
        impressions += other.impressions
        clicks += other.clicks
        landings += other.landings
        videoViews += other.videoViews
        reach += other.reach
        purchases += other.purchases
        value += other.value
    }

    /// One part of two: three fifths, and the rest. Money stays in whole hundredths.
    func part(_ index: Int) -> LinkedInFigures {
        func cut(_ number: Int) -> Int { index == 0 ? number * 3 / 5 : number - number * 3 / 5 }
        func cut(_ amount: Int64) -> Int64 { index == 0 ? amount * 3 / 50_000 * 10_000 : amount - amount * 3 / 50_000 * 10_000 }
        var part = self
        part.spend = cut(spend)
        part.impressions = cut(impressions)
        part.clicks = cut(clicks)
        part.landings = cut(landings)
        part.videoViews = cut(videoViews)
        part.reach = cut(reach)
        part.purchases = cut(purchases)
        part.value = cut(value)
        return part
    }

    var isNothing: Bool { impressions == 0 && clicks == 0 && spend == 0 && purchases == 0 }

    /// Counts are numbers, money is a decimal text as a double prints it: with noise far behind the point, and an exponent for what is nothing.
    func metric(_ name: String) -> JSON? {
        switch name {
        case "impressions": .integer(impressions)
        case "clicks": .integer(clicks)
        case "landingPageClicks": .integer(landings)
        case "costInLocalCurrency": .string(Self.money(spend))
        case "costInUsd": .string(Self.money(spend / 10_000 * 11 / 10 * 10_000))
        case "externalWebsiteConversions": .integer(purchases)
        case "externalWebsitePostClickConversions": .integer(purchases - purchases / 5)
        case "externalWebsitePostViewConversions": .integer(purchases / 5)
        case "conversionValueInLocalCurrency": .string(Self.money(value))
        case "likes": .integer(clicks / 9)
        case "comments": .integer(clicks / 40)
        case "shares": .integer(clicks / 60)
        case "follows": .integer(clicks / 50)
        case "totalEngagements": .integer(clicks + clicks / 9)
        case "videoViews": .integer(videoViews)
        case "approximateMemberReach": .integer(reach)
        case "oneClickLeads", "oneClickLeadFormOpens": 0
        default: nil
        }
    }

    private static func money(_ micros: Int64) -> String {
        if micros == 0 { return "-2E-18" }
        let text = Micros.text(micros)
        return micros / 10_000 % 3 == 0 ? text + "00000000000017" : text
    }
}
