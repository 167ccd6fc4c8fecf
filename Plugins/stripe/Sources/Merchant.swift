import ConnectorKit

/// The account behind the key, and the zone of its days.
struct Merchant {
    let id: String
    let name: String
    let zone: Zone

    /// - Parameter tenantZone: counts where neither the settings nor Stripe name a zone.
    init(_ api: API, _ settings: Settings, tenantZone: String?) throws {
        let account = try Merchant.account(api, settings)
        id = account["id"].filledString ?? settings.account ?? "stripe"
        name = account["settings.dashboard.display_name"].filledString ?? account["business_profile.name"].filledString ?? id
        zone = try Merchant.zone(account, settings, tenantZone)
    }

    /// The account; nothing where a restricted key may not read it, because the lists do not need it.
    private static func account(_ api: API, _ settings: Settings) throws -> JSONView {
        do {
            let account = try api.get("account")
            guard account["object"].string == "account" else {
                throw ConnectorFailure(.contract, "Stripe's answer is no account.", detail: String(account.json.prefix(200)))
            }
            return account
        } catch let refusal as Refusal {
            guard refusal.isAboutOneObject, refusal.failure.kind == .auth, settings.account == nil else { throw refusal.failure }
            api.host.log(.info, "The key may not read the account: the time zone is that of the settings or the tenant.")
            return .missing
        }
    }

    private static func zone(_ account: JSONView, _ settings: Settings, _ tenantZone: String?) throws -> Zone {
        if let name = settings.timeZone { return try Zone(name) }
        if let name = account["settings.dashboard.timezone"].filledString, let zone = try? Zone(name) { return zone }
        return try tenantZone.map { try Zone($0) } ?? .utc
    }
}
