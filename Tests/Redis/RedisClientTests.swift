import Core
import Logging
import Reactor
import Redis
import Testing

struct RedisClientTests {
    private let tenant = TenantID()

    @Test func `What is set is read back`() async throws {
        let key = RedisKey.tenant(tenant, "test")

        try await TestRedis.shared().withClient { client in
            let set = try await client.command(["SET", .key(key), "value", "PX", .milliseconds(.seconds(60))])
            let read = try await client.command(["GET", .key(key)])

            #expect(set == .status("OK"))
            #expect(read.string == "value")
        }
    }

    @Test func `Each reactor has a connection of its own`() async throws {
        let reactors = Reactor.crew(2)

        try await TestRedis.shared().withClient(reactors: reactors) { client in
            var connections: [Int64?] = []
            for reactor in [reactors[0], reactors[1], reactors[1], reactors[0]] {
                connections.append(
                    try await Task(executorPreference: reactor) {
                        let id = try await client.command(["CLIENT", "ID"]).integer
                        return reactor.isCurrent ? id : nil
                    }.value)
            }
            let elsewhere = try await client.command(["CLIENT", "ID"]).integer

            #expect(connections[0] != nil && connections[1] != nil && connections[0] != connections[1])
            #expect(connections[2] == connections[1] && connections[3] == connections[0] && elsewhere == connections[0])
        }
    }

    @Test func `Any bytes come back as they were, also none and many`() async throws {
        let key = RedisKey.tenant(tenant, "binary")

        try await TestRedis.shared().withClient { client in
            let values: [[UInt8]] = [[], [0], Array("a\r\nb\0c $5".utf8), (0...255).map { UInt8($0) }, [UInt8](repeating: 7, count: 1_000_000)]
            for bytes in values {
                _ = try await client.command(["SET", .key(key), .bytes(bytes)])
                #expect(try await client.command(["GET", .key(key)]).bytes == bytes)
            }
        }
    }

    @Test func `Numbers, nothing, lists and refusals are told apart`() async throws {
        let (number, list) = (RedisKey.tenant(tenant, "number"), RedisKey.tenant(tenant, "list"))

        try await TestRedis.shared().withClient { client in
            #expect(try await client.command(["INCR", .key(number)]) == .integer(1))
            #expect(try await client.command(["GET", .key(number)]).integer == 1)
            #expect(try await client.command(["GET", .key(RedisKey.tenant(TenantID(), "absent"))]).isNull)
            _ = try await client.command(["RPUSH", .key(list), "a", "b"])
            #expect(try await client.command(["LRANGE", .key(list), 0, -1]).array?.map(\.string) == ["a", "b"])
            let error = await #expect(throws: RedisError.self) { try await client.command(["INCR", .key(list)]) }
            guard case .server(let code, _) = error else { throw RedisError.unexpectedReply }
            #expect(code == "WRONGTYPE")
        }
    }

    @Test func `Many callers share the connection and each gets its own reply`() async throws {
        try await TestRedis.shared().withClient { client in
            let wrong = try await withThrowingTaskGroup(of: Bool.self) { group in
                for number in 0..<5_000 {
                    group.addTask { try await client.command(["ECHO", .integer(number)]).string != String(number) }
                }
                return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
            }

            #expect(wrong == 0)
        }
    }

    @Test func `No caller gets another's reply, whoever leaves early`() async throws {
        try await TestRedis.shared().withClient { client in
            let outcomes = await withTaskGroup(of: Outcome.self) { group in
                for number in 0..<10_000 {
                    group.addTask { await echoOrLeave(number, client) }
                    if number % 200 == 199 { for _ in 0..<150 { _ = await group.next() } }
                }
                return await group.reduce(into: [Outcome: Int]()) { $0[$1, default: 0] += 1 }
            }

            #expect(outcomes[.foreign, default: 0] == 0)
            #expect(outcomes[.failed, default: 0] == 0)
            let last = try await client.command(["ECHO", "still here"])
            #expect(last.string == "still here")
        }
    }

    @Test func `Deadlines that pass mix no replies up`() async throws {
        try await TestRedis.shared().withClient { client in
            let foreign = await withTaskGroup(of: Bool.self) { group in
                for number in 0..<2_000 {
                    group.addTask {
                        let reply = try? await client.command(["ECHO", .integer(number)], within: .microseconds(Int.random(in: 0...3_000)))
                        return reply.map { $0.string != String(number) } ?? false
                    }
                }
                return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
            }

            #expect(foreign == 0)
        }
    }

    @Test func `A wrong password is no connection`() async throws {
        let redis = try TestRedis.shared()

        try await redis.withClient({ configuration in
            configuration.user = "nobody"
            configuration.password = Secret("wrong")
        }) { client in
            await #expect(throws: RedisError.self) { try await client.command(["PING"], within: .milliseconds(500)) }
            #expect(await !client.isConnected)
        }
    }

    @Test func `An ACL user with a password signs in and is held to its rules`() async throws {
        let redis = try TestRedis.start()
        let key = RedisKey.tenant(tenant, "acl")
        try await redis.withClient { client in
            _ = try await client.command(["ACL", "SETUSER", "limited", "on", ">s:e@c/r%t", "~tenant:*", "+ping", "+get", "+set"])
        }

        try await redis.withClient({ configuration in
            configuration.user = "limited"
            configuration.password = Secret("s:e@c/r%t")
            configuration.deadline = .seconds(5)
        }) { client in
            _ = try await client.command(["SET", .key(key), "1"])
            let error = await #expect(throws: RedisError.self) { try await client.command(["FLUSHALL"]) }
            guard case .server(code: "NOPERM", _) = error else { throw RedisError.unexpectedReply }
        }
    }

    @Test func `A client that does not run has no connection`() async throws {
        let client = RedisClient(try TestRedis.shared().configuration)

        await #expect(throws: RedisError.timedOut) { try await client.command(["PING"], within: .milliseconds(20)) }
    }
}

private enum Outcome: Hashable {
    case own, foreign, cancelled, failed
}

/// Asks for a value of its own, and half of the time is cancelled at some point meanwhile.
private func echoOrLeave(_ number: Int, _ client: RedisClient) async -> Outcome {
    let value = "\(number)-\(UInt64.random(in: .min ... .max))"
    let task = Task { try await client.command(["ECHO", .text(value)], within: .seconds(30)).string }
    if Bool.random() {
        for _ in 0..<Int.random(in: 0...20) { await Task.yield() }
        task.cancel()
    }
    do {
        return try await task.value == value ? .own : .foreign
    } catch is CancellationError {
        return .cancelled
    } catch {
        return .failed
    }
}
