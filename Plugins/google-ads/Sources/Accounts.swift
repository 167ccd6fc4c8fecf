import ConnectorKit

/// A Google Ads account that has figures: no manager.
struct AdAccount {
    let access: Access
    let name: String?
    /// ISO 4217 code.
    let currency: String?
    let timeZone: String?
    /// Google's word, such as `ENABLED`.
    let status: String?
    let isManager: Bool
    /// What else is known, for the row.
    let document: JSONView

    var id: String { access.customer.description }

    /// From the member `customer` or `customerClient` of a row. A client below a manager is reached through it.
    init(_ view: JSONView, login: CustomerID?) throws {
        guard let id = view["id"].string.flatMap({ CustomerID($0) }) else {
            throw ConnectorFailure(.contract, "Google's answer names no account.", detail: String(view.json.prefix(200)))
        }
        access = Access(customer: id, login: login)
        name = view["descriptiveName"].filledString
        currency = view["currencyCode"].currencyCode
        timeZone = view["timeZone"].filledString
        status = view["status"].filledString
        isManager = view["manager"].boolean ?? false
        document = view
    }

    /// The account's own zone: its days are those of the figures.
    func zone() throws -> Zone {
        guard let timeZone else { throw ConnectorFailure(.contract, "Google does not say the time zone of \(id).") }
        return try Zone(timeZone)
    }

    /// The currency of all its amounts.
    func money() throws -> String {
        guard let currency else { throw ConnectorFailure(.contract, "Google does not say the currency of \(id).") }
        return currency
    }
}

/// The accounts that the settings name or the access reaches.
struct Accounts {
    static let none = ConnectorFailure(.config, "The access reaches no Google Ads account that is enabled.")

    let ads: Ads

    private static let own = GAQL(
        [
            "customer.id", "customer.descriptive_name", "customer.currency_code", "customer.time_zone", "customer.manager", "customer.test_account",
            "customer.status",
        ], from: "customer", limit: 1)

    private static let clients = GAQL(
        [
            "customer_client.id", "customer_client.descriptive_name", "customer_client.currency_code", "customer_client.time_zone",
            "customer_client.manager", "customer_client.level", "customer_client.status", "customer_client.hidden", "customer_client.test_account",
        ], from: "customer_client", where: [.equal("customer_client.status", "ENABLED")])

    /// All accounts with figures, each once.
    func all() throws -> [AdAccount] {
        do {
            if let customer = ads.settings.customer { return try tree(Access(customer: customer, login: ads.settings.login)) }
            if let login = ads.settings.login { return try clients(of: Access(customer: login, login: login)) }
            var found: [AdAccount] = []
            for id in try accessible() {
                let own = try skippingClosed(id) { try tree(Access(customer: id, login: id)) } ?? []
                for account in own where !found.contains(where: { $0.id == account.id }) { found.append(account) }
            }
            return found
        } catch let refusal as Refusal { throw refusal.failure }
    }

    /// The account, or what is below it where it is a manager.
    private func tree(_ access: Access) throws -> [AdAccount] {
        var found: [AdAccount] = []
        try ads.stream(Self.own, access) { found.append(try AdAccount($0["customer"], login: access.login)) }
        guard let account = found.first else {
            throw ConnectorFailure(.contract, "Google does not describe the account \(access.customer).")
        }
        return account.isManager ? try clients(of: Access(customer: access.customer, login: access.login ?? access.customer)) : [account]
    }

    private func clients(of manager: Access) throws -> [AdAccount] {
        var found: [AdAccount] = []
        try ads.stream(Self.clients, manager) { row in
            let account = try AdAccount(row["customerClient"], login: manager.login ?? manager.customer)
            if !account.isManager, !found.contains(where: { $0.id == account.id }) { found.append(account) }
        }
        return found
    }

    /// The accounts that the access opens without a manager in between.
    private func accessible() throws -> [CustomerID] {
        let body = try ads.get("customers:listAccessibleCustomers")
        return body["resourceNames"].strings.compactMap { CustomerID(resource: $0) }
    }

    private func skippingClosed<Result>(_ id: CustomerID, _ work: () throws -> Result) throws -> Result? {
        do { return try work() } catch let refusal as Refusal where refusal.remedy == .skipAccount {
            ads.host.log(.info, "The account \(id) is closed or not set up: it is left out.")
            return nil
        }
    }

    /// Writes the rows of `ad_accounts`.
    static func emit(_ accounts: [AdAccount], _ host: Host) throws {
        for account in accounts {
            try host.emit(
                AdAccountRow(
                    id: account.id, name: account.name, currency: account.currency, timeZone: account.timeZone,
                    status: account.status?.lowercased(), attributes: try attributes(account)))
        }
        try host.checkpoint("ad_accounts") { $0.instant("read_at", host.now) }
    }

    private static func attributes(_ account: AdAccount) throws -> JSONView {
        let bytes = Row.bytes { row in
            row.text("login_customer_id", account.access.login?.description)
            row.boolean("test_account", account.document["testAccount"].boolean)
            row.integer("level", account.document["level"].integer)
            row.boolean("hidden", account.document["hidden"].boolean)
        }
        return try JSONDocument(bytes).root
    }
}
