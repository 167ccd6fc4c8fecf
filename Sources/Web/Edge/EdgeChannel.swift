import HummingbirdCore
import Logging
import NIOCore
import NIOHTTP1
import NIOSSL

/// One accepted connection: bytes, requests in their order, and answers. It is Hummingbird's child channel with limits that its own has not.
struct EdgeChannel: ServerChildChannel {
    typealias Value = NIOAsyncChannel<HTTPServerRequestPart, ResponsePart>

    let pipeline: Pipeline
    let limits: ConnectionState.Limits
    let tls: NIOSSLContext?
    /// Where the tasks of a connection run.
    let executors: Rota

    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Value> {
        channel.eventLoop.makeCompletedFuture {
            let operations = channel.pipeline.syncOperations
            if let tls { try operations.addHandler(NIOSSLServerHandler(context: tls)) }
            let connection = ConnectionHandler(limits: limits)
            try operations.addHandler(HeadGuard(connection))
            var decoder = NIOHTTPDecoderLimitConfiguration()
            decoder.maxHeaderListSize = 16 * 1024
            decoder.maxHeaderFieldSize = 16 * 1024
            decoder.maxHeaderFieldCount = 100
            try operations.addHandler(ByteToMessageHandler(HTTPRequestDecoder(leftOverBytesStrategy: .dropBytes, limitConfiguration: decoder)))
            try operations.addHandler(connection)
            return try NIOAsyncChannel(wrappingChannelSynchronously: channel, configuration: .init(isOutboundHalfClosureEnabled: true))
        }
    }

    /// Serves until one side closes. A handler that runs when the client's connection breaks is cancelled.
    func handle(value: Value, logger: Logger) async {
        await withTaskExecutorPreference(executors.next()) {
            await withTaskGroup(of: Void.self) { group in
                group.addTask { await serve(value) }
                group.addTask { try? await value.channel.closeFuture.get() }
                await group.next()
                group.cancelAll()
            }
        }
    }

    private func serve(_ value: Value) async {
        let remote = value.channel.remoteAddress?.ipAddress ?? ""
        // An error here is the connection's: there is nobody left to tell.
        try? await value.executeThenClose { inbound, outbound in
            var iterator = inbound.makeAsyncIterator()
            while let part = try await iterator.next() {
                guard case .head(let head) = part else { continue }
                let body = RequestBody(head, inbound: iterator, outbound: outbound)
                guard try await exchange(head, body, remote, outbound) else { break }
            }
            outbound.finish()
            // The connection stays open for a moment, so that the client gets to read the last answer: ConnectionState says for how long.
            while try await iterator.next() != nil {}
        }
    }

    /// - Returns: whether another request may follow.
    nonisolated(nonsending) private func exchange(
        _ head: HTTPRequestHead, _ body: RequestBody, _ remote: String, _ outbound: RequestBody.Outbound
    ) async throws -> Bool {
        let response = await pipeline.respond(to: head, body: body, remote: remote) { try await outbound.write(.deadline($0)) }
        if !body.isAnnounced { try await body.finishEmpty() }
        let thenClose = !head.isKeepAlive || !body.isFinished
        try await response.send(to: outbound, version: head.version, thenClose: thenClose)
        return !thenClose
    }
}
