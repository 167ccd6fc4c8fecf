import Glibc

/// Work spread over the machine's cores, with results in order.
public enum Parallel {
    /// Processors that are online.
    public static var cores: Int {
        max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))))
    }

    /// Results in order; at most `threads` at once; cancellation is passed on. `body` may suspend.
    public static func map<T: Sendable>(
        _ count: Int, threads: Int = cores, _ body: @escaping @Sendable (Int) async throws -> T
    ) async throws -> [T] {
        guard count > 1, threads > 1 else { return try await one(after: count, body) }
        return try await withThrowingTaskGroup(of: (Int, T).self) { group in
            var results = [T?](repeating: nil, count: count)
            var started = 0
            while started < min(threads, count) {
                let index = started
                group.addTask { (index, try await body(index)) }
                started += 1
            }
            while let (index, value) = try await group.next() {
                results[index] = value
                guard started < count else { continue }
                let next = started
                group.addTask { (next, try await body(next)) }
                started += 1
            }
            return results.compactMap { $0 }
        }
    }

    private static func one<T: Sendable>(after count: Int, _ body: @Sendable (Int) async throws -> T) async throws -> [T] {
        var results: [T] = []
        results.reserveCapacity(count)
        for index in 0..<count {
            try Task.checkCancellation()
            results.append(try await body(index))
        }
        return results
    }
}
