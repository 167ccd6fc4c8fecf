/// How a part of the system is.
package enum HealthState: Sendable, Hashable {
    case ok
    /// Works, but not as it should; the sentence says what is missing.
    case degraded(String)
    /// Does not work.
    case down(String)

    var word: String {
        switch self {
        case .ok: "ok"
        case .degraded: "degraded"
        case .down: "down"
        }
    }

    var detail: String? {
        switch self {
        case .ok: nil
        case .degraded(let detail), .down(let detail): detail
        }
    }

    /// How bad it is: the worst part counts.
    var rank: Int {
        switch self {
        case .ok: 0
        case .degraded: 1
        case .down: 2
        }
    }
}

/// A part of the system that can be asked how it is.
package struct HealthCheck: Sendable {
    package let name: String
    /// Whether the server can not do its work without it: it is not ready then.
    package let isEssential: Bool
    private let ask: @Sendable () async -> HealthState
    private let question = OpenQuestion()

    package init(_ name: String, isEssential: Bool, ask: @escaping @Sendable () async -> HealthState) {
        self.name = name
        self.isEssential = isEssential
        self.ask = ask
    }

    /// The part's state; a part that says nothing in time is down, also one that does not heed its cancellation.
    func state(within deadline: Duration) async -> HealthState {
        await question.answer(within: deadline, ask) ?? .down("It did not answer in time.")
    }
}
