import ConnectorKit

/// An ad account.
struct AdAccount {
    /// `act_` and digits.
    let id: String
    let name: String?
    /// ISO 4217 code.
    let currency: String?
    let timeZone: String?
    let document: JSONView

    init(_ view: JSONView) throws {
        let given = try view.requiredString("id")
        id = given.hasPrefix("act_") ? given : "act_" + given
        name = view["name"].filledString
        currency = view["currency"].currencyCode
        timeZone = view["timezone_name"].filledString
        document = view
    }

    /// The account's own zone: its days are those of the figures.
    func zone() throws -> Zone {
        guard let timeZone else { throw ConnectorFailure(.contract, "Meta does not say the time zone of \(id).") }
        return try Zone(timeZone)
    }
}

/// The ad accounts that the settings name or the access can see.
enum Accounts {
    static let none = ConnectorFailure(.config, "The access sees no ad account. Give it one in Meta's business settings.")

    private static let fields = "id,account_id,name,currency,timezone_name,account_status,amount_spent,business_name"
    private static let pageSize = 100

    static func all(_ graph: Graph, _ settings: Settings) throws -> [AdAccount] {
        do {
            if let id = settings.accountID { return [try AdAccount(graph.get(id, [(name: "fields", value: fields)]))] }
            var accounts: [AdAccount] = []
            var pages = GraphPages(graph, "me/adaccounts", [(name: "fields", value: fields)], limit: pageSize)
            while let page = try pages.next() {
                for view in page.rows {
                    let account = try AdAccount(view)
                    if !accounts.contains(where: { $0.id == account.id }) { accounts.append(account) }
                }
            }
            return accounts
        } catch let refusal as Refusal { throw refusal.failure }
    }

    static func emit(_ accounts: [AdAccount], _ host: Host) throws {
        for account in accounts { try host.emit(row(account)) }
        try host.checkpoint("ad_accounts") { $0.instant("read_at", host.now) }
    }

    private static func row(_ account: AdAccount) throws -> AdAccountRow {
        AdAccountRow(
            id: account.id, name: account.name, currency: account.currency, timeZone: account.timeZone,
            status: account.document["account_status"].string.map { words[$0] ?? $0 },
            attributes: try Attributes.of(account.document, ["account_id", "account_status", "amount_spent", "business_name"]))
    }

    /// Meta's numbers of an account's state; a number without a word stays a number.
    private static let words = [
        "1": "active", "2": "disabled", "3": "unsettled", "7": "pending_risk_review", "8": "pending_settlement", "9": "in_grace_period",
        "100": "pending_closure", "101": "closed",
    ]
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
