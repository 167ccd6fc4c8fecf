import NIOCore
import NIOHTTP1
import NIOPosix
import Synchronization

/// A small HTTP server on loopback: each request is answered by a closure.
final class LoopbackServer: Sendable {
    struct Request: Sendable {
        let method: String
        let uri: String
        let headers: HTTPHeaders
        let body: String
    }

    struct Reply: Sendable {
        var status = 200
        var headers: [(String, String)] = []
        var body: [UInt8] = []
        /// Sends the head and the body, and then neither ends nor closes.
        var hangs = false
    }

    private let channel: any Channel
    private let log: RequestLog

    private init(channel: any Channel, log: RequestLog) {
        self.channel = channel
        self.log = log
    }

    var port: Int { channel.localAddress?.port ?? 0 }
    var requests: [Request] { log.all }

    static func with<T>(_ answer: @escaping @Sendable (Request, Int) -> Reply, _ body: (LoopbackServer) async throws -> T) async throws -> T {
        let log = RequestLog()
        let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.configureHTTPServerPipeline()
                    try channel.pipeline.syncOperations.addHandler(AnswerHandler(log: log, answer: answer))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        let server = LoopbackServer(channel: channel, log: log)
        do {
            let value = try await body(server)
            try await channel.close()
            return value
        } catch {
            try? await channel.close()
            throw error
        }
    }
}

final class RequestLog: Sendable {
    private let requests = Mutex<[LoopbackServer.Request]>([])

    var all: [LoopbackServer.Request] { requests.withLock { $0 } }

    func add(_ request: LoopbackServer.Request) -> Int {
        requests.withLock {
            $0.append(request)
            return $0.count
        }
    }
}

private final class AnswerHandler: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    private let log: RequestLog
    private let answer: @Sendable (LoopbackServer.Request, Int) -> LoopbackServer.Reply
    private var head: HTTPRequestHead?
    private var body = ByteBuffer()

    init(log: RequestLog, answer: @escaping @Sendable (LoopbackServer.Request, Int) -> LoopbackServer.Reply) {
        self.log = log
        self.answer = answer
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head):
            self.head = head
            body.clear()
        case .body(var part): body.writeBuffer(&part)
        case .end: if let head { reply(to: head, context) }
        }
    }

    private func reply(to head: HTTPRequestHead, _ context: ChannelHandlerContext) {
        let request = LoopbackServer.Request(method: head.method.rawValue, uri: head.uri, headers: head.headers, body: String(buffer: body))
        let reply = answer(request, log.add(request))
        var headers = HTTPHeaders(reply.headers)
        if !reply.hangs { headers.replaceOrAdd(name: "content-length", value: String(reply.body.count)) }
        let status = HTTPResponseStatus(statusCode: reply.status)
        context.write(wrapOutboundOut(.head(.init(version: .http1_1, status: status, headers: headers))), promise: nil)
        if !reply.body.isEmpty { context.write(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(bytes: reply.body)))), promise: nil) }
        if !reply.hangs { context.write(wrapOutboundOut(.end(nil)), promise: nil) }
        context.flush()
    }
}
