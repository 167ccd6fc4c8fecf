import ConnectorHost
import Core
import Outbound

/// A platform's body as it comes.
struct StreamedBody: BodySource {
    let response: OutboundResponse

    func next() async throws -> [UInt8]? {
        do { return try await response.next() } catch let error as OutboundError { throw HostRefusal(.failed, error.description) }
    }

    func close() async { await response.cancel() }
}

/// A body that is in memory.
actor WholeBody: BodySource {
    private var rest: [UInt8]?

    init(_ bytes: [UInt8]) { rest = bytes.isEmpty ? nil : bytes }

    func next() -> [UInt8]? {
        defer { rest = nil }
        return rest
    }

    func close() { rest = nil }
}

/// An uploaded file, piece by piece.
actor UploadBody: BodySource {
    private let piece: @Sendable (Int) async throws -> [UInt8]?
    private let tally: CallTally
    private var number = 0

    init(tally: CallTally, piece: @escaping @Sendable (Int) async throws -> [UInt8]?) {
        self.tally = tally
        self.piece = piece
    }

    func next() async throws -> [UInt8]? {
        let wanted = number
        number += 1
        guard let bytes = try await piece(wanted) else { return nil }
        tally.noteBytes(bytes.count)
        return bytes
    }

    func close() {}
}
