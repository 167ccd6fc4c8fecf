import Core
import NIOCore
import NIOHTTP1

/// The bytes behind a request's head, taken from the connection when somebody wants them.
///
/// `@unchecked`: the iterator and the counters belong to the request's own task; nobody else reads before that task has ended.
final class RequestBody: @unchecked Sendable {
    typealias Inbound = NIOAsyncChannelInboundStream<HTTPServerRequestPart>.AsyncIterator
    typealias Outbound = NIOAsyncChannelOutboundWriter<ResponsePart>

    private var inbound: Inbound?
    private let outbound: Outbound?
    private let announcedLength: Int?
    private var awaitsContinue: Bool
    private var received = 0
    /// Whether the last byte was read.
    private(set) var isFinished: Bool
    /// Whether the head says that there is a body.
    let isAnnounced: Bool

    init(_ head: HTTPRequestHead, inbound: Inbound, outbound: Outbound) {
        self.inbound = inbound
        self.outbound = outbound
        announcedLength = head.headers["content-length"].first.flatMap { Int($0) }
        isAnnounced = (announcedLength ?? 0) > 0 || head.headers.contains(name: "transfer-encoding")
        awaitsContinue = isAnnounced && head.headers["expect"].contains { $0.lowercased() == "100-continue" }
        isFinished = false
    }

    /// The next piece; `nil` at the end.
    /// - Throws: 413 as soon as it is clear that there will be more than `limit` bytes in all.
    func next(upTo limit: Int) async throws -> [UInt8]? {
        try await nextBuffer(upTo: limit).map { Array($0.readableBytesView) }
    }

    /// The whole body.
    func collect(upTo limit: Int) async throws -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(min(announcedLength ?? 0, limit))
        while let piece = try await nextBuffer(upTo: limit) { bytes.append(contentsOf: piece.readableBytesView) }
        return bytes
    }

    private func nextBuffer(upTo limit: Int) async throws -> ByteBuffer? {
        if isFinished { return nil }
        if let announcedLength, announcedLength > limit { throw Self.tooLarge(limit) }
        if awaitsContinue {
            awaitsContinue = false
            try await outbound?.write(.interim(ByteBuffer(string: "HTTP/1.1 100 Continue\r\n\r\n")))
        }
        switch try await inbound?.next() {
        case .body(let buffer):
            received += buffer.readableBytes
            guard received <= limit else { throw Self.tooLarge(limit) }
            return buffer
        case .end:
            isFinished = true
            return nil
        case .head, nil:
            throw ConnectionLost()
        }
    }

    /// Reads what follows an announced nothing, so that the next head can come.
    func finishEmpty() async throws {
        while !isFinished, try await nextBuffer(upTo: 0) != nil {}
    }

    private static func tooLarge(_ limit: Int) -> Problem {
        Problem(status: 413, code: "too_large", title: "Body too large", detail: "The body may have at most \(limit) bytes.")
    }
}

/// The client went away in the middle of its request.
struct ConnectionLost: Error {}
