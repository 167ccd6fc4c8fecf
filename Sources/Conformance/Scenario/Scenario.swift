package import ConnectorHost
package import Core

/// What can not be used of a scenario, in a sentence for its author.
package struct ScenarioFault: Error, Sendable, Hashable, CustomStringConvertible {
    package let description: String

    init(_ description: String) { self.description = description }
}

/// What the author recorded: settings, the streams to read, and the platform's answers.
///
/// In `scenario.json`: `now`, `config`, `time_zone`, `currency`; `streams`, each with `name`, `mode`, `since`, `until`, how many `rows` of each stream come,
/// and what some of them `expect` (`stream`, `where`, `values`), and a `config` of its own where it needs one; `exchanges`, each with `method`, `url` (with `*` for anything), texts that address or body
/// `holds` and `lacks`, the only stream, operation or topic that it is `for`, a request `header`, whether the platform `changes` something by it, and the answer: `status`, `headers`, and `file`, `json` or
/// `text`. Optional: `writes` and `deliveries` (`WriteScript`, `DeliveryScript`); `expired` and `throttled`, the platform's own words for that;
/// `secrets` that stand in the recordings; and `large`, a stream to read with `count` times its `items`. A `file` lies in the scenario's folder or
/// beside it (`../Fixtures/…`), and never elsewhere.
package struct Scenario: Sendable {
    /// The settings of the connection, with made-up secrets.
    package let config: JSON
    let timeZone: String
    let currency: String
    /// What the clock says when a call begins.
    let now: Instant
    let streams: [StreamScript]
    let exchanges: [Exchange]
    /// Operations to carry out, and what the platform sends by itself.
    let writes: [WriteScript]
    let deliveries: [DeliveryScript]
    /// How the platform says that access has expired, and that it is asked too often.
    let expired: Recording
    let throttled: Recording?
    /// Texts in the recordings that are secrets.
    let secrets: [String]
    /// A stream to read with many rows.
    let large: LargeScript?
    /// The manifest of the version before.
    package var previous: ConnectorManifest?
    let waivers: Waivers
}

/// One stream to read.
struct StreamScript: Sendable {
    let name: String
    let mode: StreamDescription.Mode
    /// Settings beside the scenario's, and instead of them, for this stream.
    let config: JSON
    let since: Day?
    let until: Day?
    /// Rows of each stream that a whole read gives.
    let counts: [String: Int]
    /// Values that rows must hold.
    let expected: [ExpectedRow]
    /// A cursor from the far future, where one can not be made from the dates of a real one.
    let futureCursor: JSON?
}

/// A row that must come, and what it must hold.
struct ExpectedRow: Sendable {
    let stream: String
    let key: JSON
    let values: JSON
}

/// An answer of the platform.
struct Recording: Sendable, Hashable {
    var status: Int
    var headers: [(name: String, value: String)]
    var body: [UInt8]

    static func == (left: Self, right: Self) -> Bool { left.status == right.status && left.body == right.body }

    func hash(into hasher: inout Hasher) {
        hasher.combine(status)
        hasher.combine(body)
    }
}

/// What the platform is asked and answers. The first exchange that fits a request counts, however often.
struct Exchange: Sendable {
    let method: String
    let url: Glob
    /// Texts that the body must hold, and that neither body nor address may.
    let holds: [String]
    let lacks: [String]
    /// The stream, operation or topic that it is for; all unless named.
    let call: String?
    /// A request header that must have that value.
    let header: (name: String, value: String)?
    let answer: Recording
    /// Whether the platform changes something by it: a dry run must not ask for it.
    let isChange: Bool

    /// Whether a request is this one. Addresses are compared as they come and with their percent signs resolved.
    func fits(
        _ method: String, _ url: String, _ body: [UInt8], _ headers: [(name: String, value: String)], in call: String? = nil
    ) -> Bool {
        guard method == self.method, self.call == nil || self.call == call else { return false }
        let plain = url.removingPercentEscapes
        guard self.url.matches(url) || self.url.matches(plain) else { return false }
        if let header, !headers.contains(where: { $0.name.lowercased() == header.name && $0.value == header.value }) { return false }
        guard !holds.isEmpty || !lacks.isEmpty else { return true }
        let text = String(decoding: body, as: UTF8.self)
        return holds.allSatisfy { text.contains($0) || plain.contains($0) } && !lacks.contains { text.contains($0) || plain.contains($0) }
    }
}

/// How a stream is made large: the elements of an array of its answers, or the lines of a text, over and over.
struct LargeScript: Sendable {
    let stream: String
    /// Which exchanges are made large; all that the stream uses unless given.
    let url: Glob
    /// Names joined by dots; `lines` for a text.
    let items: String
    let count: Int
    /// What the runner may need, in bytes.
    let limit: Int
}
