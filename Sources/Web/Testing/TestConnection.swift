import Core
import NIOCore
import NIOPosix

/// One raw connection to a server under test: for bytes that no proper client would send.
package struct TestConnection: Sendable {
    private let channel: NIOAsyncChannel<ByteBuffer, ByteBuffer>

    /// Connects, lends the connection, closes it.
    static func open<Result: Sendable>(port: Int, _ body: @Sendable (inout TestStream) async throws -> Result) async throws -> Result {
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .channelOption(.allowRemoteHalfClosure, value: true)
            .connect(host: "127.0.0.1", port: port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
                }
            }
        return try await channel.executeThenClose { inbound, outbound in
            var stream = TestStream(iterator: inbound.makeAsyncIterator(), outbound: outbound)
            return try await body(&stream)
        }
    }
}

/// The two directions of a raw connection.
package struct TestStream {
    private var iterator: NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator
    private let outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>
    private var received: [UInt8] = []
    /// Whether the server closed its side.
    package private(set) var isOver = false

    init(iterator: NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator, outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>) {
        self.iterator = iterator
        self.outbound = outbound
    }

    package func send(_ text: String) async throws { try await outbound.write(ByteBuffer(string: text)) }

    package func send(_ bytes: [UInt8]) async throws { try await outbound.write(ByteBuffer(bytes: bytes)) }

    /// The response that comes next; `nil` where the connection ends without one.
    package mutating func response(isHead: Bool = false) async throws -> TestResponse? {
        while true {
            if let response = TestResponse(received, isHead: isHead, isOver: isOver) {
                received = []
                return response
            }
            if isOver { return nil }
            try await receive()
        }
    }

    /// Everything until the server closes its side.
    package mutating func rest() async throws -> String {
        while !isOver { try await receive() }
        return String(decoding: received, as: UTF8.self)
    }

    /// Waits until so much text of the answer is there.
    package mutating func wait(for text: String) async throws -> Bool {
        while !String(decoding: received, as: UTF8.self).contains(text) {
            if isOver { return false }
            try await receive()
        }
        return true
    }

    private mutating func receive() async throws {
        do {
            if let buffer = try await iterator.next() { received.append(contentsOf: buffer.readableBytesView) } else { isOver = true }
        } catch is IOError {
            // A reset is an end too: the server closed while we were still sending.
            isOver = true
        }
    }
}
