import CConnector

extension Replay {
    /// Calls `check`. `config` is JSON. Throws the `ConnectorFailure` that came back.
    public func check<C: Connector>(_ type: C.Type, config: String) throws -> Account {
        let result = try call(type) { $0.check }(config)
        return Account(id: try result.requiredString("account.id"), name: result["account.name"].string ?? "")
    }

    /// Calls `discover`. Throws the `ConnectorFailure` that came back.
    public func discover<C: Connector>(_ type: C.Type, config: String) throws -> Discovery {
        let result = try call(type) { $0.discover }(config)
        let streams = result["streams"].elements.map { stream in
            Discovery.Stream(stream["name"].string ?? "", available: stream["available"].boolean ?? false, reason: stream["reason"].string)
        }
        let accounts = result["accounts"].elements.map { Account(id: $0["id"].string ?? "", name: $0["name"].string ?? "") }
        return Discovery(streams: streams, accounts: accounts)
    }

    /// Calls `read`. `config` and `cursor` are JSON, days are `YYYY-MM-DD`. Throws the `ConnectorFailure` that came back.
    public func read<C: Connector>(
        _ type: C.Type, _ stream: String, mode: ReadRequest.Mode = .incremental, cursor: String? = nil, since: String? = nil, until: String? = nil,
        config: String = "{}", timeZone: String? = "UTC", currency: String? = "USD"
    ) throws -> Outcome {
        let config = try JSONDocument(config).root
        let cursor = try cursor.map { try JSONDocument($0).root }
        let request = Row.json { row in
            row.text("stream", stream)
            row.text("mode", mode.rawValue)
            if let cursor { row.raw("cursor", cursor) } else { row.null("cursor") }
            row.text("since", since)
            row.text("until", until)
            row.raw("config", config)
            row.text("time_zone", timeZone)
            row.text("currency", currency)
        }
        let result = try call(type) { $0.read }(request)
        if result["outcome"].string == "done" { return .done }
        guard result["outcome"].string == "parked", let until = result["until"].integer else {
            throw ConnectorFailure(.contract, "The result of read is not known: \(result.json)")
        }
        return .parked(until: Instant(microseconds: until))
    }

    /// Calls `write`. `parameters` and `config` are JSON. Throws the `ConnectorFailure` that came back, also where the connector does not offer it.
    public func write<C: Connector>(
        _ type: C.Type, _ name: String, target: Operation.Target = Operation.Target(), parameters: String = "{}", dryRun: Bool = false,
        idempotencyKey: String? = "key-1", config: String = "{}"
    ) throws -> OperationResult {
        let operation = Operation(
            name, isDryRun: dryRun, target: target, parameters: try JSONDocument(parameters).root, idempotencyKey: idempotencyKey)
        let config = try JSONDocument(config).root
        let document = Row.json { row in
            operation.write(to: &row)
            row.raw("config", config)
        }
        return try OperationResult(try call(type) { $0.write }(document))
    }

    /// Calls `webhook` with a delivery whose signature counts as verified. Rows stand in `rows` as after a read. Throws the `ConnectorFailure` that
    /// came back, also where the connector does not offer it.
    public func webhook<C: Connector>(
        _ type: C.Type, _ body: String, topic: String? = nil, headers: [(name: String, value: String)] = [], config: String = "{}",
        timeZone: String? = "UTC", currency: String? = "USD"
    ) throws -> Reception {
        let config = try JSONDocument(config).root
        bodies = [Replay.deliveryHandle: Body(bytes: Array(body.utf8))]
        let document = Row.json { row in
            row.text("topic", topic)
            row.object("headers") { row in for field in headers { row.text(named: field.name.lowercased(), field.value) } }
            row.instant("received_at", now)
            row.raw("config", config)
            row.text("time_zone", timeZone)
            row.text("currency", currency)
            row.integer("body", Int64(Replay.deliveryHandle))
        }
        let result = try call(type) { $0.webhook }(document)
        return Reception(streams: result["streams"].strings, isIgnored: result["ignored"].boolean ?? false)
    }

    /// A handle that no request of a test gets: those count from 1.
    private static let deliveryHandle: UInt64 = 1 << 40

    /// Whether the connector's table offers `write` and `webhook`.
    public func offers<C: Connector>(_ type: C.Type) throws -> (write: Bool, webhook: Bool) {
        let table = try functions(of: type)
        return (table.write != nil, table.webhook != nil)
    }

    /// The bytes that the connector's table gives as its manifest.
    public func manifest<C: Connector>(_ type: C.Type) throws -> [UInt8] {
        let table = try functions(of: type)
        let buffer = table.manifest()
        defer { table.free_buffer(buffer) }
        return [UInt8](UnsafeRawBufferPointer(start: buffer.data, count: buffer.size))
    }

    private typealias Function = @convention(c) (UnsafePointer<tactics_host>?, tactics_bytes, UnsafeMutablePointer<tactics_buffer>?) -> Int32

    private func functions<C: Connector>(of type: C.Type) throws -> tactics_connector {
        guard let table = connectorTable(for: type, host: hostTable) else { throw ConnectorFailure(.permanent, "The connector refuses this host.") }
        return table.pointee
    }

    private func call<C: Connector>(_ type: C.Type, _ choose: (tactics_connector) -> Function?) throws -> (String) throws -> JSONView {
        let table = try functions(of: type)
        guard let function = choose(table) else { throw ConnectorFailure(.permanent, "The connector does not offer this function.") }
        return { [hostTable] argument in
            var argument = argument
            var buffer = tactics_buffer()
            let status = argument.withUTF8 { function(hostTable, tactics_bytes(data: $0.baseAddress, size: $0.count), &buffer) }
            defer { table.free_buffer(buffer) }
            let result = try JSONDocument([UInt8](UnsafeRawBufferPointer(start: buffer.data, count: buffer.size))).root
            if status == TACTICS_OK { return result }
            throw ConnectorFailure(
                ConnectorFailure.Kind(rawValue: result["error.kind"].string ?? "") ?? .permanent, result["error.message"].string ?? "",
                until: result["error.until"].integer.map { Instant(microseconds: $0) }, stream: result["error.stream"].string,
                detail: result["error.detail"].string)
        }
    }
}
