import ConnectorKit

/// An ad account. TikTok calls it an advertiser.
struct Advertiser {
    let id: String
    let name: String?
    /// ISO 4217 code.
    let currency: String?
    let timeZone: String?
    let document: JSONView

    /// - Parameter fallback: the zone where TikTok tells none.
    init(_ view: JSONView, fallback: String?) throws {
        id = try view.requiredString("advertiser_id")
        name = view["name"].filledString ?? view["advertiser_name"].filledString
        currency = view["currency"].currencyCode
        timeZone = view["timezone"].filledString ?? view["display_timezone"].filledString ?? fallback
        document = view
    }

    /// The account's own zone: its days are those of the figures.
    func zone() throws -> Zone {
        guard let timeZone else {
            throw ConnectorFailure(.contract, "TikTok does not say the time zone of \(id). Name it in the setting \"time_zone\".")
        }
        return try Zone(timeZone)
    }
}

/// The advertisers that the settings name, or those of the developer application.
enum Advertisers {
    static let none = ConnectorFailure(.config, "The access sees no advertiser. Share one with it in TikTok's business center.")

    /// Ids that one call takes.
    private static let batch = 100

    static func all(_ api: API, _ settings: Settings) throws -> [Advertiser] {
        do {
            let ids = try settings.advertiserIDs.isEmpty ? found(api, settings) : settings.advertiserIDs
            var seen: Set<String> = []
            let wanted = ids.filter { seen.insert($0).inserted }
            var accounts: [Advertiser] = []
            for start in stride(from: 0, to: wanted.count, by: batch) {
                let some = Array(wanted[start..<min(start + batch, wanted.count)])
                let data = try api.get("advertiser/info/", [(name: "advertiser_ids", value: JSONList.text(some))])
                guard data["list"].kind == .array else { throw ConnectorFailure(.contract, "TikTok's answer lacks \"data.list\".") }
                for view in data["list"].elements where !accounts.contains(where: { $0.id == view["advertiser_id"].string }) {
                    accounts.append(try Advertiser(view, fallback: settings.timeZone))
                }
            }
            return accounts
        } catch let refusal as Refusal { throw refusal.failure }
    }

    /// The application's own list. Its secret belongs to the call too: the host adds it, by the credential slot `app`.
    private static func found(_ api: API, _ settings: Settings) throws -> [String] {
        let data = try api.get("oauth2/advertiser/get/", [(name: "app_id", value: settings.appID ?? "")], credential: "app")
        return data["list"].elements.compactMap { $0["advertiser_id"].filledString }
    }

    static func emit(_ accounts: [Advertiser], _ host: Host) throws {
        for account in accounts {
            try host.emit(
                AdAccountRow(
                    id: account.id, name: account.name, currency: account.currency, timeZone: account.timeZone, status: status(account.document),
                    attributes: try Attributes.of(account.document, ["status", "country", "balance", "company", "industry", "create_time"])))
        }
        try host.checkpoint("ad_accounts") { $0.instant("read_at", host.now) }
    }

    /// `STATUS_ENABLE` and its kind, without what they share.
    private static func status(_ view: JSONView) -> String? {
        switch view["status"].filledString {
        case "STATUS_ENABLE": "active"
        case "STATUS_DISABLE": "disabled"
        case let word: word.map { $0.hasPrefix("STATUS_") ? String($0.dropFirst(7)).lowercased() : $0.lowercased() }
        }
    }
}

/// Chosen members of a response as an object of their own.
enum Attributes {
    static func of(_ view: JSONView, _ names: [String]) throws -> JSONView {
        let bytes = Row.bytes { row in
            for name in names where view.member(name).exists { row.raw(named: name, view.member(name)) }
        }
        return try JSONDocument(bytes).root
    }
}
