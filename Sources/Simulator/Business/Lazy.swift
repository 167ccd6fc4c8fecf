import Synchronization

/// A value that is built when it is first asked for, once.
final class Lazy<Value: Sendable>: Sendable {
    private let value = Mutex<Value?>(nil)
    private let build: @Sendable () -> Value

    init(_ build: @escaping @Sendable () -> Value) { self.build = build }

    func get() -> Value {
        value.withLock { stored in
            if let stored { return stored }
            let built = build()
            stored = built
            return built
        }
    }
}
