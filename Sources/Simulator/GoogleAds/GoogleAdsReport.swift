import Core

/// Rows with figures: the facts of some days, added up over what the query does not tell apart.
struct GoogleAdsReport {
    private let view: GoogleAdsView
    private let resource: GoogleAdsResource
    private let stretch: GoogleAdsStretch?
    private let days: ClosedRange<Day>
    /// Whether how a term matched, and which keyword it was, make rows of their own.
    private let byMatch: Bool
    private let byKeyword: Bool
    private var rows: [GoogleAdsRow] = []
    private var figures: [GoogleAdsFigures] = []
    private var places: [Key: Int] = [:]

    private struct Key: Hashable {
        let entity: Int
        var day: Day?
        var term: String?
        var match: String?
        var keyword: Int?
    }

    init(_ view: GoogleAdsView, _ resource: GoogleAdsResource, fields: [String], days: ClosedRange<Day>) {
        self.view = view
        self.resource = resource
        stretch = GoogleAdsStretch(fields)
        self.days = days
        byMatch = fields.contains("segments.search_term_match_type")
        byKeyword = fields.contains("segments.keyword.ad_group_criterion")
    }

    /// In order of days and of the business's lists. Where days are told apart, what did nothing on a day has no row.
    mutating func read() -> [GoogleAdsRow] {
        if stretch == nil { for row in resource.rows(view) { add(GoogleAdsFigures(), to: Key(entity: entity(row)), row) } }
        switch resource.name {
        case "keyword_view": readKeywords()
        case "search_term_view": readTerms()
        default: readAds()
        }
        for index in rows.indices { rows[index].figures = figures[index] }
        return rows
    }

    private func start(of day: Day) -> Day? { stretch?.start(of: day) }

    private func entity(_ row: GoogleAdsRow) -> Int {
        switch resource.name {
        case "ad_group_ad": row.ad ?? 0
        case "ad_group", "search_term_view": row.adSet ?? 0
        case "keyword_view": row.keyword ?? 0
        case "campaign": row.campaign ?? 0
        default: 0
        }
    }

    private mutating func add(_ more: GoogleAdsFigures, to key: Key, _ row: GoogleAdsRow) {
        let place = places[key] ?? rows.count
        if place == rows.count {
            places[key] = place
            rows.append(row)
            figures.append(GoogleAdsFigures())
        }
        figures[place].add(more)
    }

    private mutating func readAds() {
        for fact in view.google.facts(from: days.lowerBound, through: days.upperBound) where view.owns(campaign: fact.campaign) {
            guard resource.name == "campaign" || resource.name == "customer" || view.hasAdGroups(campaign: fact.campaign) else { continue }
            var row = GoogleAdsRow(day: start(of: fact.day))
            if resource.name != "customer" { row.campaign = fact.campaign }
            if resource.name.hasPrefix("ad_group") { row.adSet = fact.adSet }
            if resource.name == "ad_group_ad" { row.ad = fact.ad }
            var sum = GoogleAdsFigures()
            sum.add(fact)
            add(sum, to: Key(entity: entity(row), day: row.day), row)
        }
    }

    private mutating func readKeywords() {
        for fact in view.business.keywordFacts.days(days, \.day) where view.owns(campaign: fact.campaign) {
            let row = GoogleAdsRow(campaign: fact.campaign, adSet: fact.adSet, keyword: fact.keyword, day: start(of: fact.day))
            var sum = GoogleAdsFigures()
            sum.add(fact)
            add(sum, to: Key(entity: fact.keyword, day: row.day), row)
        }
    }

    private mutating func readTerms() {
        let keywords = view.business.keywords
        for fact in view.business.searchTerms.days(days, \.day) {
            let keyword = keywords[fact.keyword]
            guard view.owns(campaign: keyword.campaign) else { continue }
            let row = GoogleAdsRow(
                campaign: keyword.campaign, adSet: keyword.adSet, keyword: byKeyword ? fact.keyword : nil, term: fact.term,
                match: byMatch ? Self.match(fact, keyword) : nil, day: start(of: fact.day))
            var sum = GoogleAdsFigures()
            sum.add(fact)
            add(sum, to: Key(entity: keyword.adSet, day: row.day, term: row.term, match: row.match, keyword: row.keyword), row)
        }
    }

    /// Every third day an exact keyword is met by a close variant of its words.
    private static func match(_ fact: SearchTermFact, _ keyword: SimulatedKeyword) -> String {
        keyword.match == "EXACT" && fact.day.number % 3 == 0 ? "NEAR_EXACT" : keyword.match
    }
}

extension GoogleAdsFigures {
    fileprivate mutating func add(_ other: GoogleAdsFigures) {
        spend += other.spend
        impressions += other.impressions
        clicks += other.clicks
        purchases += other.purchases
        value += other.value
        others += other.others
    }
}
