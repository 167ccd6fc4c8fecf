import ConnectorKit

/// Changes one campaign, ad squad or ad. Snapchat takes whole objects, so the object is read, changed and put back. It validates nothing without doing
/// it: a dry run reads and computes.
struct Changes {
    let api: API
    let operation: Operation
    private let edge: Edge
    private let account: String
    private let id: String

    /// Members that Snapchat sets itself.
    private static let own: Set<String> = [
        "created_at", "updated_at", "delivery_status", "review_status", "review_status_reasons", "effective_status",
    ]

    init(_ api: API, _ operation: Operation) throws {
        self.api = api
        self.operation = operation
        switch operation.target.level {
        case "campaign": edge = .campaigns
        case "ad_group": edge = .adGroups
        case "ad": edge = .ads
        default: throw ConnectorFailure(.permanent, "The operation \"\(operation.name)\" changes a campaign, an ad group or an ad.")
        }
        guard let account = operation.target.accountID else {
            throw ConnectorFailure(.permanent, "The operation \"\(operation.name)\" needs the account of its target.")
        }
        self.account = account
        id = try operation.targetID()
    }

    /// Pauses or resumes.
    func status() throws -> OperationResult {
        let wanted: EntityStatus = operation.name == "pause" ? .paused : .active
        let object = try object()
        guard let now = Status.of(object), now == .active || now == .paused else {
            throw ConnectorFailure(.permanent, "It is neither running nor paused.", detail: object["status"].string)
        }
        let before = JSONView.object { $0.text("status", now.rawValue) }
        let after = JSONView.object { $0.text("status", wanted.rawValue) }
        guard now != wanted else { return OperationResult(applied: false, before: before, after: after, notes: ["It is so already."]) }
        let undo = operation.inverse(now == .active ? "resume" : "pause")
        guard !operation.isDryRun else { return computed(before, after, undo) }
        try put(object, "status", try JSONDocument(wanted == .active ? "\"ACTIVE\"" : "\"PAUSED\"").root)
        return OperationResult(applied: true, before: before, after: after, inverse: undo)
    }

    /// Sets the budget of a day.
    func budget() throws -> OperationResult {
        guard edge != .ads else { throw ConnectorFailure(.permanent, "An ad has no budget of its own.") }
        return try set("daily_budget_micros", member: "daily_budget_micro", without: "It has no budget of a day: it spends another way.")
    }

    /// Sets the bid of an ad squad.
    func bid() throws -> OperationResult {
        guard edge == .adGroups else { throw ConnectorFailure(.permanent, "Only ad groups have bids.") }
        return try set("bid_micros", member: "bid_micro", without: "The ad group leaves its bids to Snapchat: it has none to set.")
    }

    private func set(_ name: StaticString, member: String, without: String) throws -> OperationResult {
        let amount = try operation.amount("\(name)")
        let object = try object()
        guard let old = object.member(member).integer.map({ Micros($0) }), old != .zero else { throw ConnectorFailure(.permanent, without) }
        let currency = try currency(for: amount)
        let before = JSONView.object { $0.micros(name, old) }
        let after = JSONView.object { $0.micros(name, amount) }
        guard old != amount else { return OperationResult(applied: false, before: before, after: after, notes: ["It is so already."]) }
        let parameters = JSONView.object { row in
            row.micros(name, old)
            row.text("currency", currency)
        }
        let undo = operation.inverse(operation.name, parameters: parameters)
        guard !operation.isDryRun else { return computed(before, after, undo) }
        try put(object, member, try JSONDocument(String(amount.value)).root)
        return OperationResult(applied: true, before: before, after: after, inverse: undo)
    }

    /// The account's currency. An amount in another one, or with more decimals than it has, is no amount for it.
    private func currency(for amount: Micros) throws -> String {
        let body = try api.get("adaccounts/\(PercentEncoding.encode(account))")
        guard let own = body["adaccounts.0"].exists ? Element.object(body["adaccounts.0"], "adaccount")?["currency"].currencyCode : nil else {
            throw ConnectorFailure(.contract, "Snapchat does not say the account's currency.")
        }
        if let given = operation.parameters["currency"].filledString, given != own {
            throw ConnectorFailure(.permanent, "The account's currency is \(own), not \(given).")
        }
        guard let unit = Micros(minor: 1, currency: own), amount.value % unit.value == 0, amount > .zero else {
            throw ConnectorFailure(.permanent, "The amount is none that \(own) has.")
        }
        return own
    }

    private func object() throws -> JSONView {
        let body = try api.get("\(edge.path)/\(PercentEncoding.encode(id))")
        guard let object = Element.object(body[edge.path][0], edge.word), object["id"].string == id else {
            throw ConnectorFailure(.permanent, "Snapchat does not know this \(edge == .adGroups ? "ad group" : edge.word).")
        }
        return object
    }

    /// Puts the object back with one member changed, below its parent.
    private func put(_ object: JSONView, _ member: String, _ value: JSONView) throws {
        let parent: String?
        switch edge {
        case .campaigns: parent = "adaccounts/\(account)"
        case .adGroups: parent = object["campaign_id"].filledString.map { "campaigns/\($0)" }
        default: parent = object["ad_squad_id"].filledString.map { "adsquads/\($0)" }
        }
        guard let parent else { throw ConnectorFailure(.contract, "Snapchat does not say what the \(edge.word) belongs to.") }
        let changed = Row.bytes { row in
            for (name, own) in object.members where !Self.own.contains(name) && name != member { row.raw(named: name, own) }
            row.raw(named: member, value)
        }
        let list = try JSONDocument("[" + String(decoding: changed, as: UTF8.self) + "]").root
        let body = try api.put("\(parent)/\(edge.path)") { $0.raw(named: edge.path, list) }
        guard Element.object(body[edge.path][0], edge.word) != nil else {
            throw ConnectorFailure(.permanent, Element.reject(body[edge.path][0]).reason, detail: String(body.json.prefix(300)))
        }
    }

    private func computed(_ before: JSONView, _ after: JSONView, _ undo: Operation) -> OperationResult {
        OperationResult(
            applied: false, before: before, after: after, inverse: undo, notes: ["Computed from the object as it is; Snapchat was not asked."])
    }
}
