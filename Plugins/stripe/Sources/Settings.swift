import ConnectorKit

/// A connection's settings with their defaults. The host has checked them against the manifest; a value that does not fit counts as left out.
struct Settings {
    /// The connected account that is read; nil for the key's own.
    let account: String?
    /// A date, with a name since 2024: `2026-06-24.dahlia`.
    let version: String
    let since: Day?
    let timeZone: String?
    let pageSize: Int
    /// Seconds before the newest stored time that are read again.
    let overlap: Int64
    /// Days for which a transaction that was pending is read again.
    let pendingDays: Int
    /// Seconds of events between two checkpoints.
    let eventSlice: Int64
    /// The metadata that names the order.
    let orderKey: String
    let expandsSource: Bool
    let linksPayouts: Bool
    let currencies: Currencies

    init(_ config: JSONView) throws {
        account = config["account"].filledString
        guard account.map(Settings.isAccount) ?? true else {
            throw ConnectorFailure(.config, "The connected account is none: write it like acct_1A2b3C.")
        }
        version = config["version"].filledString ?? "2026-06-24.dahlia"
        guard Day(String(version.prefix(10))) != nil, version.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
            throw ConnectorFailure(.config, "The version \"\(version.prefix(40))\" is none: write it like 2026-06-24.dahlia.")
        }
        since = config["since"].day
        timeZone = config["time_zone"].filledString
        pageSize = Settings.number(config["page_size"], 1...100) ?? 100
        overlap = Int64(Settings.number(config["overlap_minutes"], 0...1440) ?? 5) * 60
        pendingDays = Settings.number(config["pending_days"], 0...365) ?? 35
        eventSlice = Int64(Settings.number(config["event_hours"], 1...720) ?? 24) * 3600
        orderKey = config["order_key"].filledString ?? "order_id"
        expandsSource = config["expand_source"].boolean ?? true
        linksPayouts = config["payout_links"].boolean ?? true
        currencies = Currencies(
            whole: config["zero_decimal"].exists ? config["zero_decimal"].strings : nil,
            thousandths: config["three_decimal"].exists ? config["three_decimal"].strings : nil)
    }

    private static func number(_ view: JSONView, _ range: ClosedRange<Int64>) -> Int? {
        view.integer.flatMap { range.contains($0) ? Int($0) : nil }
    }

    private static func isAccount(_ text: String) -> Bool {
        text.hasPrefix("acct_") && (6...69).contains(text.utf8.count)
            && text.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x7A).contains($0 | 0x20) || $0 == 0x5F }
    }
}
