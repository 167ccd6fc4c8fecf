import Synchronization

/// What one endpoint reads out of queries. Screens ask the same again and again, so what a text says is remembered: reading is a function of the text
/// alone, but for a cursor, which is one tenant's.
final class QueryReader<Value: Sendable>: Sendable {
    private static var capacity: Int { 64 }
    private static var longest: Int { 256 }

    let parameters: Parameters<Value>
    /// Of all parameters.
    let names: Set<String>
    private let remembers: Bool
    private let memory = Mutex<[Substring: (value: Value, text: QueryText)]>([:])

    /// - Parameter remembers: whether texts may be kept at all.
    init(_ parameters: Parameters<Value>, remembers: Bool = true) {
        self.parameters = parameters
        self.remembers = remembers
        names = Set(parameters.descriptions.map(\.name))
    }

    func remembered(_ query: Substring) -> (value: Value, text: QueryText)? { memory.withLock { $0[query] } }

    /// Keeps what a query without a fault says. A full memory begins anew: who asks for ever new things gains nothing by it, and loses little.
    func remember(_ query: Substring, _ text: QueryText, _ value: Value) {
        guard remembers, query.utf8.count <= Self.longest, !text.pairs.contains(where: { $0.name == "cursor" }) else { return }
        // A copy of its own: a substring would keep the whole address alive.
        let key = Substring(String(query))
        memory.withLock { memory in
            if memory.count >= Self.capacity { memory = [:] }
            memory[key] = (value, text)
        }
    }
}
