import Core
import NIOCore

/// What goes from a request's task to its connection: bytes that are HTTP already, and what they mean for the connection.
enum ResponsePart: Sendable {
    /// A whole response.
    case whole(ByteBuffer, thenClose: Bool)
    /// The head of a response that is written in pieces.
    case start(ByteBuffer, isEndless: Bool)
    case piece(ByteBuffer)
    case end(ByteBuffer, thenClose: Bool)
    /// A 1xx response.
    case interim(ByteBuffer)
    /// The current request may take so long from its head.
    case deadline(Duration)
}

/// Where a handler writes a body in pieces. A write waits while the client is slow.
package struct BodyWriter: Sendable {
    let send: @Sendable (ByteBuffer) async throws -> Void

    /// - Throws: when the client is gone.
    package func write(_ bytes: some Sequence<UInt8> & Sendable) async throws { try await send(ByteBuffer(bytes: bytes)) }

    package func write(_ text: String) async throws { try await send(ByteBuffer(string: text)) }
}
