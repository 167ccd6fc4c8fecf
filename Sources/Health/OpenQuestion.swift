import Synchronization

/// The question that a part is at. Who asks meanwhile waits for the same answer, so that a part which hangs has one question open and no more.
final class OpenQuestion: Sendable {
    private typealias Answers = AsyncStream<HealthState>

    private struct State {
        var isOpen = false
        var waiting: [Int: Answers.Continuation] = [:]
        var asked = 0
    }

    private let state = Mutex(State())

    /// The part's answer; `nil` where there is none in time, whatever the part is at.
    func answer(within deadline: Duration, _ ask: @escaping @Sendable () async -> HealthState) async -> HealthState? {
        let (answers, waiter) = Answers.makeStream(bufferingPolicy: .bufferingNewest(1))
        let (number, isFirst) = enter(waiter)
        waiter.onTermination = { _ in self.leave(number) }
        // A task of its own, and not waited for: a part that does not heed its cancellation would hold up whoever waits for it.
        let asking = isFirst ? Task { close(with: await ask()) } : nil
        defer {
            asking?.cancel()
            waiter.finish()
        }
        return await first(of: answers, within: deadline)
    }

    private func first(of answers: Answers, within deadline: Duration) async -> HealthState? {
        await withTaskGroup(of: HealthState?.self) { group in
            group.addTask {
                for await answer in answers { return answer }
                return nil
            }
            group.addTask {
                try? await Task.sleep(for: deadline)
                return nil
            }
            defer { group.cancelAll() }
            return await group.next().flatMap { $0 }
        }
    }

    private func enter(_ waiter: Answers.Continuation) -> (number: Int, isFirst: Bool) {
        state.withLock { state in
            state.asked += 1
            state.waiting[state.asked] = waiter
            defer { state.isOpen = true }
            return (state.asked, !state.isOpen)
        }
    }

    private func leave(_ number: Int) { state.withLock { $0.waiting[number] = nil } }

    private func close(with answer: HealthState) {
        let waiting = state.withLock { state in
            defer {
                state.waiting = [:]
                state.isOpen = false
            }
            return state.waiting.values.map { $0 }
        }
        // Outside of the lock: to finish a stream calls `leave`.
        for waiter in waiting {
            waiter.yield(answer)
            waiter.finish()
        }
    }
}
