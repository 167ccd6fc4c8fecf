/// Who waits for which descriptor, and what the kernel is asked to watch. Decides only; the reactor carries the changes out.
///
/// Reading is watched level-triggered from the registration on, so that an ordinary exchange costs no `epoll_ctl`. What arrives while nobody waits is
/// remembered and unwatched, lest the loop spins; the next wait finds it and watches again.
struct ReadinessTable {
    typealias WaiterID = UInt64

    /// What the kernel watched before and shall watch now; `nil` means that it does not hold the descriptor at all.
    struct Change: Equatable {
        let from: Readiness?
        let to: Readiness?
    }

    enum WaitDecision: Equatable {
        case ready
        case wait(Change?)
        case unknown
    }

    struct EventDecision: Equatable {
        var woken: [WaiterID] = []
        var change: Change?
    }

    struct RegisterDecision: Equatable {
        let watch: Watch
        let change: Change
        /// Who waited for an earlier registration of that number, whose descriptor was closed behind our back.
        var woken: [WaiterID] = []
    }

    fileprivate struct Registration {
        let serial: UInt64
        var watched: Readiness? = .readable
        var unread: Readiness = []
        var reader: WaiterID?
        var writer: WaiterID?
    }

    private var registrations: [Int32: Registration] = [:]
    private var serial: UInt64 = 0

    /// Begins to know a descriptor.
    mutating func register(_ descriptor: Int32) -> RegisterDecision {
        serial += 1
        let former = registrations.updateValue(Registration(serial: serial), forKey: descriptor)
        return RegisterDecision(
            watch: Watch(descriptor: descriptor, serial: serial), change: Change(from: nil, to: .readable), woken: former?.waiters ?? [])
    }

    /// Forgets a registration; gives back who still waited for it. Nothing happens where another one has the number by now.
    mutating func deregister(_ watch: Watch) -> EventDecision {
        guard let known = registrations[watch.descriptor], known.serial == watch.serial else { return EventDecision() }
        registrations[watch.descriptor] = nil
        let change = known.watched.map { Change(from: $0, to: nil) }
        return EventDecision(woken: known.waiters, change: change)
    }

    /// Whether something happened on the descriptor that nobody has waited for yet: on an idle connection a sign that the peer has gone.
    func hasUnreadEvent(_ watch: Watch) -> Bool {
        guard let known = registrations[watch.descriptor], known.serial == watch.serial else { return false }
        return !known.unread.isEmpty
    }

    mutating func wait(_ waiter: WaiterID, for readiness: Readiness, on watch: Watch) -> WaitDecision {
        guard var known = registrations[watch.descriptor], known.serial == watch.serial else { return .unknown }
        defer { registrations[watch.descriptor] = known }
        if !known.unread.isDisjoint(with: readiness) {
            known.unread.subtract(readiness)
            return .ready
        }
        if readiness.contains(.readable) { known.reader = waiter }
        if readiness.contains(.writable) { known.writer = waiter }
        let wanted = (known.watched ?? []).union(readiness)
        guard wanted != known.watched else { return .wait(nil) }
        defer { known.watched = wanted }
        return .wait(Change(from: known.watched, to: wanted))
    }

    /// Takes a waiter out that stopped waiting by itself.
    mutating func abandon(_ waiter: WaiterID, on descriptor: Int32) {
        if registrations[descriptor]?.reader == waiter { registrations[descriptor]?.reader = nil }
        if registrations[descriptor]?.writer == waiter { registrations[descriptor]?.writer = nil }
    }

    /// The kernel says that the descriptor is ready; `hangup` also for its errors, which the kernel reports unasked.
    mutating func event(_ readiness: Readiness, hangup: Bool, on descriptor: Int32) -> EventDecision {
        guard var known = registrations[descriptor] else { return EventDecision() }
        defer { registrations[descriptor] = known }
        let ready = hangup ? Readiness.both : readiness
        var decision = EventDecision()
        var awaited: Readiness = []
        if ready.contains(.readable), let reader = known.reader {
            decision.woken.append(reader)
            awaited.insert(.readable)
        }
        if ready.contains(.writable), let writer = known.writer {
            if known.writer != known.reader || !awaited.contains(.readable) { decision.woken.append(writer) }
            awaited.insert(.writable)
        }
        // One waiter may wait for both; whichever comes first ends the wait.
        for waiter in decision.woken {
            if known.reader == waiter { known.reader = nil }
            if known.writer == waiter { known.writer = nil }
        }
        decision.change = known.settle(ready: ready, awaited: awaited, hangup: hangup)
        return decision
    }
}

extension ReadinessTable.Registration {
    /// Who waits, each once: one waiter may wait for both.
    fileprivate var waiters: [ReadinessTable.WaiterID] { [reader, writer == reader ? nil : writer].compactMap { $0 } }

    /// What to watch after an event: writing never longer than somebody waits for it, reading until something comes that nobody waits for.
    fileprivate mutating func settle(ready: Readiness, awaited: Readiness, hangup: Bool) -> ReadinessTable.Change? {
        let before = watched
        if hangup && awaited.isEmpty {
            unread = .both
            watched = nil
        } else {
            let unclaimed = ready.intersection(watched ?? []).subtracting(awaited)
            unread.formUnion(unclaimed)
            watched?.subtract(unclaimed)
            if writer == nil { watched?.subtract(.writable) }
        }
        return watched == before ? nil : ReadinessTable.Change(from: before, to: watched)
    }
}
