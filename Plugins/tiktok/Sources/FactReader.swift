import ConnectorKit

/// Turns rows of a report into facts. Metrics are decimal texts in the account's currency or plain numbers, and `-` for what is missing.
struct FactReader {
    let report: Report
    let account: Advertiser
    let window: DateWindows.Window
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

    init(report: Report, account: Advertiser, window: DateWindows.Window, settings: Settings) {
        self.report = report
        self.account = account
        self.window = window
        self.settings = settings
    }

    mutating func read(_ fact: JSONView) -> Reading {
        do {
            let row = try row(fact["dimensions"], fact["metrics"])
            guard seen.insert("\(row.entityID) \(row.day) \(row.breakdown ?? "")").inserted else { return .repeated }
            let spend = fact["metrics.spend"]
            return .row(row, spendText: spend.decimal?.exact == false ? spend.string : nil)
        } catch { return .reject(error.reject) }
    }

    private func row(_ dimensions: JSONView, _ metrics: JSONView) throws(Unreadable) -> AdDailyRow {
        guard let entity = dimensions.member(report.dimension).filledString else {
            throw unreadable("The row does not name what it is about.", report.dimension, dimensions)
        }
        let time = dimensions.member(report.time)
        guard let day = time.day else { throw unreadable("The date can not be read.", report.time, time) }
        guard window.since <= day, day <= window.until else { throw unreadable("The day lies outside of the report.", report.time, time) }
        let breakdown = report.breakdown?.text(dimensions)
        if report.breakdown != nil, breakdown == nil {
            throw unreadable("The row does not name its part of the breakdown.", report.breakdown?.rawValue ?? "", dimensions)
        }
        guard let currency = known(metrics["currency"])?.currencyCode ?? account.currency else {
            throw unreadable("Neither the row nor the account says the currency.", "currency", metrics)
        }
        return AdDailyRow(
            day: day, accountID: account.id, level: report.level, entityID: entity,
            campaignID: report.level == .campaign ? entity : known(metrics["campaign_id"])?.filledString, breakdown: breakdown,
            currency: currency, timeZone: account.timeZone,
            spend: try amount(metrics, "spend"), impressions: try count(metrics, "impressions"), clicks: try count(metrics, "clicks"),
            reach: known(metrics["reach"])?.integer, videoViews: known(metrics["video_play_actions"])?.integer,
            conversions: try amount(metrics, settings.conversionMetric),
            conversionValue: try settings.valueMetric.flatMap { name throws(Unreadable) in try amount(metrics, name) },
            attribution: settings.attribution, actions: Actions.of(metrics, settings))
    }

    /// `-` is what is missing.
    private func known(_ view: JSONView) -> JSONView? { view.exists && view.string != "-" ? view : nil }

    private func amount(_ metrics: JSONView, _ name: String) throws(Unreadable) -> Micros? {
        guard let view = known(metrics.member(name)) else { return nil }
        guard let value = view.micros else { throw unreadable("The amount can not be read.", name, view) }
        return value
    }

    private func count(_ metrics: JSONView, _ name: String) throws(Unreadable) -> Int64? {
        guard let view = known(metrics.member(name)) else { return nil }
        guard let value = view.integer else { throw unreadable("The number can not be read.", name, view) }
        return value
    }

    private func unreadable(_ reason: String, _ field: String, _ view: JSONView) -> Unreadable {
        Unreadable(reject: Reject(reason, field: field, sample: String(view.json.prefix(200))))
    }
}

/// Further metrics of a row as actions.
enum Actions {
    /// Whatever an ad group can be optimised for is one group: `conversion` counts the event that was chosen, which may be any of the others.
    private static let conversions: Set<String> = [
        "conversion", "real_time_conversion", "result", "real_time_result", "complete_payment", "purchase", "total_purchase", "registration",
        "total_registration",
    ]
    /// The metric of what a count is worth.
    private static let values = ["total_purchase": "total_purchase_value", "complete_payment": "total_complete_payment_rate"]
    /// Metrics that have a place of their own, or are no count.
    private static let others: Set<String> = [
        "reach", "frequency", "video_play_actions", "ctr", "cpc", "cpm", "cost_per_conversion", "conversion_rate", "cost_per_purchase",
        "complete_payment_roas",
    ]

    static func of(_ metrics: JSONView, _ settings: Settings) -> [AdDailyRow.Action] {
        var names = [settings.conversionMetric]
        for name in settings.metrics where !names.contains(name) && !others.contains(name) && !values.values.contains(name) { names.append(name) }
        return names.compactMap { name in
            guard let count = metrics.member(name).micros, count != .zero else { return nil }
            let worth = name == settings.conversionMetric ? settings.valueMetric : values[name]
            return AdDailyRow.Action(
                type: name, group: conversions.contains(name) || name == settings.conversionMetric ? "conversion" : name, count: count,
                value: worth.flatMap { metrics.member($0).micros })
        }
    }
}
