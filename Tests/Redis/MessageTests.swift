import Core
import Redis
import Testing

@Suite(.serialized) struct MessageTests {
    @Test func `Who listens hears what is sent, in order`() async throws {
        let channel = RedisKey.tenant(TenantID(), "events")

        try await TestRedis.shared().withClient { client in
            var events = client.subscribe(channel).makeAsyncIterator()
            #expect(await events.next() == .listening)

            for number in 0..<100 {
                let listeners = try await client.publish(Array("\(number)\r\n\0".utf8), to: channel)
                #expect(listeners == 1)
            }

            for number in 0..<100 { #expect(await events.next() == .message(Array("\(number)\r\n\0".utf8))) }
        }
    }

    @Test func `A listener says so when the connection had broken, and hears on`() async throws {
        let redis = try TestRedis.start()
        let channel = RedisKey.global(.revocations)

        try await redis.withClient { client in
            var events = client.subscribe(channel).makeAsyncIterator()
            #expect(await events.next() == .listening)

            redis.kill()
            try redis.restart()

            #expect(await events.next() == .listening)
            try await until { await client.isConnected }
            _ = try await client.publish([1], to: channel)
            #expect(await events.next() == .message([1]))
        }
    }

    @Test func `A cancelled listener ends`() async throws {
        let channel = RedisKey.tenant(TenantID(), "events")

        try await TestRedis.shared().withClient { client in
            let (started, signal) = AsyncStream.makeStream(of: Void.self)
            let listener = Task {
                var count = 0
                for await event in client.subscribe(channel) where event == .listening {
                    count += 1
                    signal.finish()
                }
                return count
            }
            for await _ in started {}

            listener.cancel()

            #expect(await listener.value == 1)
            try await until { try await client.publish([1], to: channel) == 0 }
        }
    }

    @Test func `A listener that is dropped leaves no connection behind`() async throws {
        let channel = RedisKey.tenant(TenantID(), "events")

        try await TestRedis.shared().withClient { client in
            for await event in client.subscribe(channel) where event == .listening { break }

            try await until { try await client.publish([1], to: channel) == 0 }
        }
    }
}
