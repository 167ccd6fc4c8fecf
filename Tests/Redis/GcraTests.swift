import Core
import Reactor
import Synchronization
import Testing

@testable import Redis

struct GcraTests {
    @Test func `A burst is allowed at once, then as much as comes back`() {
        var bucket = GcraBucket(RateLimit(10, per: .seconds(1), burst: 3))

        let first = (0..<4).map { _ in bucket.spend(atMicrosecond: 1_000_000) }

        #expect(first.map(\.isAllowed) == [true, true, true, false])
        #expect(first.map(\.remaining) == [2, 1, 0, 0])
        #expect(first[3].retryAfter == .milliseconds(100))
        #expect(first[3].resetAfter == .milliseconds(300))
        #expect(bucket.spend(atMicrosecond: 1_099_999).isAllowed == false)
        #expect(bucket.spend(atMicrosecond: 1_100_000).isAllowed)
        #expect(bucket.spend(3, atMicrosecond: 1_399_999).isAllowed == false)
        #expect(bucket.isFull(atMicrosecond: 1_399_999) == false)
        #expect(bucket.isFull(atMicrosecond: 1_400_000))
        #expect(bucket.spend(3, atMicrosecond: 1_400_000).isAllowed)
    }

    @Test func `Redis and this process decide alike`() async throws {
        // Slow, so that no key runs out by the server's own clock while the test's clock stands.
        let limit = RateLimit(7, per: .seconds(2_000), burst: 5)
        let key = RedisKey.tenant(TenantID(), "limit")

        try await TestRedis.shared().withClient { client in
            var bucket = GcraBucket(limit)
            var now = Instant.now.microseconds
            for _ in 0..<2_000 {
                now += Int64([0, 1, 1_000_000, 285_714_285, 285_714_284, 400_000_000, 3_000_000_000].randomElement() ?? 0)
                let cost = Int.random(in: 1...3)
                let remote = try await client.spend([RateSpending(key, limit, cost: cost)], atMicrosecond: now)[0]
                let local = bucket.spend(cost, atMicrosecond: now)
                #expect(remote == local)
            }
        }
    }

    @Test(arguments: [false, true]) func `What was begun is asked for later, also on the connection's thread`(isOnReactor: Bool) async throws {
        let limit = RateLimit(3, per: .seconds(30_000))
        let key = RedisKey.tenant(TenantID(), "limit")

        try await TestRedis.shared().withClient { client in
            let remaining = try await Task(executorPreference: isOnReactor ? Reactor.shared : globalConcurrentExecutor) {
                var spendings: [PendingSpending] = []
                for _ in 0..<4 { spendings.append(try await client.begin([RateSpending(key, limit)])) }
                // Asked for last, so that its reply and those before it are there for the others.
                let last = try await spendings[3].decisions()[0]
                var remaining: [Int] = []
                for spending in spendings.prefix(3) { remaining.append(try await spending.decisions()[0].remaining) }
                return remaining + [last.isAllowed ? 1 : -1]
            }.value

            #expect(remaining == [2, 1, 0, -1])
        }
    }

    @Test func `A script that the server forgot is loaded again for who has begun with it`() async throws {
        let limit = RateLimit(3, per: .seconds(30_000))
        let key = RedisKey.tenant(TenantID(), "limit")

        try await TestRedis.start().withClient { client in
            _ = try await client.spend(of: limit, for: key)
            _ = try await client.command(["SCRIPT", "FLUSH"])
            let pending = try await client.begin([RateSpending(key, limit)])

            #expect(try await pending.decisions()[0].remaining == 1)
        }
    }

    @Test func `32 parallel clients get the limit within a hundredth`() async throws {
        // One unit a second and 500 at once. Each call moves the clients' common clock by half a second, so twice as much is asked for as comes back.
        let limit = RateLimit(1, per: .seconds(1), burst: 500)
        let key = RedisKey.tenant(TenantID(), "limit")
        let start = Instant.now.microseconds
        let clock = CommonClock(start)

        try await TestRedis.shared().withClient { client in
            let allowed = try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 0..<32 {
                    group.addTask {
                        var allowed = 0
                        for _ in 0..<200 {
                            let now = clock.tick()
                            if try await client.spend([RateSpending(key, limit, cost: 1)], atMicrosecond: now)[0].isAllowed { allowed += 1 }
                        }
                        return allowed
                    }
                }
                return try await group.reduce(0, +)
            }

            let bound = 500 + Double(clock.now - start) / 1_000_000
            #expect(Double(allowed) <= bound)
            #expect(Double(allowed) >= bound * 0.99)
        }
    }

    @Test func `Several limits at once are each decided for themselves, in their order`() async throws {
        let tenant = TenantID()
        let minute = RedisKey.tenant(tenant, "limit", "minute")
        let hour = RedisKey.tenant(tenant, "limit", "hour")
        let now = Instant.now.microseconds

        try await TestRedis.shared().withClient { client in
            var buckets = [GcraBucket(RateLimit(60, per: .seconds(60), burst: 2)), GcraBucket(RateLimit(3_600, per: .seconds(3_600), burst: 4))]
            for _ in 0..<5 {
                let decisions = try await client.spend(
                    [RateSpending(minute, buckets[0].limit), RateSpending(hour, buckets[1].limit)], atMicrosecond: now)
                #expect(decisions == buckets.indices.map { buckets[$0].spend(atMicrosecond: now) })
            }
        }
    }

    @Test func `The key goes when it does not matter any more`() async throws {
        let key = RedisKey.tenant(TenantID(), "limit")

        try await TestRedis.shared().withClient { client in
            let decision = try await client.spend(of: RateLimit(100, per: .seconds(1)), for: key)
            let left = try await client.command(["PTTL", .key(key)]).integer ?? -1

            #expect(decision.isAllowed)
            #expect(decision.remaining == 99)
            #expect((-2...10).contains(left))
        }
    }
}

/// A clock that moves on by half a second whenever it is read.
private final class CommonClock: Sendable {
    private let microseconds: Atomic<Int64>

    init(_ start: Int64) { microseconds = Atomic(start) }

    var now: Int64 { microseconds.load(ordering: .relaxed) }

    func tick() -> Int64 { microseconds.add(500_000, ordering: .relaxed).newValue }
}
