// What an actor on a reactor can wait for: a descriptor, an instant, somebody else's word.

extension Reactor {
    // MARK: Descriptors

    /// Watches a descriptor for reading from now on. On the reactor's thread.
    package func register(_ descriptor: Int32) throws(ReactorError) {
        checkIsolated()
        let failed = poller.apply(waits.table.register(descriptor), to: descriptor)
        if failed != 0 {
            _ = waits.table.deregister(descriptor)
            throw .system(failed)
        }
    }

    /// Forgets a descriptor, before it is closed; who waits for it gets `.closed`. On the reactor's thread.
    package func deregister(_ descriptor: Int32) {
        checkIsolated()
        let decision = waits.table.deregister(descriptor)
        if let change = decision.change { _ = poller.apply(change, to: descriptor) }
        for waiter in decision.woken { _ = waits.finish(waiter, .failure(.closed)) }
    }

    /// Whether something came in on a registered descriptor while nobody waited: on an idle connection mostly the peer's farewell. Costs no system
    /// call.
    package func hasUnreadEvent(_ descriptor: Int32) -> Bool {
        checkIsolated()
        return waits.table.hasUnreadEvent(descriptor)
    }

    /// Waits until a registered descriptor is ready for any of `readiness` (or has failed, which the next read or write tells). One waiter a
    /// descriptor and direction. Callable from an actor on this reactor.
    /// - Throws: `ReactorError`: the deadline, the task's cancellation, or a deregistration came first.
    package func wait(
        for readiness: Readiness, on descriptor: Int32, until deadline: ContinuousClock.Instant? = nil, isolation: isolated (any Actor)? = #isolation
    ) async throws(ReactorError) {
        checkIsolated()
        let waiter = waits.newID()
        switch waits.table.wait(waiter, for: readiness, on: descriptor) {
        case .ready: return
        case .unknown: throw .closed
        case .wait(let change):
            let failed = change.map { poller.apply($0, to: descriptor) } ?? 0
            if failed != 0 {
                waits.table.abandon(waiter, on: descriptor)
                throw .system(failed)
            }
        }
        try await suspend(waiter, on: descriptor, until: deadline)
    }

    /// Sleeps until the instant. Callable from an actor on this reactor.
    /// - Throws: `ReactorError.cancelled`.
    package func sleep(until deadline: ContinuousClock.Instant, isolation: isolated (any Actor)? = #isolation) async throws(ReactorError) {
        checkIsolated()
        do {
            try await suspend(waits.newID(), on: -1, until: deadline)
        } catch .timedOut {
            return
        }
    }

    // MARK: Tickets

    /// A place to wait for something other than a descriptor: draw it, keep it where the other side finds it, then `park`. On the reactor's thread.
    package func newTicket() -> Ticket {
        checkIsolated()
        return Ticket(waiter: waits.newID())
    }

    /// Waits until somebody unparks the ticket. Callable from an actor on this reactor; nothing runs in between that could unpark too early.
    /// - Throws: `ReactorError`: the deadline or the task's cancellation came first.
    package func park(
        _ ticket: Ticket, until deadline: ContinuousClock.Instant?, isolation: isolated (any Actor)? = #isolation
    )
        async throws(ReactorError)
    {
        checkIsolated()
        try await suspend(ticket.waiter, on: -1, until: deadline)
    }

    /// Ends the wait of a parked ticket; false when it waits no longer. On the reactor's thread.
    package func unpark(_ ticket: Ticket) -> Bool {
        checkIsolated()
        return waits.finish(ticket.waiter, .success(()))
    }

    private func suspend(
        _ waiter: UInt64, on descriptor: Int32, until deadline: ContinuousClock.Instant?, isolation: isolated (any Actor)? = #isolation
    ) async throws(ReactorError) {
        let outcome = await withTaskCancellationHandler {
            // Naming the isolation makes this closure run on the actor too; without it, it would hop to another thread.
            await withUnsafeContinuation(isolation: isolation) { continuation in
                checkIsolated()
                waits.begin(waiter, on: descriptor, until: deadline, continuation)
            }
        } onCancel: {
            // Also for a task that was cancelled before: the message is read after the wait has begun, as both happen on the reactor's thread.
            if mailbox.put(.cancel(waiter: waiter)) { poller.wake() }
        }
        try outcome.get()
    }
}
