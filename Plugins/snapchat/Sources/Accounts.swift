import ConnectorKit

/// An ad account.
struct AdAccount {
    let id: String
    let name: String?
    /// ISO 4217 code.
    let currency: String?
    let timeZone: String?
    let document: JSONView

    init(_ view: JSONView) throws {
        id = try view.requiredString("id")
        name = view["name"].filledString
        currency = view["currency"].currencyCode
        timeZone = view["timezone"].filledString
        document = view
    }

    /// The account's own zone: its days are those of the figures.
    func zone() throws -> Zone {
        guard let timeZone else { throw ConnectorFailure(.contract, "Snapchat does not say the time zone of \(id).") }
        return try Zone(timeZone)
    }
}

/// The ad accounts of the organisations that the access belongs to.
enum Accounts {
    static let none = ConnectorFailure(.config, "The access sees no such ad account. Give it a role in Snapchat's business manager.")

    static func all(_ api: API, _ settings: Settings) throws -> [AdAccount] {
        do {
            let organizations = try settings.organizationID.map { [$0] } ?? organizations(api)
            var accounts: [AdAccount] = []
            for organization in organizations {
                for view in try objects(api, "organizations/\(PercentEncoding.encode(organization))/adaccounts", "adaccounts", "adaccount") {
                    let account = try AdAccount(view)
                    guard settings.accountID == nil || settings.accountID == account.id else { continue }
                    if !accounts.contains(where: { $0.id == account.id }) { accounts.append(account) }
                }
            }
            return accounts
        } catch let refusal as Refusal { throw refusal.failure }
    }

    private static func organizations(_ api: API) throws -> [String] {
        try objects(api, "me/organizations", "organizations", "organization").map { try $0.requiredString("id") }
    }

    /// Lists above the accounts have one page.
    private static func objects(_ api: API, _ path: String, _ member: String, _ word: String) throws -> [JSONView] {
        let body = try api.get(path)
        guard body[member].kind == .array else { throw ConnectorFailure(.contract, "Snapchat's answer lacks \"\(member)\".", detail: path) }
        return body[member].elements.compactMap { element in
            let object = Element.object(element, word)
            if object == nil { api.host.log(.warning, "Snapchat could not give one of \(member).") }
            return object
        }
    }

    static func emit(_ accounts: [AdAccount], _ host: Host) throws {
        for account in accounts {
            try host.emit(
                AdAccountRow(
                    id: account.id, name: account.name, currency: account.currency, timeZone: account.timeZone,
                    status: account.document["status"].filledString?.lowercased(),
                    attributes: try Attributes.of(
                        account.document,
                        ["type", "organization_id", "advertiser", "billing_type", "lifetime_spend_cap_micro", "created_at", "updated_at"])))
        }
        try host.checkpoint("ad_accounts") { $0.instant("read_at", host.now) }
    }
}

/// Accounts that could not be read while others could: one that was taken away from the access must not stop the others.
struct Skipping {
    private let total: Int
    private var skipped: [ConnectorFailure] = []

    init(_ accounts: [AdAccount]) { total = accounts.count }

    /// Notes a refusal; throws it where it is of another kind, or where no account is left.
    mutating func note(_ refusal: Refusal, _ account: AdAccount, _ host: Host) throws {
        guard refusal.remedy == .skip, total > 1 else { throw refusal.failure }
        skipped.append(refusal.failure)
        host.log(.warning, "The account \(account.id) is left out: \(refusal.failure.message)")
        if skipped.count == total { throw skipped[0] }
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
