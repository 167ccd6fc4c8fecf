import NIOCore

/// The decisions of one connection: what is going on, and until when it may. Pure: times come in, actions go out.
struct ConnectionState {
    struct Limits: Sendable {
        /// From the opening, or from the end of an answer, to a complete head.
        var idle: TimeAmount = .seconds(15)
        /// From the head to the end of the answer.
        var request: TimeAmount = .seconds(30)
        /// Between two pieces of an endless answer.
        var silence: TimeAmount = .seconds(90)
        /// After our last byte, for the client to read it.
        var linger: TimeAmount = .seconds(2)
        /// Between two looks at the clock: how late an end may be noticed.
        var check: TimeAmount { .nanoseconds(min(idle.nanoseconds, request.nanoseconds) / 5) }
        /// Bytes that are still read after it.
        var lingerBytes = 65_536
        /// Bytes without a complete head.
        var headBytes = 96 * 1024
    }

    enum Phase: Equatable {
        case waiting
        case busy
        case lingering
    }

    enum Expiry: Equatable {
        case notYet(NIODeadline)
        case close
        case answerUnavailable
    }

    enum Failure: Equatable {
        case answerNow
        case answerLater
        case close
    }

    let limits: Limits
    private(set) var phase = Phase.waiting
    private var since: NIODeadline
    private var allowance: TimeAmount
    private var outstanding = 0
    private var isMessageOpen = false
    private var hasStartedAnswer = false
    private var isEndless = false
    private var bytesWithoutHead = 0
    private var discardedBytes = 0
    private(set) var isQuiescing = false
    private var failsAfterAnswer = false

    init(limits: Limits, now: NIODeadline) {
        self.limits = limits
        since = now
        allowance = limits.request
    }

    /// Whether so many more bytes without a head are too many.
    mutating func received(bytes: Int) -> Bool {
        guard !isMessageOpen else { return false }
        bytesWithoutHead += bytes
        return bytesWithoutHead > limits.headBytes
    }

    /// Whether so many more bytes after the last answer are too many.
    mutating func discarded(bytes: Int) -> Bool {
        discardedBytes += bytes
        return discardedBytes > limits.lingerBytes
    }

    mutating func receivedHead(now: NIODeadline) {
        bytesWithoutHead = 0
        isMessageOpen = true
        outstanding += 1
        if phase == .waiting { begin(now) }
    }

    mutating func receivedEnd() { isMessageOpen = false }

    private mutating func begin(_ now: NIODeadline) {
        phase = .busy
        since = now
        allowance = limits.request
        hasStartedAnswer = false
        isEndless = false
    }

    mutating func extend(to allowance: TimeAmount) { self.allowance = allowance }

    mutating func startedAnswer(isEndless: Bool, now: NIODeadline) {
        hasStartedAnswer = true
        self.isEndless = isEndless
        if isEndless { since = now }
    }

    mutating func wrotePiece(now: NIODeadline) {
        if isEndless { since = now }
    }

    /// - Returns: whether the connection is over, and whether the bare refusal of what came behind is due first.
    mutating func endedAnswer(thenClose: Bool, now: NIODeadline) -> (isOver: Bool, owesRefusal: Bool) {
        outstanding -= 1
        if thenClose || isQuiescing || failsAfterAnswer {
            let owes = failsAfterAnswer && outstanding == 0 && !thenClose
            linger(now)
            return (true, owes)
        }
        if outstanding > 0 {
            begin(now)
        } else {
            phase = .waiting
            since = now
        }
        return (false, false)
    }

    mutating func linger(_ now: NIODeadline) {
        phase = .lingering
        since = now
    }

    /// What to do about bytes that are no HTTP.
    mutating func failed() -> Failure {
        switch phase {
        case .waiting: return .answerNow
        case .lingering: return .close
        case .busy where isMessageOpen && outstanding == 1: return hasStartedAnswer ? .close : .answerNow
        case .busy:
            failsAfterAnswer = true
            return .answerLater
        }
    }

    /// Whether to close at once, because the server is going down and nothing is going on.
    mutating func quiesce() -> Bool {
        isQuiescing = true
        return phase == .waiting
    }

    func expiry(now: NIODeadline) -> Expiry {
        let end: NIODeadline
        switch phase {
        case .waiting: end = since + limits.idle
        case .lingering: end = since + limits.linger
        case .busy: end = since + (isEndless ? limits.silence : allowance)
        }
        if now < end { return .notYet(end) }
        return phase == .busy && !hasStartedAnswer ? .answerUnavailable : .close
    }
}
