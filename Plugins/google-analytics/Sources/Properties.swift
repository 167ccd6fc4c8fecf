import ConnectorKit

/// A property: a site or an app with its own days and currency.
struct Property {
    /// Digits.
    let id: String
    let name: String
    let zone: Zone
    /// ISO 4217 code.
    let currency: String?
    /// Nothing was measured before.
    let created: Day?
    let document: JSONView

    init(_ view: JSONView, id: String, zone: Zone) {
        self.id = id
        self.zone = zone
        name = view["displayName"].filledString ?? id
        currency = view["currencyCode"].currencyCode
        created = view["createTime"].instant.map { zone.day(of: $0) }
        document = view
    }
}

/// The properties that the settings name or the access can see.
enum Properties {
    static let none = ConnectorFailure(.config, "The access sees no property of Google Analytics 4. Give it a role there.")

    static func all(_ api: DataAPI, _ settings: Settings) throws -> [Property] {
        do {
            if let id = settings.propertyID { return [try chosen(id, api, settings)] }
            var properties: [Property] = []
            for id in try ids(api) {
                do { properties.append(try property(id, api)) } catch let refusal as Refusal where refusal.isAboutOneProperty {
                    api.host.log(.warning, "The property \(id) is left out: \(refusal.failure.message)")
                }
            }
            return properties
        } catch let refusal as Refusal { throw refusal.failure }
    }

    /// The one property of the settings. Where the access may read its reports and not itself, the zone of the settings counts.
    private static func chosen(_ id: String, _ api: DataAPI, _ settings: Settings) throws -> Property {
        do { return try property(id, api) } catch let refusal as Refusal {
            guard let name = settings.timeZone, refusal.failure.kind == .auth || refusal.failure.kind == .config else { throw refusal }
            api.host.log(.info, "The property can not be read itself: its time zone is that of the settings.")
            return Property(.missing, id: id, zone: try Zone(name))
        }
    }

    private static func property(_ id: String, _ api: DataAPI) throws -> Property {
        let view = try api.admin("properties/\(id)")
        guard let name = view["timeZone"].filledString else {
            throw ConnectorFailure(.contract, "Google does not say the time zone of property \(id).")
        }
        return Property(view, id: id, zone: try Zone(name))
    }

    /// The numbers of all properties, in the order of the list.
    private static func ids(_ api: DataAPI) throws -> [String] {
        var ids: [String] = []
        var seen: Set<String> = []
        var token: String?
        repeat {
            let body = try api.admin("accountSummaries", [(name: "pageSize", value: "200")] + (token.map { [(name: "pageToken", value: $0)] } ?? []))
            for summary in body["accountSummaries"].elements {
                for property in summary["propertySummaries"].elements {
                    guard let name = property["property"].filledString, name.hasPrefix("properties/") else { continue }
                    let id = String(name.dropFirst(11))
                    if !ids.contains(id) { ids.append(id) }
                }
            }
            token = body["nextPageToken"].filledString
            if let token, !seen.insert(token).inserted {
                throw ConnectorFailure(.contract, "Google gave the same page of accounts twice: its paging goes in a circle.")
            }
        } while token != nil
        return ids
    }

    static func emit(_ properties: [Property], _ host: Host) throws {
        for property in properties {
            let view = property.document
            try host.emit("ga4_properties") { row in
                row.text("id", property.id)
                row.text("name", property.name)
                row.text("account_id", view["account"].filledString)
                row.text("time_zone", property.zone.name)
                row.text("currency", property.currency)
                row.text("service_level", view["serviceLevel"].filledString)
                row.text("industry", view["industryCategory"].filledString)
                row.text("type", view["propertyType"].filledString)
                row.instant("created_at", view["createTime"].instant)
                row.instant("updated_at", view["updateTime"].instant)
            }
        }
        try host.checkpoint("ga4_properties") { $0.instant("read_at", host.now) }
    }
}
