import Core
import NIOCore
import NIOHTTP1

/// A finished response: the fields are bytes already.
struct Response: Sendable {
    var status: Int
    /// `Name: value\r\n` for each field.
    var fields: [UInt8]
    var content: AnswerContent
    /// Whether the request was a HEAD: the length is told, the body is not sent.
    var isHead = false

    nonisolated(nonsending) func send(to outbound: RequestBody.Outbound, version: HTTPVersion, thenClose: Bool) async throws {
        switch content {
        case .none:
            // 204 and 304 have no length (RFC 9110, 8.6).
            let length = status == 204 || status == 304 ? nil : 0
            try await outbound.write(.whole(head(length: length, chunked: false, thenClose, capacity: 0), thenClose: thenClose))
        case .bytes(let bytes):
            var buffer = head(length: bytes.count, chunked: false, thenClose, capacity: bytes.count)
            if !isHead { buffer.writeBytes(bytes) }
            try await outbound.write(.whole(buffer, thenClose: thenClose))
        case .pieces(let length, let isEndless, let write):
            try await sendPieces(length, isEndless, write, outbound, version: version, thenClose: thenClose)
        }
    }

    private func sendPieces(
        _ length: Int?, _ isEndless: Bool, _ write: @Sendable (BodyWriter) async throws -> Void, _ outbound: RequestBody.Outbound,
        version: HTTPVersion, thenClose: Bool
    ) async throws {
        // HTTP/1.0 knows no chunks: the end of the connection is the end of the body.
        let isChunked = length == nil && version != .http1_0
        let closes = thenClose || (length == nil && !isChunked)
        let start = head(length: length, chunked: isChunked, closes, capacity: 0)
        if isHead { return try await outbound.write(.whole(start, thenClose: closes)) }
        try await outbound.write(.start(start, isEndless: isEndless))
        try await write(
            BodyWriter { piece in
                if piece.readableBytes > 0 { try await outbound.write(.piece(isChunked ? chunk(piece) : piece)) }
            })
        try await outbound.write(.end(ByteBuffer(string: isChunked ? "0\r\n\r\n" : ""), thenClose: closes))
    }

    private func head(length: Int?, chunked: Bool, _ thenClose: Bool, capacity: Int) -> ByteBuffer {
        var buffer = ByteBuffer()
        buffer.reserveCapacity(fields.count + 160 + (isHead ? 0 : capacity))
        buffer.writeStaticString("HTTP/1.1 ")
        buffer.writeString(statusLine(status))
        buffer.writeStaticString("\r\n")
        buffer.writeBytes(fields)
        buffer.writeBytes(DateField.now())
        if let length {
            buffer.writeStaticString("Content-Length: ")
            buffer.writeString(String(length))
            buffer.writeStaticString("\r\n")
        } else if chunked {
            buffer.writeStaticString("Transfer-Encoding: chunked\r\n")
        }
        if thenClose { buffer.writeStaticString("Connection: close\r\n") }
        buffer.writeStaticString("\r\n")
        return buffer
    }
}

private func chunk(_ piece: ByteBuffer) -> ByteBuffer {
    var buffer = ByteBuffer(string: String(piece.readableBytes, radix: 16) + "\r\n")
    buffer.writeImmutableBuffer(piece)
    buffer.writeStaticString("\r\n")
    return buffer
}

/// `404 Not Found`.
func statusLine(_ status: Int) -> String {
    switch status {
    case 200: "200 OK"
    case 201: "201 Created"
    case 204: "204 No Content"
    default: "\(status) \(HTTPResponseStatus(statusCode: status).reasonPhrase)"
    }
}
