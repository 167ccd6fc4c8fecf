import ConnectorKit

/// The account behind the key: its zone and currency are those of all figures.
struct KlaviyoAccount {
    let id: String
    let name: String
    let zone: Zone
    /// ISO 4217 code.
    let currency: String?

    /// An account that a delivery names.
    init(id: String, zone: Zone, currency: String?) {
        self.id = id
        name = id
        self.zone = zone
        self.currency = currency
    }

    init(_ client: Client, _ settings: Settings) throws {
        let body = try client.get("accounts")
        let view = body["data"].kind == .array ? body["data.0"] : body["data"]
        guard let id = view["id"].filledString else {
            throw ConnectorFailure(.contract, "Klaviyo does not say whose key it is.")
        }
        let attributes = view["attributes"]
        self.id = id
        name = attributes["contact_information.organization_name"].filledString ?? id
        guard let zone = settings.timeZone ?? attributes["timezone"].filledString else {
            throw ConnectorFailure(.contract, "Klaviyo does not say the time zone of the account.")
        }
        self.zone = try Zone(zone)
        currency = settings.currency ?? attributes["preferred_currency"].currencyCode
    }
}

/// The metrics of the account: their names, and which one counts as the conversion.
struct Metrics {
    /// A metric.
    struct Metric: Equatable {
        let id: String
        let name: String
    }

    let all: [Metric]

    init(_ client: Client) throws {
        var found: [Metric] = []
        var pages = ResourcePages(client, "metrics", [])
        while let page = try pages.next() {
            for view in page.rows {
                guard let id = view["id"].filledString else { continue }
                found.append(Metric(id: id, name: view["attributes.name"].string ?? ""))
            }
        }
        all = found
    }

    func named(_ name: String) -> Metric? { all.first { $0.name == name } }

    /// The metric of the settings. Two integrations can have one of the same name: the first one counts.
    static func conversion(_ client: Client, _ settings: Settings) throws -> String {
        if let id = settings.conversionMetricID { return id }
        guard let metric = try Metrics(client).named(settings.conversionMetric) else {
            throw ConnectorFailure(
                .config, "Klaviyo has no metric \"\(settings.conversionMetric.prefix(100))\": name another one in the setting \"conversion_metric\".")
        }
        return metric.id
    }
}
