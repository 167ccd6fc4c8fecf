import Core

/// Does a piece of work once for all who ask for it at the same time.
actor SingleFlight<Key: Hashable & Sendable, Value: Sendable> {
    private var flights: [Key: Task<Value, any Error>] = [:]

    /// The work goes on when one of those who wait for it gives up: the others still want it, and a token that was asked for must be stored.
    func run(_ key: Key, _ work: @escaping @Sendable () async throws -> Value) async throws -> Value {
        if let flight = flights[key] { return try await flight.value }
        // Unstructured, as it belongs to all callers and must outlive the one that began it.
        let flight = Task {
            defer { land(key) }
            return try await work()
        }
        flights[key] = flight
        return try await flight.value
    }

    private func land(_ key: Key) { flights[key] = nil }
}
