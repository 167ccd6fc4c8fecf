package import Core
import HTTPTypes
import Hummingbird
package import Logging
import NIOCore
import ServiceLifecycle
import Synchronization

/// The simulator behind HTTP on a loopback port, as a service. A test double: it says so in every answer (`Server: tactics-simulator`).
package final class SimulatorServer: Service {
    package let simulator: Simulator
    private let configuration: SimulatorConfiguration
    private let logger: Logger
    private let address = BoundPort()

    package init(
        _ configuration: SimulatorConfiguration = SimulatorConfiguration(), time: TimeSource = .wall, logger: Logger = Logger(label: "simulator")
    ) {
        self.configuration = configuration
        self.logger = logger
        simulator = Simulator(configuration, time: time)
    }

    /// The port it listens on; waits until it does.
    package var port: Int { get async { await address.value } }

    /// Serves until the service group shuts down or the task is cancelled.
    package func run() async throws {
        let simulator = simulator
        let address = address
        let responder = CallbackResponder<BasicRequestContext> { request, _ in
            let body = try await request.body.collect(upTo: 4 << 20)
            return HTTPTranslation.response(await simulator.respond(to: HTTPTranslation.request(request, Array(body.readableBytesView))))
        }
        let application = Application(
            responder: responder,
            configuration: ApplicationConfiguration(
                address: .hostname(configuration.host, port: configuration.port), serverName: "tactics-simulator"),
            onServerRunning: { channel in await address.set(channel.localAddress?.port ?? 0) }, logger: logger)
        try await application.run()
    }
}

/// A number that arrives once, and those who wait for it.
private actor BoundPort {
    private var number: Int?
    private var waiting: [CheckedContinuation<Int, Never>] = []

    var value: Int {
        get async {
            if let number { return number }
            return await withCheckedContinuation { waiting.append($0) }
        }
    }

    func set(_ number: Int) {
        self.number = number
        for continuation in waiting { continuation.resume(returning: number) }
        waiting = []
    }
}

/// Between Hummingbird's messages and the simulator's.
private enum HTTPTranslation {
    static func request(_ request: Request, _ body: [UInt8]) -> SimulatedRequest {
        var headers: [String: String] = [:]
        for field in request.headers { headers[field.name.canonicalName] = field.value }
        return SimulatedRequest(method: request.method.rawValue, target: request.head.path ?? "/", headers: headers, body: body)
    }

    static func response(_ answer: SimulatedResponse) -> Response {
        var headers = HTTPFields()
        for (name, value) in answer.headers {
            guard let name = HTTPField.Name(name) else { continue }
            headers[name] = value
        }
        let status = HTTPResponse.Status(code: answer.status)
        guard answer.isCut else { return Response(status: status, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: answer.body))) }
        let half = ByteBuffer(bytes: answer.body.prefix(answer.body.count / 2))
        return Response(
            status: status, headers: headers,
            body: ResponseBody(contentLength: answer.body.count) { writer in
                try await writer.write(half)
                throw CutConnection()
            })
    }

    /// Ends the connection behind the first half of a body.
    private struct CutConnection: Error {}
}
