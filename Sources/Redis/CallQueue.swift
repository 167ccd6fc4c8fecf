import Reactor

/// A command whose reply is outstanding. Lives on the reactor's thread.
final class RedisCall {
    let ticket: Ticket
    /// How many times something had come in when the command was queued.
    let mark: Int
    var outcome: Result<RedisReply, RedisError>?

    init(ticket: Ticket, mark: Int) {
        self.ticket = ticket
        self.mark = mark
    }
}

/// A command that was queued, for who asks for its reply later.
// Unchecked because of the call, which the link alone looks into.
struct PendingReply: @unchecked Sendable {
    let link: RedisLink
    let call: RedisCall
    let deadline: ContinuousClock.Instant

    /// Waits for the reply; not at all where it has come by now.
    nonisolated(nonsending) func reply() async throws -> RedisReply {
        if let outcome = link.outcomeAtOnce(of: self) { return try RedisLink.reply(of: outcome) }
        return try await link.reply(to: self)
    }
}

/// Outstanding calls in the order of their commands: the n-th reply belongs to the n-th call. Who leaves early leaves the place behind, and the place
/// swallows the reply; so a reply can not reach another caller.
struct CallQueue {
    private var calls: [RedisCall] = []
    private var head = 0

    var count: Int { calls.count - head }

    mutating func append(_ call: RedisCall) { calls.append(call) }

    mutating func popFirst() -> RedisCall? {
        guard head < calls.count else { return nil }
        defer {
            head += 1
            if head == calls.count || head > 1_024 {
                calls.removeFirst(head)
                head = 0
            }
        }
        return calls[head]
    }

    mutating func takeAll() -> [RedisCall] {
        defer { self = CallQueue() }
        return Array(calls[head...])
    }
}
