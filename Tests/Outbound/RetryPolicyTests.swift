import Core
import Outbound
import Testing

@Suite struct RetryPolicyTests {
    private let policy = RetryPolicy(attempts: 3, base: .seconds(1), ceiling: .seconds(3), longestWait: .seconds(20))

    @Test func `A transient failure of an idempotent call is tried again after a random part of a growing time`() {
        let failed = RetryPolicy.Outcome.failed(.timeout)

        #expect(policy.pause(after: failed, attempt: 1, isIdempotent: true, random: 0.5) == .milliseconds(500))
        #expect(policy.pause(after: failed, attempt: 2, isIdempotent: true, random: 1) == .seconds(2))
        #expect(policy.pause(after: failed, attempt: 3, isIdempotent: true, random: 1) == nil)
    }

    @Test func `A call that is not idempotent is never repeated`() {
        #expect(policy.pause(after: .status(503, retryAfter: nil), attempt: 1, isIdempotent: false, random: 0) == nil)
    }

    @Test(arguments: [200, 301, 400, 401, 403, 404, 409, 422, 501])
    func `A definite answer is not asked for again`(status: Int) {
        #expect(policy.pause(after: .status(status, retryAfter: nil), attempt: 1, isIdempotent: true, random: 0) == nil)
    }

    @Test(arguments: [OutboundError.Kind.refused, .tooLarge, .invalidRequest, .invalidResponse])
    func `A failure of our own making is not tried again`(kind: OutboundError.Kind) {
        #expect(policy.pause(after: .failed(kind), attempt: 1, isIdempotent: true, random: 0) == nil)
    }

    @Test func `The platform's own time is waited for, unless it is long`() {
        #expect(policy.pause(after: .status(429, retryAfter: .seconds(7)), attempt: 1, isIdempotent: true, random: 0) == .seconds(7))
        #expect(policy.pause(after: .status(429, retryAfter: .seconds(21)), attempt: 1, isIdempotent: true, random: 0) == nil)
    }

    @Test func `Retries stay a tenth of the calls`() {
        var budget = RetryBudget(start: 0)
        var retries = 0

        for _ in 0..<1_000 {
            budget.earn()
            if budget.spend() { retries += 1 }
        }

        #expect((95...100).contains(retries))
    }

    @Test func `Retry-After is seconds or a date`() throws {
        let now = try #require(Instant("1994-11-06T08:49:30Z"))

        #expect(RetryAfter.parse("120", now: now) == .seconds(120))
        #expect(RetryAfter.parse(" 0 ", now: now) == .zero)
        #expect(RetryAfter.parse("Sun, 06 Nov 1994 08:49:37 GMT", now: now) == .seconds(7))
        #expect(RetryAfter.parse("Sun, 06 Nov 1994 08:49:00 GMT", now: now) == .zero)
        #expect(RetryAfter.parse("soon", now: now) == nil)
        #expect(RetryAfter.parse("-5", now: now) == nil)
    }
}
