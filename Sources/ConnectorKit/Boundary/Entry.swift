public import CConnector

/// The function table of a connector. A plugin exports one function that returns it:
/// ```swift
/// @c(klaviyo_connector_v1)
/// public func klaviyoConnector(_ host: UnsafePointer<tactics_host>?) -> UnsafePointer<tactics_connector>? {
///     connectorTable(for: Klaviyo.self, host: host)
/// }
/// ```
/// Nil when the host speaks another major version, or when more connectors than there are slots live in one process image.
public func connectorTable<C: Connector>(for type: C.Type, host: UnsafePointer<tactics_host>?) -> UnsafePointer<tactics_connector>? {
    if let host, host.pointee.abi_major != UInt32(TACTICS_ABI_MAJOR) { return nil }
    return Slots.table(for: type)
}

/// What a connector's functions do, with the bytes of the boundary.
enum Entry {
    static func manifest(_ type: any Connector.Type) -> tactics_buffer { owned(type.manifest) }

    static func check(
        _ type: any Connector.Type, _ host: UnsafePointer<tactics_host>?, _ config: tactics_bytes, _ result: UnsafeMutablePointer<tactics_buffer>?
    ) -> Int32 {
        answer(host, result) { host in
            let account = try type.init().check(try document(config), host)
            return Row.bytes { $0.object("account") { write(account, &$0) } }
        }
    }

    static func discover(
        _ type: any Connector.Type, _ host: UnsafePointer<tactics_host>?, _ config: tactics_bytes, _ result: UnsafeMutablePointer<tactics_buffer>?
    ) -> Int32 {
        answer(host, result) { host in
            let found = try type.init().discover(try document(config), host)
            return Row.bytes { row in
                row.objects("streams", found.streams) { row, stream in
                    row.text("name", stream.name)
                    row.boolean("available", stream.available)
                    row.text("reason", stream.reason)
                }
                row.objects("accounts", found.accounts) { write($1, &$0) }
            }
        }
    }

    static func read(
        _ type: any Connector.Type, _ host: UnsafePointer<tactics_host>?, _ request: tactics_bytes, _ result: UnsafeMutablePointer<tactics_buffer>?
    ) -> Int32 {
        answer(host, result) { host in
            do {
                let outcome = try type.init().read(try ReadRequest(try document(request)), host)
                try host.flush()
                return self.document(outcome)
            } catch let parked as Parked {
                return self.document(.parked(until: parked.until))
            }
        }
    }

    static func write(
        _ type: any Connector.Type, _ host: UnsafePointer<tactics_host>?, _ operation: tactics_bytes, _ result: UnsafeMutablePointer<tactics_buffer>?
    ) -> Int32 {
        answer(host, result) { host in
            guard let writing = type as? any Writing.Type else { throw notOffered }
            return try writing.init().write(try Operation(try document(operation)), host).document
        }
    }

    static func webhook(
        _ type: any Connector.Type, _ host: UnsafePointer<tactics_host>?, _ delivery: tactics_bytes, _ result: UnsafeMutablePointer<tactics_buffer>?
    ) -> Int32 {
        answer(host, result) { host in
            guard let receiving = type as? any Receiving.Type else { throw notOffered }
            let reception = try receiving.init().webhook(try Delivery(try document(delivery), host), host)
            try host.flush()
            return reception.document
        }
    }

    private static var notOffered: ConnectorFailure { ConnectorFailure(.permanent, "The connector does not offer this function.") }

    static func free(_ buffer: tactics_buffer) { buffer.data?.deallocate() }

    private static func document(_ outcome: Outcome) -> [UInt8] {
        Row.bytes { row in
            switch outcome {
            case .done: row.text("outcome", "done")
            case .parked(let until):
                row.text("outcome", "parked")
                row.integer("until", until.microseconds)
            }
        }
    }

    private static func write(_ account: Account, _ row: inout Row) {
        row.text("id", account.id)
        row.text("name", account.name)
    }

    private static func document(_ bytes: tactics_bytes) throws -> JSONView {
        do { return try JSONDocument([UInt8](UnsafeRawBufferPointer(start: bytes.data, count: bytes.size))).root } catch {
            throw ConnectorFailure(.permanent, "The host's document is no JSON (\(error.reason.rawValue) at byte \(error.offset)).")
        }
    }

    /// Runs a function and hands its document, or the failure's, to the host.
    private static func answer(
        _ host: UnsafePointer<tactics_host>?, _ result: UnsafeMutablePointer<tactics_buffer>?, _ work: (Host) throws -> [UInt8]
    ) -> Int32 {
        guard let host, let result else { return TACTICS_FAILED }
        do {
            result.pointee = owned(try work(Host(host)))
            return TACTICS_OK
        } catch {
            result.pointee = owned(failure(error).document)
            return TACTICS_FAILED
        }
    }

    private static func failure(_ error: any Error) -> ConnectorFailure {
        switch error {
        case let failure as ConnectorFailure: failure
        case let host as HostError: host.failure
        case let parked as Parked: ConnectorFailure(.rateLimited, "The platform asked to wait.", until: parked.until)
        case let fault as JSONFault: ConnectorFailure(json: fault)
        default: ConnectorFailure(.permanent, "The connector failed.", detail: String(describing: type(of: error)))
        }
    }

    /// A copy that the host gives back to `free_buffer`.
    private static func owned(_ bytes: [UInt8]) -> tactics_buffer {
        let data = UnsafeMutablePointer<UInt8>.allocate(capacity: max(bytes.count, 1))
        data.update(from: bytes, count: bytes.count)
        return tactics_buffer(data: data, size: bytes.count)
    }
}
