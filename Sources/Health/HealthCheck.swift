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
    let ask: @Sendable () async -> HealthState

    package init(_ name: String, isEssential: Bool, ask: @escaping @Sendable () async -> HealthState) {
        self.name = name
        self.isEssential = isEssential
        self.ask = ask
    }

    /// The part's state; a part that says nothing in time is down.
    func state(within deadline: Duration) async -> HealthState {
        await withTaskGroup(of: HealthState?.self) { group in
            group.addTask { await ask() }
            group.addTask {
                try? await Task.sleep(for: deadline)
                return nil
            }
            defer { group.cancelAll() }
            return await group.next().flatMap { $0 } ?? .down("It did not answer in time.")
        }
    }
}
