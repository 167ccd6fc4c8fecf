import ConnectorKit

/// Changes one object: reads it, decides, and writes what is different. A dry run stops before the last step.
struct Changes {
    let rest: Rest
    let settings: Settings

    func apply(_ operation: Operation) throws -> OperationResult {
        let place = try place(of: operation)
        let entity = try rest.body(of: RestCall(path: place.path))
        guard entity["id"].platformID != nil else { throw ConnectorFailure(.contract, "LinkedIn's answer lacks \"id\".", detail: place.path) }
        let change = try Change(operation, place.edge, entity)
        if change.isNothing { return change.result(applied: false, notes: ["It is so already: nothing is changed."]) }
        if operation.isDryRun {
            return change.result(applied: false, notes: ["LinkedIn can not check without doing: this was computed from its state now."])
        }
        // Setting a value twice is setting it once, so a second try after a silence does no harm.
        _ = try rest.send(RestCall(method: .post, path: place.path, restMethod: "PARTIAL_UPDATE", body: change.patch))
        return change.result(applied: true)
    }

    private func place(of operation: Operation) throws -> (edge: Edge, path: String) {
        let levels = ["campaign": Edge.campaigns, "ad_group": .adGroups, "ad": .ads]
        guard let edge = levels[operation.target.level ?? ""] else {
            throw ConnectorFailure(.permanent, "The operation \"\(operation.name)\" needs a campaign, an ad group or an ad.")
        }
        guard let account = operation.target.accountID ?? settings.accountID else {
            throw ConnectorFailure(.permanent, "The operation \"\(operation.name)\" needs the ad account.")
        }
        let id = RestLi.id(of: try operation.targetID())
        guard Changes.isNumber(account), Changes.isNumber(id) else { throw ConnectorFailure(.permanent, "LinkedIn's ids are numbers.") }
        // A creative is known by its URN, everything else by its number.
        let key = edge == .ads ? PercentEncoding.encode(RestLi.urn(edge.urnKind, id)) : id
        return (edge, "adAccounts/\(account)/\(edge.path)/\(key)")
    }

    private static func isNumber(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.count <= 20 && text.utf8.allSatisfy { (0x30...0x39).contains($0) }
    }
}

/// What an operation makes of an object: pure.
struct Change {
    let before: JSONView
    let after: JSONView
    /// The body of a `PARTIAL_UPDATE`.
    let patch: [UInt8]
    let inverse: Operation?

    init(_ operation: Operation, _ edge: Edge, _ entity: JSONView) throws {
        switch operation.name {
        case "pause": try self.init(operation, edge, entity, state: .paused)
        case "resume": try self.init(operation, edge, entity, state: .active)
        case "set_budget" where edge != .ads: try self.init(operation, entity, Amount(member: "dailyBudget", name: "daily_budget_micros"))
        case "set_bid" where edge == .adGroups: try self.init(operation, entity, Amount(member: "unitCost", name: "bid_micros"))
        default: throw ConnectorFailure(.permanent, "LinkedIn has no \"\(operation.name)\" for this level.")
        }
    }

    /// Whether the object is as it should be.
    var isNothing: Bool { before.json == after.json }

    func result(applied: Bool, notes: [String] = []) -> OperationResult {
        OperationResult(applied: applied, before: before, after: after, inverse: isNothing ? nil : inverse, notes: notes)
    }

    private init(_ operation: Operation, _ edge: Edge, _ entity: JSONView, state: EntityStatus) throws {
        let raw = Status.raw(entity) ?? ""
        guard raw == "ACTIVE" || raw == "PAUSED" else {
            throw ConnectorFailure(.permanent, "Its state is \"\(raw.prefix(40))\": only what is active or paused can be switched.")
        }
        let wanted = state == .active ? "ACTIVE" : "PAUSED"
        before = Change.state(raw)
        after = Change.state(wanted)
        patch = Row.bytes { row in
            row.object("patch") { row in
                row.object("$set") { $0.text(named: edge == .ads ? "intendedStatus" : "status", wanted) }
            }
        }
        inverse = operation.inverse(state == .active ? "pause" : "resume")
    }

    private static func state(_ raw: String) -> JSONView {
        .object { row in
            row.text("status", raw == "ACTIVE" ? EntityStatus.active.rawValue : EntityStatus.paused.rawValue)
            row.text("raw_status", raw)
        }
    }

    /// An amount of an object, and its name among the parameters.
    private struct Amount {
        let member: String
        let name: String
    }

    private init(_ operation: Operation, _ entity: JSONView, _ amount: Amount) throws {
        let wanted = try operation.amount(amount.name)
        guard let old = entity[amount.member]["amount"].micros, let currency = entity[amount.member]["currencyCode"].currencyCode else {
            throw ConnectorFailure(.permanent, "It has no \(amount.member) that could be changed.")
        }
        guard operation.parameters["currency"].string == currency else {
            throw ConnectorFailure(.permanent, "Its amounts are in \(currency): the operation must say so.")
        }
        let unit = (Micros(minor: 1, currency: currency) ?? Micros(1)).value
        guard wanted.value > 0, wanted.value % unit == 0 else {
            throw ConnectorFailure(.permanent, "\(wanted) is no amount that \(currency) can pay.")
        }
        before = Change.money(amount.name, old, currency)
        after = Change.money(amount.name, wanted, currency)
        patch = Row.bytes { row in
            row.object("patch") { row in
                row.object("$set") { row in
                    row.raw(
                        named: amount.member,
                        .object { row in
                            row.text("amount", wanted.description)
                            row.text("currencyCode", currency)
                        })
                }
            }
        }
        inverse = operation.inverse(operation.name, parameters: before)
    }

    private static func money(_ name: String, _ value: Micros, _ currency: String) -> JSONView {
        .object { row in
            row.raw(named: name, .number(value))
            row.text("currency", currency)
        }
    }
}

extension JSONView {
    /// A whole number of millionths as a value.
    fileprivate static func number(_ value: Micros) -> JSONView { JSONView.object { $0.micros("value", value) }["value"] }
}
