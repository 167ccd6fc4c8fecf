import Core

/// An operation to carry out: in `writes`, with `name`, `target`, `parameters`, a `config` of its own where it needs one, and in `expect` what `before` and `after` must hold, the name of the
/// `inverse`, and how many `results` are of each state.
struct WriteScript: Sendable {
    let name: String
    let target: JSON
    let parameters: JSON
    /// Settings beside the scenario's, and instead of them.
    let config: JSON
    let before: JSON
    let after: JSON
    /// `nil` where nothing is said about it.
    let inverse: String?
    /// How many results of each state come.
    let results: [String: Int]

    init(_ item: JSON) throws(ScenarioFault) {
        guard let name = item["name"]?.string else { throw ScenarioFault("a write has no name.") }
        self.name = name
        target = item["target"] ?? [:]
        config = item["config"] ?? [:]
        parameters = item["parameters"] ?? [:]
        let expected = item["expect"]
        before = expected?["before"] ?? [:]
        after = expected?["after"] ?? [:]
        inverse = expected?["inverse"]?.string
        results = (expected?["results"]?.members ?? []).reduce(into: [:]) { $0[$1.name] = $1.value.integer.map(Int.init) }
    }

    /// The operation as connector.h has it.
    func operation(dryRun: Bool, config: JSON) -> JSON {
        [
            "name": .string(name), "dry_run": .bool(dryRun), "target": target, "parameters": parameters, "idempotency_key": "conformance-1",
            "config": config,
        ]
    }
}

/// What the platform sends by itself: in `deliveries`, with `topic`, `headers`, a body as `file`, `json` or `text`, how many `rows` of each stream
/// come of it, what some of them `expect`, and whether it is `ignored`.
struct DeliveryScript: Sendable {
    let topic: String?
    let headers: [(name: String, value: String)]
    let body: [UInt8]
    let counts: [String: Int]
    let expected: [ExpectedRow]
    let isIgnored: Bool

    init(_ item: JSON, _ folder: String) throws(ScenarioFault) {
        topic = item["topic"]?.string
        let recording = try Recording(item, folder)
        headers = recording.headers
        body = recording.body
        counts = (item["rows"]?.members ?? []).reduce(into: [:]) { $0[$1.name] = $1.value.integer.map(Int.init) }
        expected = (item["expect"]?.array ?? []).map { row in
            ExpectedRow(stream: row["stream"]?.string ?? "", key: row["where"] ?? [:], values: row["values"] ?? [:])
        }
        isIgnored = item["ignored"]?.bool ?? false
    }

    /// In a sentence's middle.
    var words: String { topic ?? "a delivery" }

    /// The delivery as connector.h has it, without its body.
    func delivery(topic: String?, _ scenario: Scenario, config: JSON) -> JSON {
        [
            "topic": topic.map { .string($0) } ?? .null, "headers": .object(headers.map { JSON.Member($0.name, .string($0.value)) }),
            "received_at": .string(scenario.now.description), "config": config, "time_zone": .string(scenario.timeZone),
            "currency": .string(scenario.currency),
        ]
    }
}
