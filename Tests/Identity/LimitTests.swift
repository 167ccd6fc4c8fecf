import Core
import Postgres
import Redis
import Testing
import Web

@testable import Identity

@Suite struct LimitTests {
    @Test func `After five sign-ins a minute an account has to wait, and no other account (statement 21)`() async throws {
        try await IdentityWorld.lend { (world) async throws in
            world.clock.stop()
            try await world.user("ada@acme.example")
            try await world.user("eve@acme.example")
            for _ in 0..<5 { _ = try await world.login("ada@acme.example", password: "another pass phrase") }

            let limited = try await world.login("ada@acme.example")
            let other = try await world.login("eve@acme.example")

            #expect(limited.status == 429)
            #expect(limited.code == "too_many_attempts")
            #expect((Int(limited[header: "Retry-After"] ?? "") ?? 0) > 0)
            #expect(other.status == 200)
        }
    }

    @Test func `The limit counts unknown accounts like known ones (statement 19)`() async throws {
        try await IdentityWorld.lend { (world) async throws in
            world.clock.stop()
            try await world.user("ada@acme.example")
            var statuses: [[Int]] = []
            for email in ["ada@acme.example", "nobody@acme.example"] {
                var answers: [Int] = []
                for _ in 0..<7 { answers.append(try await world.login(email, password: "another pass phrase").status) }
                statuses.append(answers)
            }

            #expect(statuses[0] == [401, 401, 401, 401, 401, 429, 429])
            #expect(statuses[1] == statuses[0])
        }
    }

    @Test func `An address that tries many accounts has to wait too`() async throws {
        try await IdentityWorld.lend { (world) async throws in
            world.clock.stop()
            var statuses: [Int] = []
            for number in 0..<22 { statuses.append(try await world.login("u\(number)@acme.example").status) }

            #expect(statuses.prefix(20).allSatisfy { $0 == 401 })
            #expect(statuses.last == 429)
        }
    }

    @Test func `Guesses are counted in Redis, over all servers, and still without it (statement 29)`() async throws {
        let redis = try TestRedis.start()
        try await redis.withClient { client in
            try await IdentityWorld.lend(redis: client) { (world) async throws in
                let tenant = world.acme.description
                let (first, second) = (SignInThrottle(redis: client, deadline: .seconds(5)), SignInThrottle(redis: client, deadline: .seconds(5)))
                let third = SignInThrottle(redis: client)
                for throttle in [first, second, first, second, first] {
                    try await throttle.take(tenant: tenant, email: "a@x.example", address: "203.0.113.1")
                }
                await #expect(throws: IdentityError.self) { try await second.take(tenant: tenant, email: "a@x.example", address: "203.0.113.1") }

                redis.kill()

                for _ in 0..<5 { try await third.take(tenant: tenant, email: "a@x.example", address: "203.0.113.1") }
                await #expect(throws: IdentityError.self) { try await third.take(tenant: tenant, email: "a@x.example", address: "203.0.113.1") }
            }
        }
    }

    @Test func `A limit is exact over many callers at once (statement 28)`() async throws {
        try await TestRedis.shared().withClient { client in
            let limiters = [RedisRateLimiter(redis: client, deadline: .seconds(5)), RedisRateLimiter(redis: client, deadline: .seconds(5))]
            let key = RateKey.subject(TenantID(), .user(UserID()))
            let rules = [RateRule(name: "hour", limit: 100, window: .seconds(36_000))]

            let allowed = await withTaskGroup(of: Bool.self) { group in
                for number in 0..<320 { group.addTask { await limiters[number % 2].take(key, rules: rules)?.isAllowed == true } }
                return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
            }
            let other = await limiters[0].take(.subject(TenantID(), .user(UserID())), rules: rules)

            #expect(allowed == 100)
            #expect(other?.isAllowed == true)
        }
    }

