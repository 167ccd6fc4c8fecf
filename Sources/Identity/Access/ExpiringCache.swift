import Core
import Synchronization

/// Answers that stay good for a short while: bounded in number, and forgotten by age. What was withdrawn meanwhile fails when its time is over.
final class ExpiringCache<Key: Hashable & Sendable, Value: Sendable>: Sendable {
    private struct Entry {
        let value: Value
        let expiresAt: Instant
    }

    private struct State {
        var entries: [Key: Entry] = [:]
        var forgettings: UInt64 = 0
    }

    /// A moment between two forgettings.
    struct Mark: Sendable {
        fileprivate let forgettings: UInt64
    }

    private let state = Mutex(State())
    private let lifetime: Duration
    private let capacity: Int
    private let time: TimeSource

    init(lifetime: Duration, capacity: Int = 20_000, time: TimeSource = .wall) {
        self.lifetime = lifetime
        self.capacity = capacity
        self.time = time
    }

    /// Taken before an answer is looked for, and given to `keep` with it.
    var mark: Mark { Mark(forgettings: state.withLock { $0.forgettings }) }

    func find(_ key: Key) -> Value? {
        let now = time.now
        return state.withLock { state in
            guard let entry = state.entries[key] else { return nil }
            guard entry.expiresAt > now else {
                state.entries[key] = nil
                return nil
            }
            return entry.value
        }
    }

    /// - Parameter mark: from before the answer was looked for: if anything was forgotten since, the answer may be of before that, and is not kept.
    func keep(_ value: Value, for key: Key, since mark: Mark? = nil) {
        let now = time.now
        state.withLock { state in
            if let mark, mark.forgettings != state.forgettings { return }
            if state.entries.count >= capacity { state.entries = state.entries.filter { $0.value.expiresAt > now } }
            if state.entries.count >= capacity { state.entries.removeAll() }
            state.entries[key] = Entry(value: value, expiresAt: now + lifetime)
        }
    }

    func forget(_ key: Key) {
        state.withLock { state in
            state.forgettings += 1
            state.entries[key] = nil
        }
    }

    func forgetAll(where isOutdated: (Value) -> Bool) {
        state.withLock { state in
            state.forgettings += 1
            state.entries = state.entries.filter { !isOutdated($0.value.value) }
        }
    }
}
