// What an actor on a reactor can wait for: a descriptor, an instant, somebody else's word.

extension Reactor {
    // MARK: Descriptors

    /// Watches a descriptor for reading from now on. On the reactor's thread.
    package func register(_ descriptor: Int32) throws(ReactorError) -> Watch {
        checkIsolated()
        let decision = waits.table.register(descriptor)
        for waiter in decision.woken { _ = waits.finish(waiter, .failure(.closed)) }
        let failed = poller.apply(decision.change, to: descriptor)
        if failed != 0 {
            _ = waits.table.deregister(decision.watch)
            throw .system(failed)
        }
        return decision.watch
    }

    /// Forgets a descriptor, before it is closed; who waits for it gets `.closed`. May be called again, and late. On the reactor's thread.
    package func deregister(_ watch: Watch) {
        checkIsolated()
        let decision = waits.table.deregister(watch)
        if let change = decision.change { _ = poller.apply(change, to: watch.descriptor) }
        for waiter in decision.woken { _ = waits.finish(waiter, .failure(.closed)) }
    }

    /// Whether something came in on a registered descriptor while nobody waited: on an idle connection mostly the peer's farewell. Costs no system
    /// call.
    package func hasUnreadEvent(_ watch: Watch) -> Bool {
        checkIsolated()
        return waits.table.hasUnreadEvent(watch)
    }

    /// Waits until a registered descriptor is ready for any of `readiness` (or has failed, which the next read or write tells). One waiter a
    /// descriptor and direction. Callable from an actor on this reactor.
    /// - Throws: `ReactorError`: the deadline, the task's cancellation, or a deregistration came first.
    package func wait(
        for readiness: Readiness, on watch: Watch, until deadline: ContinuousClock.Instant? = nil, isolation: isolated (any Actor)? = #isolation
    ) async throws(ReactorError) {
        checkIsolated()
        try await suspend(waits.newID(), for: .readiness(readiness, on: watch), until: deadline)
    }

    /// Sleeps until the instant. Callable from an actor on this reactor.
    /// - Throws: `ReactorError.cancelled`.
    package func sleep(until deadline: ContinuousClock.Instant, isolation: isolated (any Actor)? = #isolation) async throws(ReactorError) {
        checkIsolated()
        do {
            try await suspend(waits.newID(), for: .instant, until: deadline)
        } catch .timedOut {
            return
        }
    }

    // MARK: Tickets

    /// A new ticket. On the reactor's thread.
    package func newTicket() -> Ticket {
        checkIsolated()
        return Ticket(waiter: waits.newID())
    }

    /// Waits until somebody unparks the ticket; not at all when that was done before. Callable from an actor on this reactor.
    /// - Throws: `ReactorError`: the deadline or the task's cancellation came first.
    package func park(
        _ ticket: Ticket, until deadline: ContinuousClock.Instant?, isolation: isolated (any Actor)? = #isolation
    )
        async throws(ReactorError)
    {
        checkIsolated()
        do {
            try await suspend(ticket.waiter, for: .ticket(ticket), until: deadline)
        } catch {
            ticket.state = .gone
            throw error
        }
    }

    /// Ends the wait of a ticket, also one that has yet to begin; false when it waits no longer. On the reactor's thread.
    package func unpark(_ ticket: Ticket) -> Bool {
        checkIsolated()
        switch ticket.state {
        case .unparked, .gone: return false
        case .parked: guard waits.finish(ticket.waiter, .success(())) else { return false }
        case .drawn: break
        }
        ticket.state = .unparked
        return true
    }

    // MARK: Suspending

    private enum Cause {
        case readiness(Readiness, on: Watch)
        case ticket(Ticket)
        case instant
    }

    private func suspend(
        _ waiter: UInt64, for cause: Cause, until deadline: ContinuousClock.Instant?, isolation: isolated (any Actor)? = #isolation
    ) async throws(ReactorError) {
        let outcome = await withTaskCancellationHandler {
            // Naming the isolation makes this closure run on the actor too; without it, it would hop to another thread.
            await withUnsafeContinuation(isolation: isolation) { continuation in
                begin(waiter, for: cause, until: deadline, continuation)
            }
        } onCancel: {
            if mailbox.put(.cancel(waiter: waiter)) { poller.wake() }
        }
        try outcome.get()
    }

    /// Enters a wait, or ends it at once. All of it in one go: if anything else ran between the look at what the wait is for and the entry, that could
    /// pass unseen. (Even a call from an actor to code of its own isolation may let others run first, when its task prefers another executor.)
    private func begin(
        _ waiter: UInt64, for cause: Cause, until deadline: ContinuousClock.Instant?, _ continuation: UnsafeContinuation<Waits.Outcome, Never>
    ) {
        checkIsolated()
        // What somebody has handed over is taken, also by a task that is cancelled: nobody else would know of it.
        if case .ticket(let ticket) = cause, ticket.state == .unparked { return continuation.resume(returning: .success(())) }
        // The message of a cancellation before this point may have been read already.
        if Task.isCancelled { return continuation.resume(returning: .failure(.cancelled)) }
        switch cause {
        case .instant: waits.begin(waiter, on: -1, until: deadline, continuation)
        case .ticket(let ticket):
            ticket.state = .parked
            waits.begin(waiter, on: -1, until: deadline, continuation)
        case .readiness(let readiness, let watch):
            let descriptor = watch.descriptor
            switch waits.table.wait(waiter, for: readiness, on: watch) {
            case .ready: continuation.resume(returning: .success(()))
            case .unknown: continuation.resume(returning: .failure(.closed))
            case .wait(let change):
                let failed = change.map { poller.apply($0, to: descriptor) } ?? 0
                guard failed == 0 else {
                    waits.table.abandon(waiter, on: descriptor)
                    return continuation.resume(returning: .failure(.system(failed)))
                }
                waits.begin(waiter, on: descriptor, until: deadline, continuation)
            }
        }
    }
}
