package import Core

/// The account that ads are booked and billed in. Its zone decides what a day is.
package struct AdAccount: Sendable, Hashable {
    /// Digits only.
    package let id: String
    package let name: String
    package let currency: Currency
    package let zone: BusinessZone
}

package enum AdStatus: String, Sendable, Hashable {
    case active = "ACTIVE"
    case paused = "PAUSED"
    case archived = "ARCHIVED"
}

package struct AdCampaign: Sendable, Hashable {
    package let id: String
    /// Position in `SimulatedBusiness.adAccounts`.
    package let account: Int
    package let name: String
    package let objective: String
    package let status: AdStatus
    package let dailyBudget: Int64
    package let start: Day
    /// The last day, where one is set.
    package let end: Day?
    package let created: Instant
    package let updated: Instant
    /// The truth behind its effect.
    package let response: AdResponse
}

package struct AdSet: Sendable, Hashable {
    package let id: String
    package let campaign: Int
    package let name: String
    package let status: AdStatus
    package let goal: String
    package let bid: Int64?
    package let created: Instant
    package let updated: Instant
}

package struct Ad: Sendable, Hashable {
    package let id: String
    package let campaign: Int
    package let adSet: Int
    package let name: String
    package let creative: String
    package let status: AdStatus
    /// Its part of the campaign's budget, before noise.
    package let weight: Double
    package let start: Day
    package let end: Day?
    package let created: Instant
    package let updated: Instant
}

/// One ad on one day of its account's zone. Money in micros of the account's currency, whole cents.
package struct AdFact: Sendable, Hashable {
    package let day: Day
    package let ad: Int
    package let campaign: Int
    package let adSet: Int
    package let spend: Int64
    package let impressions: Int
    package let reach: Int
    package let clicks: Int
    package let linkClicks: Int
    package let landingViews: Int
    package let carts: Int
    package let videoViews: Int
    /// Purchases that the platform counts for a click of this day.
    package var purchases = 0
    package var value: Int64 = 0
    /// The part of them that was bought within a day of the click.
    package var promptPurchases = 0
    package var promptValue: Int64 = 0
}
