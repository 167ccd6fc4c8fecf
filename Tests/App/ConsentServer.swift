import Core
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import Simulator

/// The simulated consent screens and token endpoints behind HTTP on a free loopback port.
struct ConsentServer: Sendable {
    let consent = SimulatedConsent()

    func run<Value: Sendable>(_ body: @escaping @Sendable (_ port: Int) async throws -> Value) async throws -> Value {
        let (ports, found) = AsyncStream.makeStream(of: Int.self)
        let responder = CallbackResponder<BasicRequestContext> { [consent] request, _ in
            let bytes = try await request.body.collect(upTo: 1 << 20)
            var headers: [String: String] = [:]
            for field in request.headers { headers[field.name.canonicalName] = field.value }
            let asked = SimulatedRequest(
                method: request.method.rawValue, target: request.head.path ?? "/", headers: headers, body: Array(bytes.readableBytesView))
            guard let answer = consent.answer(asked, now: .now) else { return Response(status: .notFound) }
            var fields = HTTPFields()
            for (name, value) in answer.headers { HTTPField.Name(name).map { fields[$0] = value } }
            return Response(
                status: .init(code: answer.status), headers: fields, body: ResponseBody(byteBuffer: ByteBuffer(bytes: answer.body)))
        }
        var logger = Logger(label: "consent")
        logger.logLevel = .critical
        let server = Application(
            responder: responder, configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: 0)),
            onServerRunning: { found.yield($0.localAddress?.port ?? 0) }, logger: logger)
        return try await withThrowingTaskGroup(of: Value?.self) { group in
            group.addTask {
                try await server.run()
                return nil
            }
            group.addTask {
                for await port in ports { return try await body(port) }
                return nil
            }
            defer { group.cancelAll() }
            while let value = try await group.next() { if let value { return value } }
            throw CancellationError()
        }
    }
}
