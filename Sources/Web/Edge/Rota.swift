import Synchronization

/// Deals connections out to executors, one after the other.
final class Rota: Sendable {
    private let executors: [any TaskExecutor]
    private let dealt = Atomic<Int>(0)

    init(_ executors: [any TaskExecutor]) { self.executors = executors }

    /// The next one's turn; `nil`, for the global pool, where there are none.
    func next() -> (any TaskExecutor)? {
        guard !executors.isEmpty else { return nil }
        return executors[dealt.wrappingAdd(1, ordering: .relaxed).oldValue % executors.count]
    }
}
