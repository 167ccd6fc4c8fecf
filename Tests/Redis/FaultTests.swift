import Core
import Redis
import Testing

/// Each test has a server of its own, to be hurt.
@Suite(.serialized) struct FaultTests {
    @Test func `A killed server fails calls at once, and work goes on when it is back`() async throws {
        let redis = try TestRedis.start()

        try await redis.withClient { client in
            _ = try await client.command(["PING"])
            redis.kill()
            try await until { await !client.isConnected }

            await #expect(throws: RedisError.unavailable) { try await client.command(["PING"], within: .seconds(60)) }

            try redis.restart()
            try await until { await client.isConnected }
            #expect(try await client.command(["PING"]) == .status("PONG"))
        }
    }

    @Test func `Calls under way when the connection is given up are told so`() async throws {
        let redis = try TestRedis.start()

        try await redis.withClient { client in
            _ = try await client.command(["PING"])
            redis.pause()
            let calls = [UInt8](1...3).map { number in Task { try await client.command(["ECHO", .bytes([number])], within: .seconds(60)) } }
            // The commands are in the server's socket as soon as a later call has timed out; that call takes the connection with it, as nothing answers.
            await #expect(throws: RedisError.self) { try await client.command(["PING"], within: .milliseconds(20)) }

            for call in calls { await #expect(throws: RedisError.connectionLost) { try await call.value } }
        }
    }

    @Test func `A server that stands still costs one deadline, then nothing until it moves`() async throws {
        let redis = try TestRedis.start()

        try await redis.withClient({ $0.connectTimeout = .milliseconds(200) }) { client in
            _ = try await client.command(["PING"], within: .seconds(5))
            redis.pause()

            await #expect(throws: RedisError.timedOut) { try await client.command(["PING"]) }
            await #expect(throws: RedisError.unavailable) { try await client.command(["PING"], within: .seconds(60)) }

            redis.resume()
            try await until { await client.isConnected }
            #expect(try await client.command(["ECHO", "mine"], within: .seconds(5)).string == "mine")
        }
    }

    @Test func `A slow command is given up alone, and its reply reaches nobody`() async throws {
        let redis = try TestRedis.start()

        try await redis.withClient { client in
            let busy = RedisScript(
                "local t = redis.call('TIME'); repeat local n = redis.call('TIME') until (n[1]-t[1])*1000000+n[2]-t[2] > 200000; return 'slow'")
            async let neighbour = client.command(["ECHO", "before"])
            await #expect(throws: RedisError.self) { try await client.run(busy, keys: [], within: .milliseconds(50)) }
            _ = try await neighbour

            try await until { await client.isConnected }
            #expect(try await client.command(["ECHO", "after"]).string == "after")
        }
    }

    @Test func `A script that the server forgot is loaded again`() async throws {
        let redis = try TestRedis.start()
        let script = RedisScript("return ARGV[1]")

        try await redis.withClient { client in
            #expect(try await client.run(script, keys: [], ["one"]).string == "one")
            _ = try await client.command(["SCRIPT", "FLUSH"])
            #expect(try await client.run(script, keys: [], ["two"]).string == "two")

            redis.kill()
            try await until { await !client.isConnected }
            try redis.restart()
            try await until { await client.isConnected }
            #expect(try await client.run(script, keys: [], ["three"]).string == "three")
        }
    }

    @Test func `A client that starts before its server connects when it comes`() async throws {
        let redis = try TestRedis.start()
        redis.kill()

        try await redis.withClient { client in
            await #expect(throws: RedisError.self) { try await client.command(["PING"], within: .milliseconds(200)) }
            try redis.restart()
            try await until { await client.isConnected }
            #expect(try await client.command(["PING"]) == .status("PONG"))
        }
    }
}

/// Asks until the answer is yes. The state has no event of its own; it gives up after ten seconds.
func until(_ condition: () async throws -> Bool) async throws {
    let deadline = ContinuousClock.now + .seconds(10)
    while try await !condition() {
        guard ContinuousClock.now < deadline else { throw RedisError.timedOut }
        try await Task.sleep(for: .milliseconds(2))
    }
}
