import Core
import Synchronization
import Testing
import Web

@testable import Health

@Suite struct HealthRoutesTests {
    /// A part whose state a test sets.
    final class Part: Sendable {
        private let state = Mutex(HealthState.ok)

        func set(_ new: HealthState) { state.withLock { $0 = new } }
        var now: HealthState { state.withLock { $0 } }
    }

    func lend(_ body: @Sendable @escaping (Part, Part, WebTestClient) async throws -> Void) async throws {
        let (postgres, redis) = (Part(), Part())
        let checks = [HealthCheck("postgres", isEssential: true) { postgres.now }, HealthCheck("redis", isEssential: false) { redis.now }]
        let health = Health(checks: checks, metrics: { "up 1\n" })
        try await WebApplication.test(health.endpoints, authenticator: KnownTokens([:])) { client in try await body(postgres, redis, client) }
    }

    @Test func `A sound server says so to anyone, with every part`() async throws {
        try await lend { (_, _, client) async throws in
            let whole = try await client.send(.get, "/health")
            let ready = try await client.send(.get, "/health/ready")
            let live = try await client.send(.get, "/health/live")

            #expect([whole.status, ready.status, live.status] == [200, 200, 200])
            #expect(whole.json["status"]?.string == "ok")
            #expect(whole.json["parts"]?.array?.map { $0["name"]?.string } == ["postgres", "redis"])
        }
    }

    @Test func `Without its database a server is not ready, but alive, and the answer tells no more than the part`() async throws {
        try await lend { (postgres, _, client) async throws in
            postgres.set(.down("The database does not answer."))

            let whole = try await client.send(.get, "/health")
            let ready = try await client.send(.get, "/health/ready")
            let live = try await client.send(.get, "/health/live")

            #expect([whole.status, ready.status, live.status] == [503, 503, 200])
            #expect(whole[header: "Retry-After"] != nil)
            #expect(whole.faults == ["/postgres down"])
        }
    }

    @Test func `A dependency that hangs does not hang the question whether the server is ready`() async throws {
        let (silence, end) = AsyncStream.makeStream(of: Void.self)
        // The task inside is not cancelled with the question: it hangs until the test ends it.
        let hanging = HealthCheck("postgres", isEssential: true) {
            await Task { for await _ in silence {} }.value
            return .ok
        }
        let health = Health(checks: [hanging], metrics: { "" }, deadline: .milliseconds(200))

        try await WebApplication.test(health.endpoints, authenticator: KnownTokens([:])) { client in
            let start = ContinuousClock.now
            let ready = try await client.send(.get, "/health/ready")
            let live = try await client.send(.get, "/health/live")
            let taken = ContinuousClock.now - start

            #expect([ready.status, live.status] == [503, 200])
            #expect(ready.faults == ["/postgres down"])
            #expect(taken < .seconds(30))
        }
        end.finish()
    }

    @Test func `Without its cache a server is degraded and ready`() async throws {
        try await lend { (_, redis, client) async throws in
            redis.set(.down("Redis does not answer."))

            let whole = try await client.send(.get, "/health")
            let ready = try await client.send(.get, "/health/ready")

            #expect([whole.status, ready.status] == [200, 200])
            #expect(whole.json["status"]?.string == "degraded")
        }
    }

    @Test func `Metrics are served by the internal listener alone (statement 34)`() async throws {
        try await lend { (_, _, client) async throws in
            let outside = try await client.send(.get, "/metrics")

            #expect(outside.status == 404)
        }
        let health = Health(checks: [], metrics: { "up 1\n" })
        try await WebApplication.test(health.internalEndpoints, authenticator: KnownTokens([:])) { client in
            let inside = try await client.send(.get, "/metrics")

            #expect(inside.text == "up 1\n")
            #expect(inside[header: "Content-Type"] == "text/plain; version=0.0.4; charset=utf-8")
        }
    }
}
