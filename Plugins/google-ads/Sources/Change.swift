import ConnectorKit

/// Changes one object: reads what is, sends one update (or has it validated), and says what undoes it.
struct Change {
    let ads: Ads
    let access: Access
    let operation: Operation
    let entity: WriteTarget

    /// Pauses or resumes.
    func setStatus(_ word: String) throws -> OperationResult {
        let row = try current()
        let now = try row.requiredString("\(entity.member).status")
        guard now != "REMOVED" else { throw ConnectorFailure(.permanent, "What was removed can not be changed any more.") }
        let before = JSONView.object { $0.text("status", Self.word(now)) }
        let after = JSONView.object { $0.text("status", Self.word(word)) }
        if now == word { return unchanged(before) }
        let name = entity.resource(access.customer, row)
        try update(entity.collection, mask: "status") { update in
            update.text("resourceName", name)
            update.text("status", word)
        }
        return result(before, after, operation.inverse(word == "PAUSED" ? "resume" : "pause"))
    }

    /// Sets the daily budget of a campaign that has one of its own.
    func setBudget() throws -> OperationResult {
        guard case .campaign = entity else { throw unfit }
        let amount = try operation.amount("daily_budget_micros")
        let row = try current()
        try checkCurrency(row)
        let budget = row["campaignBudget"]
        guard budget["explicitlyShared"].boolean != true else {
            throw ConnectorFailure(.permanent, "Other campaigns share this budget: change it in Google Ads.")
        }
        guard budget["period"].string ?? "DAILY" == "DAILY" else { throw ConnectorFailure(.permanent, "The campaign has no daily budget.") }
        let name = try row.requiredString("campaign.campaignBudget")
        return try setAmount(
            "daily_budget_micros", from: budget["amountMicros"].integer.map { Micros($0) }, to: amount, row, collection: "campaignBudgets",
            member: "amountMicros", mask: "amount_micros", resource: name)
    }

    /// Sets the most that a click may cost, of an ad group or a keyword.
    func setBid() throws -> OperationResult {
        switch entity {
        case .adGroup, .keyword: break
        default: throw unfit
        }
        let amount = try operation.amount("bid_micros")
        let row = try current()
        try checkCurrency(row)
        guard row["\(entity.member).negative"].boolean != true else { throw ConnectorFailure(.permanent, "A negative keyword has no bid.") }
        let before = row["\(entity.member).cpcBidMicros"].integer.map { Micros($0) }
        return try setAmount(
            "bid_micros", from: before, to: amount, row, collection: entity.collection, member: "cpcBidMicros", mask: "cpc_bid_micros",
            resource: entity.resource(access.customer, row))
    }

    private func setAmount(
        _ name: StaticString, from old: Micros?, to new: Micros, _ row: JSONView, collection: String, member: StaticString, mask: String,
        resource: String
    ) throws -> OperationResult {
        let before = JSONView.object { $0.micros(name, old) }
        let after = JSONView.object { $0.micros(name, new) }
        if old == new { return unchanged(before) }
        try update(collection, mask: mask) { update in
            update.text("resourceName", resource)
            update.text(member, String(new.value))
        }
        let currency = row["customer.currencyCode"].string
        let parameters = old.map { old in
            JSONView.object { row in
                row.micros(name, old)
                row.text("currency", currency)
            }
        }
        return result(before, after, parameters.map { operation.inverse(operation.name, parameters: $0) })
    }

    /// The object as it is now.
    private func current() throws -> JSONView {
        var found: JSONView?
        try ads.stream(entity.query, access) { found = $0 }
        guard let found else {
            throw ConnectorFailure(.permanent, "There is no such \(operation.target.level ?? "object") in the account \(access.customer).")
        }
        return found
    }

    private func checkCurrency(_ row: JSONView) throws {
        guard let wanted = operation.parameters["currency"].filledString, let own = row["customer.currencyCode"].currencyCode, wanted != own else {
            return
        }
        throw ConnectorFailure(.permanent, "The account counts in \(own), the operation in \(wanted).")
    }

    /// Setting a value twice is as good as once, so the call may be repeated.
    private func update(_ collection: String, mask: String, _ build: (inout Row) -> Void) throws {
        _ = try ads.post("customers/\(access.customer)/\(collection):mutate", access, idempotent: true) { body in
            body.objects("operations", [mask]) { operation, mask in
                operation.text("updateMask", mask)
                operation.object("update", build)
            }
            body.boolean("validateOnly", operation.isDryRun)
        }
    }

    private var unfit: ConnectorFailure {
        ConnectorFailure(.permanent, "The operation \"\(operation.name)\" does not apply to \(operation.target.level ?? "nothing").")
    }

    private func unchanged(_ state: JSONView) -> OperationResult {
        OperationResult(applied: false, before: state, after: state, notes: ["It is so already: nothing was changed."])
    }

    private func result(_ before: JSONView, _ after: JSONView, _ inverse: Operation?) -> OperationResult {
        OperationResult(
            applied: !operation.isDryRun, before: before, after: after, inverse: inverse,
            notes: operation.isDryRun ? ["Google has validated the change and not made it."] : [])
    }

    private static func word(_ status: String) -> String {
        switch status {
        case "ENABLED": "active"
        case "PAUSED": "paused"
        default: status.lowercased()
        }
    }
}
