import ConnectorKit
import Testing

@Suite struct WriteTests {
    private let replay = Replay()
    private let campaign = Operation.Target(accountID: "act", level: "campaign", id: "c1")

    @Test func `A budget is set, and the result says what was, what is and what undoes it`() throws {
        replay.answer("/campaigns/c1", method: "GET", with: .init(#"{"daily_budget":"500"}"#))
        replay.answer("/campaigns/c1", method: "POST", with: .init("{}"))

        let result = try replay.write(
            WritingConnector.self, "set_budget", target: campaign, parameters: #"{"daily_budget_micros":7500000,"currency":"EUR"}"#)

        #expect(result.applied)
        #expect(result.before["daily_budget_micros"].integer == 5_000_000)
        #expect(result.after["daily_budget_micros"].integer == 7_500_000)
        #expect(result.inverse?.name == "set_budget")
        #expect(result.inverse?.target == campaign)
        #expect(result.inverse?.parameters["daily_budget_micros"].integer == 5_000_000)
        #expect(result.inverse?.config.exists == false)
        #expect(replay.requests.map(\.method) == ["GET", "POST"])
        #expect(replay.requests.last?.headers.contains { $0.name == "idempotency-key" && $0.value == "key-1" } == true)
    }

    @Test func `A dry run changes nothing`() throws {
        replay.answer("/campaigns/c1", method: "GET", with: .init(#"{"daily_budget":"500"}"#))

        let result = try replay.write(
            WritingConnector.self, "set_budget", target: campaign, parameters: #"{"daily_budget_micros":7500000}"#, dryRun: true)

        #expect(!result.applied)
        #expect(result.after["daily_budget_micros"].integer == 7_500_000)
        #expect(replay.requests.map(\.method) == ["GET"])
    }

    @Test func `Events are read whole, and each has its own result`() throws {
        let events = #"""
            {"test":{"code":"T1"},"events":[{"id":"1","name":"purchase","occurred_at":"2026-01-02T03:04:05Z","value_micros":1000000,"currency":"EUR",
            "order_id":"o","click_id":{"kind":"gclid","value":"g"},"user":{"email_sha256":"aa","ip":"192.0.2.1"}},
            {"id":"2","name":"purchase","occurred_at":"2026-01-02T03:04:05Z"}]}
            """#

        let result = try replay.write(WritingConnector.self, "upload_conversions", parameters: events)

        #expect(result.results == [.init(id: "1", state: .accepted), .init(id: "2", state: .rejected, reason: "It has no click.")])
        #expect(result.notes == ["T1"])
    }

    @Test func `What an operation lacks is said in a sentence`() throws {
        #expect(throws: ConnectorFailure(.permanent, "There is no operation \"explode\".")) { try replay.write(WritingConnector.self, "explode") }
        #expect(throws: ConnectorFailure(.permanent, "The operation \"set_budget\" needs the id of its target.")) {
            try replay.write(WritingConnector.self, "set_budget")
        }
        #expect(throws: ConnectorFailure.self) { try replay.write(WritingConnector.self, "set_budget", target: campaign, parameters: "{}") }
        #expect(throws: ConnectorFailure(.permanent, "Event 0 of the operation \"upload_conversions\" lacks its id, its name or its time.")) {
            try replay.write(WritingConnector.self, "upload_conversions", parameters: #"{"events":[{"id":"1","name":"x"}]}"#)
        }
    }

    @Test func `A platform that asks to wait for long gives a failure with the time`() throws {
        replay.answer("/campaigns/c1", with: .init("{}", status: 429, headers: [(name: "retry-after", value: "3600")]))

        let failure = #expect(throws: ConnectorFailure.self) {
            try replay.write(WritingConnector.self, "set_budget", target: campaign, parameters: #"{"daily_budget_micros":1}"#)
        }

        #expect(failure?.kind == .rateLimited)
        #expect(failure?.until == replay.now.adding(seconds: 3600))
    }

    @Test func `A delivery becomes rows`() throws {
        let reception = try replay.webhook(
            WritingConnector.self, #"{"id":7,"total":"1.50"}"#, topic: "orders/create", headers: [(name: "X-Id", value: "d1")])

        #expect(reception == Reception(streams: ["orders"]))
        #expect(replay.rows["orders"] == [#"{"id":"7","currency":"USD","total_micros":1500000,"updated_at":"2026-01-15T12:00:00Z"}"#])
        #expect(replay.logs == ["1 delivery d1"])
    }

    @Test func `A large delivery is read piece by piece, one beyond the bound is refused`() throws {
        replay.pieceSize = 1000
        let long = String(repeating: " ", count: 100_000)

        #expect(try replay.webhook(WritingConnector.self, long + #"{"id":7}"#, topic: "orders/create").streams == ["orders"])
        #expect(throws: ConnectorFailure.self) {
            try replay.webhook(WritingConnector.self, String(repeating: " ", count: Delivery.mostBytes + 1), topic: "orders/create")
        }
    }

    @Test func `What nobody keeps is ignored, what is no JSON is a contract failure`() throws {
        #expect(try replay.webhook(WritingConnector.self, "{}", topic: "app/uninstalled") == .ignored)
        #expect(throws: ConnectorFailure(.contract, "The delivery is no JSON.", detail: "cut at byte 1")) {
            try replay.webhook(WritingConnector.self, "{", topic: "orders/create")
        }
    }

    @Test func `A connector without the conformances offers neither function`() throws {
        #expect(try replay.offers(WritingConnector.self) == (true, true))
        #expect(try replay.offers(ExampleConnector.self) == (false, false))
        #expect(throws: ConnectorFailure(.permanent, "The connector does not offer this function.")) {
            try replay.write(ExampleConnector.self, "pause")
        }
        #expect(throws: ConnectorFailure(.permanent, "The connector does not offer this function.")) {
            try replay.webhook(ExampleConnector.self, "{}")
        }
    }
}

/// A connector that writes and receives, and reads nothing.
private struct WritingConnector: Writing, Receiving {
    static let manifest = Array(#"{"id":"writing"}"#.utf8)

    func check(_ config: JSONView, _ host: Host) throws -> Account { Account(id: "1", name: "One") }
    func discover(_ config: JSONView, _ host: Host) throws -> Discovery { Discovery(streams: []) }
    func read(_ request: ReadRequest, _ host: Host) throws -> Outcome { .done }

    func write(_ operation: Operation, _ host: Host) throws -> OperationResult {
        switch operation.name {
        case "set_budget": try setBudget(operation, host)
        case "upload_conversions": upload(try operation.events(), operation.testCode)
        default: throw operation.unknown
        }
    }

    private func setBudget(_ operation: Operation, _ host: Host) throws -> OperationResult {
        let url = "https://api.example.com/campaigns/\(try operation.targetID())"
        let wanted = try operation.amount("daily_budget_micros")
        let now = try host.json(Request(.get, url))["daily_budget"].minor("EUR")
        if !operation.isDryRun {
            let change = Request(.post, url, headers: operation.idempotencyKey.map { [(name: "Idempotency-Key", value: $0)] } ?? [])
            _ = try host.json(change.json { $0.integer("daily_budget", wanted.value / 10_000) })
        }
        let before = JSONView.object { $0.micros("daily_budget_micros", now) }
        return OperationResult(
            applied: !operation.isDryRun, before: before, after: .object { $0.micros("daily_budget_micros", wanted) },
            inverse: operation.inverse("set_budget", parameters: before))
    }

    private func upload(_ events: [ConversionEvent], _ code: String?) -> OperationResult {
        OperationResult(
            applied: true,
            results: events.map {
                .init(id: $0.id, state: $0.clickID == nil ? .rejected : .accepted, reason: $0.clickID == nil ? "It has no click." : nil)
            },
            notes: code.map { [$0] } ?? [])
    }

    func webhook(_ delivery: Delivery, _ host: Host) throws -> Reception {
        guard delivery.topic == "orders/create" else { return .ignored }
        let order = try delivery.json()
        if let id = delivery.header("x-id") { host.log(.info, "delivery \(id)") }
        try host.emit(
            OrderRow(
                id: try order.requiredString("id"), currency: delivery.currency, total: order["total"].micros, updatedAt: delivery.receivedAt))
        return Reception(streams: ["orders"])
    }
}
