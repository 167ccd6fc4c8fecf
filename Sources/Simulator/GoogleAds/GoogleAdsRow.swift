import Core

/// A row of an answer: what it is about (positions in the business's lists) and the figures of it.
struct GoogleAdsRow: Sendable {
    /// Position of a customer in the manager's list: 0 is the manager itself.
    var client: Int?
    var campaign: Int?
    var adSet: Int?
    var ad: Int?
    var keyword: Int?
    var action: Int?
    var term: String?
    /// How a term matched.
    var match: String?
    /// The first day of the row's stretch of days.
    var day: Day?
    var figures: GoogleAdsFigures?
}

/// Sums of facts.
struct GoogleAdsFigures: Sendable, Hashable {
    var spend: Int64 = 0
    var impressions = 0
    var clicks = 0
    var purchases = 0
    var value: Int64 = 0
    /// Other actions than purchases that count among all conversions.
    var others = 0

    mutating func add(_ fact: AdFact) {
        add(fact.spend, fact.impressions, fact.clicks, fact.purchases, fact.value)
        others += fact.carts
    }

    mutating func add(_ fact: KeywordFact) { add(fact.spend, fact.impressions, fact.clicks, fact.purchases, fact.value) }
    mutating func add(_ fact: SearchTermFact) { add(fact.spend, fact.impressions, fact.clicks, fact.purchases, fact.value) }

    private mutating func add(_ spend: Int64, _ impressions: Int, _ clicks: Int, _ purchases: Int, _ value: Int64) {
        self.spend += spend
        self.impressions += impressions
        self.clicks += clicks
        self.purchases += purchases
        self.value += value
    }
}
