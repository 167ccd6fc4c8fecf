/// What an operation did, or would do.
public struct OperationResult: Sendable {
    /// What became of one item of many.
    public struct Item: Hashable, Sendable {
        /// What became of it.
        public enum State: String, Sendable, CaseIterable {
            /// The platform took it.
            case accepted
            /// The platform refused it; `reason` says why.
            case rejected
            /// No answer came, or none that can be matched to this item.
            case unknown
        }

        /// The item's id in the operation.
        public var id: String
        /// What became of it.
        public var state: State
        /// Why it was refused, in a sentence without secrets and personal data.
        public var reason: String?

        /// An item.
        public init(id: String, state: State, reason: String? = nil) {
            self.id = id
            self.state = state
            self.reason = reason
        }
    }

    /// Whether something was changed: never in a dry run.
    public var applied: Bool
    /// The members that the operation touches, as they were: an object such as `{"daily_budget_micros": 5000000}`.
    public var before: JSONView
    /// The same members as they are now, or in a dry run would be.
    public var after: JSONView
    /// What undoes it, where something does.
    public var inverse: Operation?
    /// What became of each item, for operations on many.
    public var results: [Item]
    /// What a person should know, in sentences.
    public var notes: [String]

    /// A result.
    public init(
        applied: Bool, before: JSONView = .missing, after: JSONView = .missing, inverse: Operation? = nil, results: [Item] = [],
        notes: [String] = []
    ) {
        self.applied = applied
        self.before = before
        self.after = after
        self.inverse = inverse
        self.results = results
        self.notes = notes
    }

    /// The result in a document of the boundary.
    init(_ document: JSONView) throws {
        guard let applied = document["applied"].boolean else { throw ConnectorFailure(.contract, "The result of write does not say \"applied\".") }
        self.init(
            applied: applied, before: document["before"], after: document["after"],
            inverse: document["inverse"].exists ? try Operation(document["inverse"]) : nil,
            results: document["results"].elements.map {
                Item(
                    id: $0["id"].string ?? "", state: $0["state"].string.flatMap(Item.State.init(rawValue:)) ?? .unknown,
                    reason: $0["reason"].string)
            },
            notes: document["notes"].strings)
    }

    /// The document of the boundary.
    var document: [UInt8] {
        Row.bytes { row in
            row.boolean("applied", applied)
            row.raw("before", before)
            row.raw("after", after)
            if let inverse { row.object("inverse") { inverse.write(to: &$0) } }
            row.objects("results", results) { row, item in
                row.text("id", item.id)
                row.text("state", item.state.rawValue)
                row.text("reason", item.reason)
            }
            row.texts("notes", notes)
        }
    }
}

extension JSONView {
    /// An object that `build` writes, as a value: for `before`, `after` and the parameters of an inverse.
    public static func object(_ build: (inout Row) throws -> Void) rethrows -> JSONView {
        // What a row writes is JSON by construction; only bytes copied from a document of 256 MiB could not be read back.
        (try? JSONDocument(try Row.bytes(build)))?.root ?? .missing
    }
}
