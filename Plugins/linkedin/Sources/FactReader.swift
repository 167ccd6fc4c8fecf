import ConnectorKit

/// Turns rows of a report into facts. Counts are whole numbers, money is a decimal text in the account's currency, sometimes with an exponent
/// (`-2E-18` for what is nothing). A metric that is absent or null is unknown.
struct FactReader {
    let report: Report
    let account: AdAccount
    let window: DateWindows.Window
    let settings: Settings
    /// What was read: a page that comes twice must not count twice.
    private var seen: Set<String> = []

    /// What became of a row.
    enum Reading {
        /// The fact, and the texts of amounts that have more than six decimals.
        case row(AdDailyRow, spendText: String?, valueText: String?)
        case reject(Reject)
        /// It was there before.
        case repeated
    }

    private struct Unreadable: Error { let reject: Reject }

    init(report: Report, account: AdAccount, window: DateWindows.Window, settings: Settings) {
        self.report = report
        self.account = account
        self.window = window
        self.settings = settings
    }

    mutating func read(_ fact: JSONView) -> Reading {
        do {
            let row = try row(fact)
            guard seen.insert("\(row.entityID) \(row.day) \(row.breakdown ?? "")").inserted else { return .repeated }
            let value = hasValue ? inexact(fact["conversionValueInLocalCurrency"]) : nil
            return .row(row, spendText: inexact(fact["costInLocalCurrency"]), valueText: value)
        } catch { return .reject(error.reject) }
    }

    private func row(_ fact: JSONView) throws(Unreadable) -> AdDailyRow {
        guard let day = fact["dateRange.start"].calendarDay else { throw unreadable("The date can not be read.", "dateRange", fact["dateRange"]) }
        guard window.since <= day, day <= window.until else {
            throw unreadable("The day lies outside of the report.", "dateRange", fact["dateRange"])
        }
        let pivots = PivotValues(fact["pivotValues"].strings)
        guard let entity = report.level == .account ? account.id : pivots.entity(report.level) else {
            throw unreadable("The row does not name what it is about.", "pivotValues", fact["pivotValues"])
        }
        if report.breakdown != nil, pivots.other == nil {
            throw unreadable("The row does not name its part of the breakdown.", "pivotValues", fact["pivotValues"])
        }
        guard let currency = account.currency else { throw unreadable("The account does not say its currency.", "currency", fact["pivotValues"]) }
        let campaign = report.level == .campaign ? entity : pivots.entity(.campaign)
        return AdDailyRow(
            day: day, accountID: account.id, level: report.level, entityID: entity, campaignID: campaign,
            breakdown: report.breakdown.map { "\($0.rawValue)=\(pivots.other ?? "")" }, currency: currency, timeZone: settings.timeZone,
            spend: try amount(fact, "costInLocalCurrency"), impressions: try count(fact, "impressions"), clicks: try count(fact, "clicks"),
            reach: fact["approximateMemberReach"].integer, videoViews: fact["videoViews"].integer,
            conversions: try amount(fact, settings.conversionMetric),
            conversionValue: hasValue ? try amount(fact, "conversionValueInLocalCurrency") : nil, actions: Actions.of(fact))
    }

    /// The value is that of website conversions; leads have none.
    private var hasValue: Bool { settings.conversionMetric == "externalWebsiteConversions" }

    private func amount(_ fact: JSONView, _ name: String) throws(Unreadable) -> Micros? {
        guard fact.member(name).exists else { return nil }
        guard let value = fact.member(name).micros else { throw unreadable("The amount can not be read.", name, fact.member(name)) }
        return value
    }

    private func count(_ fact: JSONView, _ name: String) throws(Unreadable) -> Int64? {
        guard fact.member(name).exists else { return nil }
        guard let value = fact.member(name).integer else { throw unreadable("The number can not be read.", name, fact.member(name)) }
        return value
    }

    /// The source's text where it says more than millionths can.
    private func inexact(_ view: JSONView) -> String? { view.decimal?.exact == false ? view.string : nil }

    private func unreadable(_ reason: String, _ field: String, _ view: JSONView) -> Unreadable {
        Unreadable(reject: Reject(reason, field: field, sample: String(view.json.prefix(200))))
    }
}

/// The pivot values of a row: URNs of the entities, and what is left over.
struct PivotValues: Equatable {
    private var entities: [String: String] = [:]
    /// The value of the breakdown: a URN, a word, or the empty text for what belongs to none.
    private(set) var other: String?

    private static let kinds: Set<String> = ["sponsoredAccount", "sponsoredCampaignGroup", "sponsoredCampaign", "sponsoredCreative"]

    init(_ values: [String]) {
        for value in values {
            if let kind = RestLi.kind(of: value), PivotValues.kinds.contains(kind) {
                entities[kind] = RestLi.id(of: value)
            } else if other == nil || !value.isEmpty {
                other = value
            }
        }
    }

    /// The id of the entity of a level.
    func entity(_ level: AdLevel) -> String? {
        switch level {
        case .account: entities["sponsoredAccount"]
        case .campaign: entities["sponsoredCampaignGroup"]
        case .adGroup: entities["sponsoredCampaign"]
        case .ad: entities["sponsoredCreative"]
        }
    }
}

/// The further metrics of a row as actions. Those of one group overlap.
enum Actions {
    private static let groups = [
        ("externalWebsiteConversions", "website_conversion"), ("externalWebsitePostClickConversions", "website_conversion"),
        ("externalWebsitePostViewConversions", "website_conversion"), ("oneClickLeads", "lead"), ("oneClickLeadFormOpens", "lead_form_open"),
        ("landingPageClicks", "click"), ("totalEngagements", "engagement"), ("likes", "engagement"), ("comments", "engagement"),
        ("shares", "engagement"), ("follows", "engagement"),
    ]

    static func of(_ fact: JSONView) -> [AdDailyRow.Action] {
        groups.compactMap { type, group in
            guard let count = fact.member(type).micros, count != .zero else { return nil }
            let value = type == "externalWebsiteConversions" ? fact["conversionValueInLocalCurrency"].micros : nil
            return AdDailyRow.Action(type: type, group: group, count: count, value: value)
        }
    }
}
