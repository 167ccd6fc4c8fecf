import Synchronization

/// What other threads hand to a reactor: jobs to run and waits to give up.
final class Mailbox: Sendable {
    enum Message {
        case job(UnownedJob)
        case cancel(waiter: UInt64)
    }

    private struct State {
        var messages: [Message] = []
        var isSleeping = false
    }

    private let state = Mutex(State())

    /// Puts a message in; true when the reactor sleeps and must be woken, which the caller then does.
    func put(_ message: Message) -> Bool {
        state.withLock { state in
            state.messages.append(message)
            defer { state.isSleeping = false }
            return state.isSleeping
        }
    }

    /// Swaps everything out into `batch`, which must be empty, and marks the reactor awake.
    func take(into batch: inout [Message]) {
        state.withLock { state in
            state.isSleeping = false
            swap(&state.messages, &batch)
        }
    }

    /// Marks the reactor asleep unless something waits for it; false then.
    func prepareToSleep() -> Bool {
        state.withLock { state in
            state.isSleeping = state.messages.isEmpty
            return state.isSleeping
        }
    }
}
