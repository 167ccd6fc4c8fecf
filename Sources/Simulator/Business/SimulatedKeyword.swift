package import Core

/// What a search ad group bids on, or, as a negative, stays away from.
package struct SimulatedKeyword: Sendable, Hashable {
    /// Digits only.
    package let id: String
    /// Positions in Google's campaigns and ad sets.
    package let campaign: Int
    package let adSet: Int
    package let text: String
    /// `EXACT`, `PHRASE` or `BROAD`.
    package let match: String
    package let isNegative: Bool
    /// The most for one click, in micros; `nil` where the ad group's bid counts.
    package let bid: Int64?
    /// From 1 to 10.
    package let quality: Int
}

/// One keyword on one day of its account's zone. Over the keywords of an ad group they add up to the facts of its ads.
package struct KeywordFact: Sendable, Hashable {
    package let day: Day
    /// Position in `SimulatedBusiness.keywords`.
    package let keyword: Int
    package let campaign: Int
    package let adSet: Int
    package let spend: Int64
    package let impressions: Int
    package let clicks: Int
    package let purchases: Int
    package let value: Int64
}

/// What people typed when a keyword's ad was shown. Over the terms of a keyword they add up to the keyword's fact.
package struct SearchTermFact: Sendable, Hashable {
    package let day: Day
    package let keyword: Int
    package let term: String
    package let spend: Int64
    package let impressions: Int
    package let clicks: Int
    package let purchases: Int
    package let value: Int64
}
