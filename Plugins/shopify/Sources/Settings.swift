import ConnectorKit

/// A connection's settings with their defaults. The host has checked them against the manifest; the shop is checked again, because it chooses the
/// host that the token is sent to.
struct Settings {
    /// The part before `.myshopify.com`.
    let shop: String
    /// Year and month, such as `2026-07`.
    let version: String
    let since: Day?
    /// Orders in a page.
    let ordersPageSize: Int
    /// Customers and products in a page, at most 250.
    let pageSize: Int
    /// Seconds before the newest change that are read again.
    let overlap: Int64
    /// Whether customers are asked for the older fields `email` and `phone`.
    let usesPlainContact: Bool
    /// When all is read by a bulk operation.
    let bulk: Bulk
    /// From how many objects on a read counts as large.
    let bulkFrom: Int

    /// When a full read, a backfill and the like run as a bulk operation instead of page by page.
    enum Bulk: String {
        /// When there is much to read.
        case large
        case always
        case never
    }

    init(_ config: JSONView) throws {
        guard var name = config["shop"].filledString?.lowercased() else { throw ConnectorFailure(.config, "The settings name no shop.") }
        if name.hasSuffix(".myshopify.com") { name = String(name.dropLast(14)) }
        guard Settings.isShop(name) else {
            throw ConnectorFailure(.config, "\"\(name.prefix(64))\" is no shop: give the part before .myshopify.com.")
        }
        shop = name
        version = config["version"].filledString ?? "2026-07"
        guard Settings.isVersion(version) else {
            throw ConnectorFailure(.config, "The version \"\(version.prefix(20))\" is none: write it like 2026-07.")
        }
        since = config["since"].day
        ordersPageSize = Settings.number(config["orders_page_size"], 1...250) ?? 150
        pageSize = Settings.number(config["page_size"], 1...250) ?? 250
        overlap = Int64(Settings.number(config["overlap_minutes"], 0...1440) ?? 5) * 60
        bulk = config["bulk"].string.flatMap { Bulk(rawValue: $0) } ?? .large
        bulkFrom = Settings.number(config["bulk_from"], 1...10_000_000) ?? 10_000
        usesPlainContact = config["contact_fields"].string == "plain"
    }

    var url: String { "https://\(shop).myshopify.com/admin/api/\(version)/graphql.json" }

    private static func number(_ view: JSONView, _ range: ClosedRange<Int64>) -> Int? {
        view.integer.flatMap { range.contains($0) ? Int($0) : nil }
    }

    private static func isShop(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.count <= 60 && !text.hasPrefix("-")
            && text.utf8.allSatisfy { (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2D }
    }

    private static func isVersion(_ text: String) -> Bool { text.utf8.count == 7 && Day(text + "-01") != nil }
}
