import ConnectorKit

/// Turns rows of a report into facts. Whole numbers come as texts, others as numbers, and what is zero may be absent.
struct FactReader {
    let account: AdAccount
    let currency: String
    let window: DateWindows.Window
    let conversionDay: Settings.ConversionDay

    /// A row that can not be read.
    struct Unreadable: Error { let reject: Reject }

    /// What every report has.
    struct Figures {
        let day: Day
        let campaignID: String?
        let spend: Micros
        let impressions: Int64
        let clicks: Int64
        let conversions: Micros
        let value: Micros
    }

    init(_ account: AdAccount, _ window: DateWindows.Window, _ settings: Settings) throws {
        self.account = account
        currency = try account.money()
        self.window = window
        conversionDay = settings.conversionDay
    }

    /// A row of `ad_daily`.
    func entity(_ row: JSONView, _ level: AdLevel) throws(Unreadable) -> AdDailyRow {
        let figures = try figures(row)
        let path: String
        switch level {
        case .ad: path = "adGroupAd.ad.id"
        case .adGroup: path = "adGroup.id"
        default: path = "campaign.id"
        }
        return AdDailyRow(
            day: figures.day, accountID: account.id, level: level, entityID: try id(row, path), campaignID: figures.campaignID, currency: currency,
            timeZone: account.timeZone, spend: figures.spend, impressions: figures.impressions, clicks: figures.clicks,
            conversions: figures.conversions, conversionValue: figures.value, attribution: "\(conversionDay.rawValue)_date",
            actions: try actions(row, figures))
    }

    /// A row of `keyword_daily`.
    func keyword(_ row: JSONView) throws(Unreadable) -> KeywordDailyRow {
        let figures = try figures(row)
        guard let id = KeywordID.of(row) else { throw unreadable("The row names no keyword.", "ad_group_criterion", row) }
        return KeywordDailyRow(
            day: figures.day, accountID: account.id, keywordID: id, campaignID: figures.campaignID, adGroupID: row["adGroup.id"].filledString,
            currency: currency, timeZone: account.timeZone, spend: figures.spend, impressions: figures.impressions, clicks: figures.clicks,
            conversions: figures.conversions, conversionValue: figures.value,
            qualityScore: Quality.score(row["metrics.historicalQualityScore"]), impressionShare: try share(row, "searchImpressionShare"),
            topImpressionShare: try share(row, "searchTopImpressionShare"))
    }

    /// A row of `search_term_daily`. A campaign may have no ad groups; then the campaign alone says whose term it is.
    func searchTerm(_ row: JSONView) throws(Unreadable) -> SearchTermDailyRow {
        let figures = try figures(row)
        guard let term = row["searchTermView.searchTerm"].filledString else { throw unreadable("The row has no search term.", "search_term", row) }
        let group = row["adGroup.id"].filledString
        guard group != nil || figures.campaignID != nil else {
            throw unreadable("The row does not name what its figures belong to.", "campaign.id", row)
        }
        return SearchTermDailyRow(
            day: figures.day, accountID: account.id, adGroupID: group, searchTerm: term,
            matchType: TermMatch.of(row["segments.searchTermMatchType"].string), campaignID: figures.campaignID, currency: currency,
            timeZone: account.timeZone, spend: figures.spend, impressions: figures.impressions, clicks: figures.clicks,
            conversions: figures.conversions, conversionValue: figures.value)
    }

    private func figures(_ row: JSONView) throws(Unreadable) -> Figures {
        guard let day = row["segments.date"].day else { throw unreadable("The date can not be read.", "segments.date", row["segments.date"]) }
        guard window.since <= day, day <= window.until else {
            throw unreadable("The day lies outside of the report.", "segments.date", row["segments.date"])
        }
        let suffix = conversionDay == .click ? "" : "ByConversionDate"
        return Figures(
            day: day, campaignID: row["campaign.id"].filledString, spend: Micros(try count(row, "costMicros")),
            impressions: try count(row, "impressions"), clicks: try count(row, "clicks"), conversions: try amount(row, "conversions\(suffix)"),
            value: try amount(row, "conversionsValue\(suffix)"))
    }

    /// The counted conversions are a part of all conversions: both are of one group and must not be added up.
    private func actions(_ row: JSONView, _ figures: Figures) throws(Unreadable) -> [AdDailyRow.Action] {
        let suffix = conversionDay == .click ? "" : "ByConversionDate"
        let all = try amount(row, "allConversions\(suffix)")
        let allValue = try amount(row, "allConversionsValue\(suffix)")
        let views = try count(row, "viewThroughConversions")
        var actions: [AdDailyRow.Action] = []
        if figures.conversions != .zero || figures.value != .zero {
            actions.append(.init(type: "conversions", group: "conversions", count: figures.conversions, value: figures.value))
        }
        if all != .zero || allValue != .zero {
            actions.append(.init(type: "all_conversions", group: "conversions", count: all, value: allValue))
        }
        if views != 0, let count = Micros(minor: views, decimals: 0) {
            actions.append(.init(type: "view_through_conversions", group: "view_through_conversions", count: count))
        }
        return actions
    }

    private func id(_ row: JSONView, _ path: String) throws(Unreadable) -> String {
        guard let id = row[path].filledString else { throw unreadable("The row does not name what its figures belong to.", path, row) }
        return id
    }

    private func count(_ row: JSONView, _ name: String) throws(Unreadable) -> Int64 {
        let view = row["metrics"].member(name)
        guard view.exists else { return 0 }
        guard let value = view.integer else { throw unreadable("The number can not be read.", "metrics.\(name)", view) }
        return value
    }

    private func amount(_ row: JSONView, _ name: String) throws(Unreadable) -> Micros {
        let view = row["metrics"].member(name)
        guard view.exists else { return .zero }
        guard let value = view.micros else { throw unreadable("The amount can not be read.", "metrics.\(name)", view) }
        return value
    }

    /// A fraction of one; nil where Google has none.
    private func share(_ row: JSONView, _ name: String) throws(Unreadable) -> Micros? {
        let view = row["metrics"].member(name)
        guard view.exists else { return nil }
        guard let value = view.micros, value >= .zero, value <= Micros(1_000_000) else {
            throw unreadable("The share is no fraction of one.", "metrics.\(name)", view)
        }
        return value
    }

    private func unreadable(_ reason: String, _ field: String, _ view: JSONView) -> Unreadable {
        Unreadable(reject: Reject(reason, field: field, sample: String(view.json.prefix(200))))
    }
}

/// How a search matched. Close variants count as what they are close to.
enum TermMatch {
    static func of(_ word: String?) -> KeywordMatch? {
        switch word {
        case "NEAR_EXACT": .exact
        case "NEAR_PHRASE": .phrase
        default: Match.of(word)
        }
    }
}
