import ConnectorKit

/// Turns rows of a report into facts. Meta gives every number as a text, spend in major units, and leaves out what is nothing.
struct FactReader {
    let account: AdAccount
    let window: DateWindows.Window
    let report: Report
    let settings: Settings
    /// What was read: a page that comes twice must not count twice.
    private var seen: Set<String> = []

    /// What became of a row.
    enum Reading {
        /// The fact, and the text of its spend where that has more than six decimals.
        case row(AdDailyRow, spendText: String?)
        case reject(Reject)
        /// It was there before.
        case repeated
    }

    private struct Unreadable: Error { let reject: Reject }

    init(account: AdAccount, window: DateWindows.Window, report: Report, settings: Settings) {
        self.account = account
        self.window = window
        self.report = report
        self.settings = settings
    }

    mutating func read(_ fact: JSONView) -> Reading {
        do {
            let row = try row(fact)
            guard seen.insert("\(row.entityID) \(row.day) \(row.breakdown ?? "")").inserted else { return .repeated }
            return .row(row, spendText: fact["spend"].decimal?.exact == false ? fact["spend"].string : nil)
        } catch { return .reject(error.reject) }
    }

    private func row(_ fact: JSONView) throws(Unreadable) -> AdDailyRow {
        guard let ad = fact["ad_id"].filledString else { throw unreadable("The row names no ad.", "ad_id", fact) }
        guard let day = fact["date_start"].day else { throw unreadable("The date can not be read.", "date_start", fact["date_start"]) }
        guard window.since <= day, day <= window.until else {
            throw unreadable("The day lies outside of the report.", "date_start", fact["date_start"])
        }
        let breakdown = report.breakdown?.text(fact)
        if let wanted = report.breakdown, breakdown == nil { throw unreadable("The row does not say its breakdown.", wanted.names[0], fact) }
        guard let currency = fact["account_currency"].currencyCode ?? account.currency else {
            throw unreadable("The row does not say its currency, and the account does not either.", "account_currency", fact)
        }
        let actions = Actions(fact, windows: settings.windows)
        let conversion = conversion(actions)
        return AdDailyRow(
            day: day, accountID: account.id, level: .ad, entityID: ad, campaignID: fact["campaign_id"].filledString, breakdown: breakdown,
            currency: currency, timeZone: account.timeZone, spend: try amount(fact, "spend"),
            impressions: try count(fact, "impressions"), clicks: try count(fact, "clicks"), reach: fact["reach"].integer,
            videoViews: actions.wholeCount(of: "video_view"), conversions: conversion == nil ? .zero : conversion?.count,
            conversionValue: conversion == nil ? .zero : conversion?.value,
            attribution: settings.conversionWindow ?? fact["attribution_setting"].filledString, actions: actions.list)
    }

    /// What counts as the conversion: the first of the types that the row has, or of it what falls into one attribution window.
    private func conversion(_ actions: Actions) -> AdDailyRow.Action? {
        let whole = actions.first(of: settings.conversionTypes)
        guard let window = settings.conversionWindow else { return whole }
        return whole.flatMap { actions.part(of: $0.type, in: window) }
    }

    /// Absent and null are nothing; anything that is no number is a fault.
    private func amount(_ fact: JSONView, _ name: String) throws(Unreadable) -> Micros {
        guard fact[name].exists else { return .zero }
        guard let value = fact[name].micros else { throw unreadable("The amount can not be read.", name, fact[name]) }
        return value
    }

    private func count(_ fact: JSONView, _ name: String) throws(Unreadable) -> Int64 {
        guard fact[name].exists else { return 0 }
        guard let value = fact[name].integer else { throw unreadable("The number can not be read.", name, fact[name]) }
        return value
    }

    private func unreadable(_ reason: String, _ field: String, _ view: JSONView) -> Unreadable {
        Unreadable(reject: Reject(reason, field: field, sample: String(view.json.prefix(200))))
    }
}
