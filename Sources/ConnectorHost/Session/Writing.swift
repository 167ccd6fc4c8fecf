package import Core

/// The optional functions: writing to the platform, and taking what it sends by itself.
extension ConnectorSession {
    /// The largest body of a webhook's delivery, in bytes.
    package static let mostDelivery = 16 << 20

    /// The optional functions that the connector has: `write`, `webhook`.
    package var offers: Set<String> { ready?.offers ?? [] }

    /// Carries out an operation, `{"name", "dry_run", "target", "parameters", "idempotency_key", "config"}`; answers `{"applied", "before", "after",
    /// "inverse", "results", "notes"}` (connector.h). Where the connector does not offer it, a permanent `ConnectorError` says so.
    package func write(_ operation: JSON, _ host: any HostFunctions) async throws -> JSON {
        try refuseUnlessOffered("write")
        let result = try document(try await call("write", operation, host))
        guard let applied = result["applied"]?.bool else { throw await broken(.malformed("a write that does not say whether it was applied")) }
        guard !applied || operation["dry_run"]?.bool != true else { throw await broken(.malformed("a dry run that was applied")) }
        return result
    }

    /// Turns a verified delivery, `{"topic", "headers", "received_at", "config", "time_zone", "currency"}`, and its body into rows; answers
    /// `{"streams", "ignored"}`. The connector reads the body piece by piece. Where it does not offer the function, a permanent `ConnectorError` says so.
    package func webhook(_ delivery: JSON, body bytes: [UInt8], _ host: any HostFunctions) async throws -> JSON {
        try refuseUnlessOffered("webhook")
        guard bytes.count <= Self.mostDelivery else { throw ArgumentTooLarge(function: "webhook", size: bytes.count) }
        guard machine.isIdle else { throw SessionBusy() }
        let handle = body.open(DeliveredBody(bytes))
        let result = try document(try await call("webhook", delivery.setting("body", .integer(handle)), host))
        guard result["streams"]?.array != nil, result["ignored"]?.bool != nil else {
            throw await broken(.malformed("a webhook that does not say what became of the delivery"))
        }
        return result
    }

    private func refuseUnlessOffered(_ function: String) throws {
        guard !offers.contains(function) else { return }
        let name = "\(bundle.manifest.name) \(bundle.manifest.version)"
        throw ConnectorError(kind: .permanent, message: "The connector \(name) does not offer \(function).")
    }
}

/// The document that a call hands to the connector does not fit into a frame: the host's own matter, and the session goes on.
package struct ArgumentTooLarge: Error, Sendable, Hashable, CustomStringConvertible {
    package let function: String
    /// Bytes.
    package let size: Int

    package var description: String { "The argument of \(function) has \(size) bytes; \(ConnectorSession.mostArgument) fit into a frame." }
}

/// A delivery's body: one piece.
private actor DeliveredBody: BodySource {
    private var bytes: [UInt8]?

    init(_ bytes: [UInt8]) { self.bytes = bytes.isEmpty ? nil : bytes }

    func next() -> [UInt8]? {
        defer { bytes = nil }
        return bytes
    }

    func close() { bytes = nil }
}
