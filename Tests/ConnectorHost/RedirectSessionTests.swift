import ConnectorHost
import Core
import Synchronization
import Testing

/// Redirects as a connector in its seal sees them.
@Suite(.serialized) struct RedirectSessionTests {
    @Test func `A redirect is followed for a stream that asks for it, and the connector sees the answer at its end`() async throws {
        let platform = Platform(["https://api.example.com/orders": (302, "https://files.example.com/1"), "https://files.example.com/1": (200, nil)])

        let told = try await read(platform, following: true)

        #expect(told == "status 200")
        #expect(platform.asked == ["https://api.example.com/orders default", "https://files.example.com/1 none"])
        #expect(platform.log == ["Redirect 1 (302): api.example.com sends the request on to files.example.com."])
        #expect(platform.closed == 2)
    }

    @Test func `Where nothing asks for it a redirect is an answer like any other`() async throws {
        let platform = Platform(["https://api.example.com/orders": (302, "https://files.example.com/1")])

        let told = try await read(platform, following: false)

        #expect(told == "status 302" && platform.asked.count == 1 && platform.log.isEmpty)
    }

    @Test(arguments: [
        ("https://api.example.com/orders", "it leads in a circle"), ("", "it names no address"), ("https://", "its address can not be read"),
        ("https://refused.example.com/", "the host is not on the list of this connection"),
    ])
    func `A redirect that is not followed is refused with its reason`(_ location: String, _ reason: String) async throws {
        let platform = Platform(["https://api.example.com/orders": (302, location)])

        let told = try await read(platform, following: true)

        #expect(told == "-2 A redirect was not followed: \(reason)")
        #expect(platform.log.last == "api.example.com answered 302. A redirect was not followed: \(reason)")
    }

    @Test func `A sixth redirect is refused`() async throws {
        let platform = Platform(
            Dictionary(
                uniqueKeysWithValues: (0...6).map { number -> (String, (Int, String?)) in
                    (number == 0 ? "https://api.example.com/orders" : "https://api.example.com/\(number)", (302, "/\(number + 1)"))
                }))

        let told = try await read(platform, following: true)

        #expect(told == "-2 A redirect was not followed: there were five before it")
        #expect(platform.asked.count == 6)
    }

    private func read(_ platform: Platform, following: Bool) async throws -> String? {
        let stream: JSON = [
            "name": "orders", "kind": "orders", "primary_key": ["id"], "modes": ["incremental"], "follow_redirects": .bool(following),
        ]
        let bundle = try TestBundle("redirected", manifest: TestBundle.manifest.setting("streams", [stream]))
        do {
            _ = try await ConnectorSession.run(bundle.open(), .test()) { try await $0.read(.of("orders"), platform) }
            return nil
        } catch let error as ConnectorError { return error.message }
    }
}

/// A platform that sends requests on, and writes down what it is asked.
private final class Platform: HostFunctions {
    private struct Record {
        var asked: [String] = []
        var log: [String] = []
        var closed = 0
    }

    private let answers: [String: (status: Int, location: String?)]
    private let state = Mutex(Record())

    init(_ answers: [String: (Int, String?)]) { self.answers = answers.mapValues { (status: $0.0, location: $0.1) } }

    var asked: [String] { state.withLock { $0.asked } }
    var log: [String] { state.withLock { $0.log } }
    var closed: Int { state.withLock { $0.closed } }

    func request(_ request: JSON, body: ArraySlice<UInt8>) async throws -> HostResponse {
        let url = request["url"]?.string ?? ""
        guard let answer = answers[url] else { throw HostRefusal(.refused, "the host is not on the list of this connection") }
        state.withLock { $0.asked.append("\(url) \(request["credential"]?.string ?? "none")") }
        return HostResponse(status: answer.status, headers: answer.location.map { [("location", $0)] } ?? [], body: Empty { self.noteClosed() })
    }

    func log(_ level: ConnectorLogLevel, _ text: String) async { state.withLock { $0.log.append(text) } }

    private func noteClosed() { state.withLock { $0.closed += 1 } }
}

private struct Empty: BodySource {
    let isClosed: @Sendable () -> Void

    func next() async throws -> [UInt8]? { nil }
    func close() async { isClosed() }
}
