import ConnectorKit

/// Changes one campaign, ad set or ad: reads what is, sends one update (or has it validated), and says what undoes it.
struct Changes {
    let graph: Graph
    let operation: Operation
    private let level: Level
    private let id: String
    /// With `act_`; nil for whichever account the object belongs to.
    private let account: String?

    private enum Level: String {
        case campaign
        case adGroup = "ad_group"
        case ad

        /// Only fields that are asked for are returned, and a field that the kind does not have is refused.
        var fields: String {
            let common = "id,account_id,name,status,configured_status,effective_status"
            return switch self {
            case .campaign: common + ",daily_budget,lifetime_budget,bid_strategy"
            case .adGroup: common + ",daily_budget,lifetime_budget,bid_amount"
            case .ad: common
            }
        }
    }

    init(_ graph: Graph, _ operation: Operation, _ settings: Settings) throws {
        guard let level = Level(rawValue: operation.target.level ?? "") else {
            throw ConnectorFailure(.permanent, "The operation \"\(operation.name)\" changes a campaign, an ad group or an ad.")
        }
        let named = operation.target.accountID.map { $0.hasPrefix("act_") ? $0 : "act_" + $0 }
        if let own = settings.accountID, let named, own != named {
            throw ConnectorFailure(.permanent, "The connection is for the account \(own), not for \(named).")
        }
        let id = try operation.targetID()
        guard id.utf8.allSatisfy({ (0x30...0x39).contains($0) }), !id.isEmpty else {
            throw ConnectorFailure(.permanent, "The operation \"\(operation.name)\" needs one of Meta's ids, which are digits.")
        }
        self.graph = graph
        self.operation = operation
        self.level = level
        self.id = id
        account = named ?? settings.accountID
    }

    /// Pauses or resumes.
    func status() throws -> OperationResult {
        let wanted = operation.name == "pause" ? "PAUSED" : "ACTIVE"
        let object = try object()
        // What it is set to, not what it is because of those above it.
        let now = object["configured_status"].filledString ?? object["status"].filledString ?? ""
        guard now == "ACTIVE" || now == "PAUSED" else {
            throw ConnectorFailure(.permanent, "It is neither active nor paused at Meta: its state can not be changed.", detail: now)
        }
        let before = JSONView.object { $0.text("status", Self.word(now)) }
        let after = JSONView.object { $0.text("status", Self.word(wanted)) }
        if now == wanted { return unchanged(before) }
        try update("status", wanted)
        return result(before, after, operation.inverse(operation.name == "pause" ? "resume" : "pause"))
    }

    /// Sets the budget of a day.
    func budget() throws -> OperationResult {
        guard level != .ad else { throw ConnectorFailure(.permanent, "An ad has no budget of its own.") }
        let object = try object()
        let currency = try currency(object)
        guard let old = Amounts.budget(object["daily_budget"], currency) else {
            throw ConnectorFailure(.permanent, "It has no budget of a day: Meta keeps its budget elsewhere or for its whole time.")
        }
        return try set("daily_budget_micros", field: "daily_budget", from: old, currency)
    }

    /// Sets the bid of an ad set.
    func bid() throws -> OperationResult {
        guard level == .adGroup else { throw ConnectorFailure(.permanent, "Only ad groups have bids.") }
        let object = try object()
        let currency = try currency(object)
        guard let old = Amounts.budget(object["bid_amount"], currency) else {
            throw ConnectorFailure(.permanent, "The ad group leaves its bids to Meta: it has none to set.")
        }
        return try set("bid_micros", field: "bid_amount", from: old, currency)
    }

    private func set(_ name: StaticString, field: String, from old: Micros, _ currency: String) throws -> OperationResult {
        let amount = try operation.amount("\(name)")
        guard let minor = Amounts.minor(amount, currency) else { throw ConnectorFailure(.permanent, "The amount is none that \(currency) has.") }
        let before = JSONView.object { $0.micros(name, old) }
        let after = JSONView.object { $0.micros(name, amount) }
        if old == amount { return unchanged(before) }
        try update(field, String(minor))
        let parameters = JSONView.object { row in
            row.micros(name, old)
            row.text("currency", currency)
        }
        return result(before, after, operation.inverse(operation.name, parameters: parameters))
    }

    /// The object as it is now.
    private func object() throws -> JSONView {
        let object = try graph.get(id, [(name: "fields", value: level.fields)])
        guard let own = object["account_id"].filledString else { throw ConnectorFailure(.contract, "Meta does not say whose object it is.") }
        if let account, account != "act_" + own {
            throw ConnectorFailure(.permanent, "It belongs to the account act_\(own), not to \(account).")
        }
        return object
    }

    private func currency(_ object: JSONView) throws -> String {
        let own = try graph.get("act_" + object.requiredString("account_id"), [(name: "fields", value: "id,currency")]).requiredString("currency")
        if let given = operation.parameters["currency"].filledString, given != own {
            throw ConnectorFailure(.permanent, "The account counts in \(own), the operation in \(given).")
        }
        return own
    }

    /// Setting a value twice is as good as once, so the call may be repeated.
    private func update(_ field: String, _ value: String) throws {
        var form = [(name: field, value: value)]
        if operation.isDryRun { form.append((name: "execution_options", value: #"["validate_only"]"#)) }
        let answer = try graph.post(id, form: form)
        guard answer["success"].boolean == true else { throw ConnectorFailure(.contract, "Meta does not say that the change was made.") }
    }

    private func unchanged(_ state: JSONView) -> OperationResult {
        OperationResult(applied: false, before: state, after: state, notes: ["It is so already: nothing was changed."])
    }

    private func result(_ before: JSONView, _ after: JSONView, _ inverse: Operation) -> OperationResult {
        OperationResult(
            applied: !operation.isDryRun, before: before, after: after, inverse: inverse,
            notes: operation.isDryRun ? ["Meta has validated the change and not made it."] : [])
    }

    private static func word(_ status: String) -> String { status == "ACTIVE" ? EntityStatus.active.rawValue : EntityStatus.paused.rawValue }
}
