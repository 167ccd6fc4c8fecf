/// A connector that also changes things on its platform. The conformance is optional: the function table offers `write` to the host only where it is
/// there. The manifest's `operations` say which operations the connector knows.
public protocol Writing: Connector {
    /// Carries out one operation, or in a dry run says what it would do. Errors that pass through are classified as those of `read` are; a platform
    /// that refuses some items of many is no error but a result with `rejected` items.
    func write(_ operation: Operation, _ host: Host) throws -> OperationResult
}

/// What is to be changed.
public struct Operation: Sendable {
    /// What the change applies to.
    public struct Target: Hashable, Sendable {
        /// The platform's id of the account.
        public var accountID: String?
        /// What it is: `campaign`, `ad_group`, `ad`, `keyword`, …
        public var level: String?
        /// The platform's id.
        public var id: String?

        /// A target.
        public init(accountID: String? = nil, level: String? = nil, id: String? = nil) {
            self.accountID = accountID
            self.level = level
            self.id = id
        }
    }

    /// The operation's name in the manifest: `pause`, `resume`, `set_budget`, `set_bid`, `upload_conversions`, …
    public var name: String
    /// Whether nothing may be changed: the result says what would be. Use the platform's own validation where it has one.
    public var isDryRun: Bool
    /// What the change applies to.
    public var target: Target
    /// What the operation needs to know; amounts are in micros.
    public var parameters: JSONView
    /// The same for every attempt at the same change: hand it to platforms that know such keys.
    public var idempotencyKey: String?
    /// The connection's settings.
    public var config: JSONView

    /// An operation, such as the inverse of another one.
    public init(
        _ name: String, isDryRun: Bool = false, target: Target = Target(), parameters: JSONView = .missing, idempotencyKey: String? = nil,
        config: JSONView = .missing
    ) {
        self.name = name
        self.isDryRun = isDryRun
        self.target = target
        self.parameters = parameters
        self.idempotencyKey = idempotencyKey
        self.config = config
    }

    /// The operation of a document of the boundary. Throws where it has no name.
    init(_ document: JSONView) throws {
        guard let name = document["name"].filledString else { throw ConnectorFailure(.permanent, "The operation has no name.") }
        let target = document["target"]
        self.init(
            name, isDryRun: document["dry_run"].boolean ?? false,
            target: Target(
                accountID: target["account_id"].filledString, level: target["level"].filledString, id: target["id"].filledString),
            parameters: document["parameters"], idempotencyKey: document["idempotency_key"].filledString, config: document["config"])
    }

    /// The same target with another operation: what undoes this one.
    public func inverse(_ name: String, parameters: JSONView = .missing) -> Operation { Operation(name, target: target, parameters: parameters) }

    /// The target's id. Throws a `permanent` failure where there is none.
    public func targetID() throws -> String {
        guard let id = target.id else { throw ConnectorFailure(.permanent, "The operation \"\(name)\" needs the id of its target.") }
        return id
    }

    /// An amount among the parameters, such as `daily_budget_micros`. Throws a `permanent` failure where it is missing or negative.
    public func amount(_ name: String) throws -> Micros {
        guard let value = parameters[name].integer, value >= 0 else {
            throw ConnectorFailure(.permanent, "The operation \"\(self.name)\" needs \(name), a whole number of millionths.")
        }
        return Micros(value)
    }

    /// The failure for an operation that a connector does not know.
    public var unknown: ConnectorFailure { ConnectorFailure(.permanent, "There is no operation \"\(name)\".") }

    /// Writes the members; the settings are never written back.
    func write(to row: inout Row) {
        row.text("name", name)
        row.boolean("dry_run", isDryRun)
        row.object("target") { row in
            row.text("account_id", target.accountID)
            row.text("level", target.level)
            row.text("id", target.id)
        }
        if parameters.exists { row.raw("parameters", parameters) } else { row.object("parameters") { _ in } }
        row.text("idempotency_key", idempotencyKey)
    }
}
