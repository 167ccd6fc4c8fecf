package import Core

/// The platforms that the business advertises on.
package enum AdPlatform: String, Sendable, Hashable, CaseIterable {
    case meta
    case google
    case tiktok
    case snapchat
    case linkedin
}

/// What the business runs on one platform. Positions inside point into these arrays; ids have the platform's own form.
package struct PlatformAdvertising: Sendable {
    package let accounts: [AdAccount]
    package let campaigns: [AdCampaign]
    package let adSets: [AdSet]
    package let ads: [Ad]
    /// What each ad did on each day of its account's zone, in order of day and ad. Days without delivery have no fact.
    package let facts: [AdFact]
    /// Where each day's facts begin, and the end behind the last day's.
    private let dayStarts: [Int]
    private let since: Day

    init(_ delivery: AdDelivery, facts: [AdFact], since: Day, days: Int) {
        accounts = delivery.accounts
        campaigns = delivery.campaigns
        adSets = delivery.adSets
        ads = delivery.ads
        self.facts = facts
        self.since = since
        var starts = Array(repeating: 0, count: days + 1)
        for fact in facts { starts[fact.day - since + 1] += 1 }
        for index in 1...days { starts[index] += starts[index - 1] }
        dayStarts = starts
    }

    /// The facts from one day to another, both included, found without a scan.
    package func facts(from first: Day, through last: Day) -> ArraySlice<AdFact> {
        let days = dayStarts.count - 1
        let low = min(max(first - since, 0), days)
        let high = min(max(last - since + 1, low), days)
        return facts[dayStarts[low]..<dayStarts[high]]
    }

    /// The account that a fact is booked in.
    package func account(of fact: AdFact) -> Int { campaigns[fact.campaign].account }
}

/// One campaign of one platform.
package struct AdTouch: Sendable, Hashable {
    package let platform: AdPlatform
    /// Position in the platform's campaigns.
    package let campaign: Int
}
