import Core
import Jobs
import Postgres
import Testing
import Web

@testable import Syncs

/// What becomes of deliveries.
@Suite(.serialized) struct WebhookJobTests {
    @Test func `The connector's rows are stored, and the body is forgotten`() async throws {
        try await WebhookStand.run { stand in
            let connection = try await stand.connection()
            let path = try await stand.hook(connection)
            #expect(try await stand.stripe(path, WebhookStand.payout("po_1")).status == 200)
            #expect(try await stand.stripe(path, #"{"id":"evt_2","object":"event","type":"customer.created"}"#).status == 200)

            #expect(try await stand.work().isEmpty)
            #expect(try await stand.work().isEmpty)

            let deliveries = try await stand.deliveries()
            let listed = try await stand.a.send(.get, "/api/v1/connections/\(connection)/deliveries?limit=1")
            let rest = try await stand.a.send(
                .get, "/api/v1/connections/\(connection)/deliveries?limit=1&cursor=\(listed.json["next_cursor"]?.string ?? "")")
            #expect(try await stand.stored() == ["po_1"])
            #expect(deliveries.map { $0["state"] } == ["done", "ignored"], "\(deliveries)")
            #expect(deliveries.map { $0["body_sealed"] } == [.null, .null] && deliveries[0]["rows_written"] == 1)
            #expect(deliveries[0]["attempts"] == 1 && deliveries[0]["streams"] == ["stripe_payouts"])
            #expect(listed.json["data"]?.array?.count == 1 && listed.json["data"]?.array?.first?["state"] == "ignored", "\(listed.text)")
            #expect(rest.json["data"]?.array?.first?["state"] == "done" && rest.json["next_cursor"] == .null)
        }
    }

    @Test func `A later delivery changes the row, the same one is not written again`() async throws {
        try await WebhookStand.run { stand in
            let path = try await stand.hook(try await stand.connection())
            for body in [
                WebhookStand.payout("po_1"), WebhookStand.payout("po_1", status: "failed"), WebhookStand.payout("po_1", status: "failed") + " ",
            ] {
                #expect(try await stand.stripe(path, body).status == 200)
                #expect(try await stand.work().isEmpty)
            }

            let status = try await stand.fixture.json("SELECT jsonb_agg(document -> 'status') FROM ingest.records")
            #expect(status == ["failed"])
            #expect(try await stand.deliveries().map { $0["rows_written"] } == [1, 1, 0])
        }
    }

    @Test func `What the connector can not read is dead at once, shown, and can be tried again`() async throws {
        try await WebhookStand.run { stand in
            let connection = try await stand.connection()
            let path = try await stand.hook(connection)
            #expect(try await stand.stripe(path, "<html>").status == 200)

            let failures = try await stand.work()

            let shown = try await stand.a.send(.get, "/api/v1/connections/\(connection)/deliveries?state=dead").json["data"]?.array?.first
            let id = shown?["id"]?.string ?? ""
            #expect(failures.map(\.retry) == [.never] && failures.first?.reason.hasPrefix("contract: ") == true)
            #expect(shown?["error"]?["kind"] == "contract" && shown?["attempts"] == 1 && shown?["finished_at"]?.string != nil)
            try await stand.fixture.stand.execute("UPDATE jobs.jobs SET state = 'discarded'")

            let retried = try await stand.a.send(.post, "/api/v1/connections/\(connection)/deliveries/\(id)/retry")
            let twice = try await stand.a.send(.post, "/api/v1/connections/\(connection)/deliveries/\(id)/retry")
            let foreign = try await stand.b.send(.post, "/api/v1/connections/\(connection)/deliveries/\(id)/retry")

            #expect(retried.status == 202 && twice.code == "delivery_not_dead" && foreign.status == 404, "\(retried.text)")
            #expect(try await stand.deliveries().map { $0["state"] } == ["queued"])
            #expect(try await stand.fixture.json("SELECT to_jsonb(count(*)) FROM jobs.jobs WHERE state = 'queued'") == 1)
        }
    }

    @Test func `A run that breaks is tried again with backoff, and dead after the last`() async throws {
        try await WebhookStand.run(runner: "/nowhere/connector-runner") { stand in
            let path = try await stand.hook(try await stand.connection())
            #expect(try await stand.stripe(path, WebhookStand.payout("po_1")).status == 200)

            let first = try await stand.work()
            let waiting = try await stand.deliveries()
            let last = try await stand.work(isLast: true)
            let dead = try await stand.deliveries()

            #expect(first.map(\.retry) == [.withBackoff] && last.map(\.retry) == [.never])
            #expect(waiting.map { $0["state"] } == ["queued"] && waiting[0]["error"]?["kind"] == "plugin_fault")
            #expect(dead.map { $0["state"] } == ["dead"] && dead[0]["attempts"] == 2 && dead[0]["body_sealed"]?.string != nil)
        }
    }

    @Test func `A paused connection's deliveries wait`() async throws {
        try await WebhookStand.run { stand in
            let connection = try await stand.connection(state: "paused")
            let path = try await stand.hook(connection)
            #expect(try await stand.stripe(path, WebhookStand.payout("po_1")).status == 200)

            #expect(try await stand.work().isEmpty)
            #expect(try await stand.deliveries().map { $0["state"] } == ["queued"])
            try await stand.fixture.stand.execute("UPDATE ingest.connections SET state = 'active'")
            #expect(try await stand.work().isEmpty)

            #expect(try await stand.stored() == ["po_1"])
        }
    }

    @Test func `The sweep ends what has no job, forgets bodies and removes what is old`() async throws {
        try await WebhookStand.run { stand in
            let path = try await stand.hook(try await stand.connection())
            for id in ["po_1", "po_2", "po_3", "po_4"] { #expect(try await stand.stripe(path, WebhookStand.payout(id)).status == 200) }
            let ids = try await stand.deliveries().compactMap { $0["id"]?.string }
            try await stand.fixture.stand.execute(
                """
                UPDATE jobs.jobs SET state = 'discarded' WHERE unique_key = '\(ids[1])';
                UPDATE ingest.deliveries SET state = 'dead', received_at = now() - interval '31 days' WHERE id = '\(ids[2])';
                UPDATE ingest.deliveries SET expires_at = now() - interval '1 second' WHERE id = '\(ids[3])';
                """)

            let touched = try await stand.webhooks.sweeper.sweep()

            let left = try await stand.deliveries()
            func one(_ id: String) -> JSON? { left.first { $0["id"]?.string == id } }
            #expect(touched == 3 && left.count == 3)
            #expect(one(ids[0])?["state"] == "queued")
            #expect(one(ids[1])?["state"] == "dead" && one(ids[1])?["error"]?["kind"] == "transient" && one(ids[1])?["body_sealed"] != .null)
            #expect(one(ids[2])?["body_sealed"] == .null)
        }
    }
}
