import ConnectorKit

/// Turns the figures of one object into facts. Numbers are whole; money is in millionths of the account's currency.
struct FactReader {
    let report: Report
    /// What was asked about: a campaign, or the account.
    let subject: String
    let account: AdAccount
    let zone: Zone
    let window: DateWindows.Window
    let settings: Settings
    /// What was read: a page that comes twice must not count twice.
    private var seen: Set<String> = []

    /// What became of a point in time.
    enum Reading {
        case row(AdDailyRow)
        case reject(Reject)
        /// It was there before.
        case repeated
    }

    private struct Unreadable: Error { let reject: Reject }

    init(report: Report, subject: String, account: AdAccount, zone: Zone, window: DateWindows.Window, settings: Settings) {
        self.report = report
        self.subject = subject
        self.account = account
        self.zone = zone
        self.window = window
        self.settings = settings
    }

    /// All points of a `timeseries_stat`.
    mutating func read(_ stat: JSONView) -> [Reading] {
        guard let child = report.child else { return series(stat["timeseries"], of: stat["id"].filledString ?? subject) }
        var readings: [Reading] = []
        for part in stat["breakdown_stats"].member(child).elements {
            guard let id = part["id"].filledString else {
                readings.append(.reject(Reject("The row does not name what it is about.", field: "id", sample: String(part.json.prefix(200)))))
                continue
            }
            readings += series(part["timeseries"], of: id)
        }
        return readings
    }

    private mutating func series(_ points: JSONView, of entity: String) -> [Reading] {
        points.elements.flatMap { point -> [Reading] in
            guard let breakdown = report.breakdown, breakdown != .hour else { return [reading(point, point["stats"], entity)] }
            return point["dimension_stats"].elements.map { part in
                reading(point, part["stats"].kind == .object ? part["stats"] : part, entity, part: part)
            }
        }
    }

    private mutating func reading(_ point: JSONView, _ stats: JSONView, _ entity: String, part: JSONView = .missing) -> Reading {
        do {
            let row = try row(point, stats, entity, part)
            return seen.insert("\(row.entityID) \(row.day) \(row.breakdown ?? "")").inserted ? .row(row) : .repeated
        } catch { return .reject(error.reject) }
    }

    private func row(_ point: JSONView, _ stats: JSONView, _ entity: String, _ part: JSONView) throws(Unreadable) -> AdDailyRow {
        guard let start = point["start_time"].instant else { throw unreadable("The time can not be read.", "start_time", point["start_time"]) }
        let day = zone.day(of: start)
        guard window.since <= day, day <= window.until else {
            throw unreadable("The day lies outside of the report.", "start_time", point["start_time"])
        }
        guard stats.kind == .object else { throw unreadable("The row has no figures.", "stats", point) }
        guard let currency = account.currency else { throw unreadable("The account does not say its currency.", "currency", point) }
        let breakdown = try breakdown(start, day, part)
        let isAccount = report.level == .account
        return AdDailyRow(
            day: day, accountID: account.id, level: report.level, entityID: entity, campaignID: isAccount ? nil : subject, breakdown: breakdown,
            currency: currency, timeZone: account.timeZone, spend: try money(stats, "spend"), impressions: try count(stats, "impressions"),
            clicks: try count(stats, "swipes"), reach: stats["uniques"].integer, videoViews: stats["video_views"].integer,
            conversions: try amount(stats, settings.conversionField),
            conversionValue: try settings.valueField.flatMap { name throws(Unreadable) in try money(stats, name) },
            attribution: isAccount || report.breakdown == .hour ? nil : settings.attribution, actions: Actions.of(stats, settings))
    }

    private func breakdown(_ start: Instant, _ day: Day, _ part: JSONView) throws(Unreadable) -> String? {
        guard let breakdown = report.breakdown else { return nil }
        if breakdown == .hour {
            // The hour on the wall, which a change of the clocks repeats or leaves out.
            let seconds = start.seconds + Int64(zone.offset(at: start)) - Int64(day.daysSince1970) * 86_400
            let hour = seconds / 3600
            return "hour=\(hour < 10 ? "0" : "")\(hour)"
        }
        guard let text = breakdown.text(part) else {
            throw unreadable("The row does not name its part of the breakdown.", breakdown.dimension, part)
        }
        return text
    }

    /// Money comes as whole millionths.
    private func money(_ stats: JSONView, _ name: String) throws(Unreadable) -> Micros? { try count(stats, name).map { Micros($0) } }

    private func amount(_ stats: JSONView, _ name: String) throws(Unreadable) -> Micros? {
        let view = stats.member(name)
        guard view.exists else { return nil }
        guard let value = view.micros else { throw unreadable("The amount can not be read.", name, view) }
        return value
    }

    private func count(_ stats: JSONView, _ name: String) throws(Unreadable) -> Int64? {
        let view = stats.member(name)
        guard view.exists else { return nil }
        guard let value = view.integer else { throw unreadable("The number can not be read.", name, view) }
        return value
    }

    private func unreadable(_ reason: String, _ field: String, _ view: JSONView) -> Unreadable {
        Unreadable(reject: Reject(reason, field: field, sample: String(view.json.prefix(200))))
    }
}

/// Conversions of a row by type. Those of one group overlap.
enum Actions {
    private static let installs: Set<String> = ["total_installs", "android_installs", "ios_installs", "conversion_app_installs"]

    static func of(_ stats: JSONView, _ settings: Settings) -> [AdDailyRow.Action] {
        var names = [settings.conversionField]
        for name in settings.fields where !names.contains(name) && isCount(name) { names.append(name) }
        return names.compactMap { name in
            guard let count = stats.member(name).micros, count != .zero else { return nil }
            let worth = name == settings.conversionField ? settings.valueField : "\(name)_value"
            return AdDailyRow.Action(
                type: name, group: group(name), count: count, value: worth.flatMap { stats.member($0).integer.map { Micros($0) } })
        }
    }

    private static func isCount(_ name: String) -> Bool {
        (name.hasPrefix("conversion_") && !name.hasSuffix("_value")) || installs.contains(name)
    }

    /// `conversion_purchases` and its kinds by source are one thing; so are installs.
    private static func group(_ name: String) -> String {
        if installs.contains(name) { return "install" }
        let stem = name.hasPrefix("conversion_") ? String(name.dropFirst(11)) : name
        return stem == "purchases" ? "purchase" : stem
    }
}
