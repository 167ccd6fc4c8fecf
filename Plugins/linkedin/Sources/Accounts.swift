import ConnectorKit

/// An ad account.
struct AdAccount {
    /// Digits.
    let id: String
    let name: String?
    /// ISO 4217 code.
    let currency: String?
    let document: JSONView

    init(_ view: JSONView) throws {
        guard let id = view["id"].platformID else { throw ConnectorFailure(.contract, "LinkedIn lists an ad account without an id.") }
        self.id = id
        name = view["name"].filledString
        currency = view["currency"].currencyCode
        document = view
    }

    var urn: String { RestLi.urn("sponsoredAccount", id) }
}

/// The ad accounts that the settings name or the access can see.
enum Accounts {
    static let none = ConnectorFailure(.config, "The access sees no ad account. Give it a role on one in LinkedIn's Campaign Manager.")

    /// Searches and page tokens can not be combined, so all are asked for at once.
    private static let pageSize = 1_000

    static func all(_ rest: Rest, _ settings: Settings) throws -> [AdAccount] {
        var query = [(name: "q", value: "search")]
        if let id = settings.accountID {
            query.append((name: "search", value: "(id:(values:\(RestLi.list([RestLi.urn("sponsoredAccount", id)]))))"))
        }
        query.append((name: "pageSize", value: String(pageSize)))
        var accounts: [AdAccount] = []
        var pages = RestPages(RestCall(path: "adAccounts", query: query)) { try rest.body(of: $0) }
        while let page = try pages.next() {
            for view in page.rows {
                let account = try AdAccount(view)
                if !accounts.contains(where: { $0.id == account.id }) { accounts.append(account) }
            }
            if settings.accountID != nil { break }
        }
        return accounts
    }

    static func emit(_ accounts: [AdAccount], _ settings: Settings, _ host: Host) throws {
        for account in accounts { try host.emit(row(account, settings)) }
        try host.checkpoint("ad_accounts") { $0.instant("read_at", host.now) }
    }

    private static func row(_ account: AdAccount, _ settings: Settings) throws -> AdAccountRow {
        AdAccountRow(
            id: account.id, name: account.name, currency: account.currency, timeZone: settings.timeZone,
            status: account.document["status"].filledString?.lowercased(),
            attributes: try Attributes.of(account.document, ["type", "reference", "servingStatuses", "test"]))
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
