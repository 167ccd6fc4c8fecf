import Core

/// What callers have changed in one simulated business: it stands over what the business says.
struct TikTokState: Sendable {
    /// `ENABLE` or `DISABLE` by the object's id.
    var operations: [String: String] = [:]
    /// Micros by the object's id.
    var budgets: [String: Int64] = [:]
    var bids: [String: Int64] = [:]
    /// Events that were taken, by name and id: a repetition is dropped.
    private(set) var events: [TikTokEvent] = []
    private var known: Set<String> = []
    private var tasks: [String: Task] = [:]

    /// A report that is being prepared.
    private struct Task: Sendable {
        let parameters: [String: String]
        var looks = 0
    }

    mutating func record(_ event: TikTokEvent) {
        guard event.id.isEmpty || known.insert("\(event.name) \(event.id)").inserted else { return }
        events.append(event)
    }

    mutating func order(_ parameters: [String: String]) -> String {
        let id = String(7_400_000_000_000_000_000 + Int64(tasks.count) + 1)
        tasks[id] = Task(parameters: parameters)
        return id
    }

    /// The state of a prepared report; every look moves it on. `nil` for an unknown one.
    mutating func look(_ id: String, looks: Int) -> String? {
        guard var task = tasks[id] else { return nil }
        task.looks += 1
        tasks[id] = task
        return task.looks >= looks ? "SUCCESS" : task.looks == 1 ? "QUEUING" : "PROCESSING"
    }

    /// What a complete report was asked for.
    func parameters(of id: String, looks: Int) -> [String: String]? { tasks[id].flatMap { $0.looks >= looks ? $0.parameters : nil } }
}

/// An event that a caller uploaded.
struct TikTokEvent: Sendable, Hashable {
    let name: String
    let id: String
    let time: Int64
    /// Micros.
    let value: Int64
    let currency: String?
    let click: String?
}