    @Test func `A denial by one of several rules is the answer`() async throws {
        try await TestRedis.shared().withClient { client in
            let limiter = RedisRateLimiter(redis: client, deadline: .seconds(5))
            let key = RateKey.subject(TenantID(), .user(UserID()))
            let rules = [RateRule(name: "minute", limit: 2, window: .seconds(6_000)), RateRule(name: "hour", limit: 50, window: .seconds(36_000))]

            var decisions: [RateDecision?] = []
            for _ in 0..<3 { decisions.append(await limiter.take(key, rules: rules)) }

            #expect(decisions.map { $0?.isAllowed } == [true, true, false])
            #expect(decisions[2]?.rule.name == "minute")
            #expect((decisions[2]?.retryAfter ?? .zero) > .zero)
        }
    }

    @Test func `Counts that were begun are decided in their order, whenever they are asked for`() async throws {
        try await TestRedis.shared().withClient { client in
            let limiter = RedisRateLimiter(redis: client, deadline: .seconds(5))
            let key = RateKey.subject(TenantID(), .user(UserID()))
            let rules = [RateRule(name: "hour", limit: 3, window: .seconds(36_000))]

            var counts: [RateCount] = []
            for _ in 0..<5 { counts.append(await limiter.begin(key, rules: rules)) }
            var allowed: [Bool?] = []
            for count in counts.reversed() { allowed.append(await count.decision()?.isAllowed) }

            #expect(allowed == [false, false, true, true, true])
            #expect(await limiter.begin(key, rules: []).decision() == nil)
        }
    }

    @Test func `A count that Redis never answers is made here`() async throws {
        let redis = try TestRedis.start()
        try await redis.withClient { client in
            let limiter = RedisRateLimiter(redis: client)
            let key = RateKey.subject(TenantID(), .user(UserID()))
            let rules = [RateRule(name: "hour", limit: 2, window: .seconds(36_000))]
            _ = await limiter.take(.subject(TenantID(), .user(UserID())), rules: rules)

            redis.pause()
            let counts = [await limiter.begin(key, rules: rules), await limiter.begin(key, rules: rules), await limiter.begin(key, rules: rules)]
            var allowed: [Bool?] = []
            for count in counts { allowed.append(await count.decision()?.isAllowed) }
            redis.resume()

            #expect(allowed == [true, true, false])
        }
    }

    @Test func `Without Redis each of several servers gives its share of the limit (statement 29)`() async throws {
        let redis = try TestRedis.start()
        try await redis.withClient { client in
            let limiter = RedisRateLimiter(redis: client, servers: 4)
            let key = RateKey.subject(TenantID(), .user(UserID()))
            let rules = [RateRule(name: "hour", limit: 40, window: .seconds(36_000))]
            _ = await limiter.take(.subject(TenantID(), .user(UserID())), rules: rules)

            redis.kill()
            var allowed = 0
            for _ in 0..<30 { allowed += await limiter.take(key, rules: rules)?.isAllowed == true ? 1 : 0 }

            #expect(allowed == 10)
        }
    }

    @Test func `A caller over the plan's rate gets 429 with the time to wait`() async throws {
        try await TestRedis.shared().withClient { client in
            try await IdentityWorld.lend(limiter: RedisRateLimiter(redis: client, deadline: .seconds(5))) { (world) async throws in
                try await world.test.execute("UPDATE core.tenants SET quotas = '{\"api_per_minute\": 3}' WHERE slug = 'acme'")
                try await world.user("ada@acme.example")
                let ada = try await world.signedIn("ada@acme.example")

                var answers: [TestResponse] = []
                for _ in 0..<4 { answers.append(try await ada.send(.get, "/api/v1/auth/me")) }

                #expect(answers.map(\.status) == [200, 200, 200, 429])
                #expect(answers[0][header: "RateLimit"] != nil)
                #expect((Int(answers[3][header: "Retry-After"] ?? "") ?? 0) > 0)
                #expect(await world.audit.events.contains { $0.outcome == .denied && $0.status == 429 })
            }
        }
    }
}
