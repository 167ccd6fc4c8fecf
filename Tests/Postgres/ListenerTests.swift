import Postgres
import Testing

struct ListenerTests {
    @Test func `Notifications arrive, also after the connection was killed`() async throws {
        try await withKitDatabase { own in
            var events = Listener(own.configuration.with(user: "kit_app")).notifications("kit_events").makeAsyncIterator()

            #expect(await events.next() == .listening)
            _ = try await own.query("SELECT pg_notify('kit_events', 'one')")
            #expect(await events.next() == .message(channel: "kit_events", payload: "one"))
            _ = try await own.query(
                "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE usename = 'kit_app' AND datname = current_database()")
            #expect(await events.next() == .listening)
            _ = try await own.query("SELECT pg_notify('kit_events', 'two')")
            #expect(await events.next() == .message(channel: "kit_events", payload: "two"))
        }
    }

    @Test func `A cancelled listener ends`() async throws {
        try await withKitDatabase { own in
            let task = Task {
                var count = 0
                for await _ in Listener(own.configuration).notifications("kit_events") { count += 1 }
                return count
            }

            task.cancel()

            #expect(await task.value <= 1)
        }
    }
}
