import Core
import Synchronization

/// Answers that stay good for a short while: bounded in number, and forgotten by age. What was withdrawn meanwhile fails when its time is over.
final class ExpiringCache<Key: Hashable & Sendable, Value: Sendable>: Sendable {
    private struct Entry {
        let value: Value
        let expiresAt: Instant
    }

    private let entries = Mutex<[Key: Entry]>([:])
    private let lifetime: Duration
    private let capacity: Int
    private let time: TimeSource

    init(lifetime: Duration, capacity: Int = 20_000, time: TimeSource = .wall) {
        self.lifetime = lifetime
        self.capacity = capacity
        self.time = time
    }

    func find(_ key: Key) -> Value? {
        let now = time.now
        return entries.withLock { entries in
            guard let entry = entries[key] else { return nil }
            guard entry.expiresAt > now else {
                entries[key] = nil
                return nil
            }
            return entry.value
        }
    }

    func keep(_ value: Value, for key: Key) {
        let now = time.now
        entries.withLock { entries in
            if entries.count >= capacity { entries = entries.filter { $0.value.expiresAt > now } }
            if entries.count >= capacity { entries.removeAll() }
            entries[key] = Entry(value: value, expiresAt: now + lifetime)
        }
    }

    func forget(_ key: Key) { entries.withLock { $0[key] = nil } }

    func forgetAll(where isOutdated: (Value) -> Bool) {
        entries.withLock { entries in entries = entries.filter { !isOutdated($0.value.value) } }
    }
}
