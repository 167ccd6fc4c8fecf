import ConnectorHost
import Core
import Synchronization
import Testing

/// The example for authors who write in C, run as any connector is: verified, sealed, over the pipe.
@Suite(.serialized) struct CExampleTests {
    @Test func `It checks and discovers`() async throws {
        let bundle = try TestBundle.cExample()
        let shop = Shop()

        let (account, found) = try await ConnectorSession.run(bundle.open(), .test()) { session in
            (try await session.check([:], shop), try await session.discover([:], shop))
        }

        #expect(account == ["account": ["id": "42", "name": "Shop"]])
        #expect(found["streams"]?.array?.first?["name"] == "orders")
    }

    @Test func `It reads page by page, rejects what is odd, and stores a cursor behind each page`() async throws {
        let bundle = try TestBundle.cExample()
        let shop = Shop()

        let outcome = try await ConnectorSession.run(bundle.open(), .test()) { try await $0.read(.of("orders"), shop) }

        #expect(outcome == .done)
        #expect(shop.seen.paths == ["/orders?after=", "/orders?after=2"])
        #expect(
            shop.seen.rows
                == #"{"id":"1","total_micros":12340000,"currency":"EUR"}"# + "\n" + #"{"id":"2","total_micros":500000,"currency":"EUR"}"# + "\n"
                + #"{"id":"3","total_micros":7000000,"currency":"USD"}"# + "\n")
        #expect(shop.seen.rejects == 1)
        #expect(shop.seen.cursors == [["after": "2"], ["after": "4"]])
    }

    @Test func `A read that was killed after its first page resumes behind it`() async throws {
        let bundle = try TestBundle.cExample()
        let first = Shop(failsAfter: "2")
        await #expect(throws: ConnectorError.self) {
            try await ConnectorSession.run(bundle.open(), .test()) { try await $0.read(.of("orders"), first) }
        }
        let cursor = try #require(first.seen.cursors.last)

        let shop = Shop()
        let outcome = try await ConnectorSession.run(bundle.open(), .test()) { try await $0.read(.of("orders", cursor: cursor), shop) }

        #expect(outcome == .done)
        #expect(shop.seen.paths == ["/orders?after=2"])
        #expect(shop.seen.rows == #"{"id":"3","total_micros":7000000,"currency":"USD"}"# + "\n")
    }

    @Test func `A platform that asks to wait is told apart`() async throws {
        let bundle = try TestBundle.cExample()
        let shop = Shop(status: 429)

        let error = await #expect(throws: ConnectorError.self) {
            try await ConnectorSession.run(bundle.open(), .test()) { try await $0.read(.of("orders"), shop) }
        }

        #expect(error?.kind == .rateLimited)
        #expect(error?.until == Instant(seconds: 1_700_000_060))
    }
}

/// The platform of the example: four orders, the last one odd.
private final class Shop: HostFunctions {
    struct Seen: Sendable {
        var paths: [String] = []
        var rows = ""
        var rejects = 0
        var cursors: [JSON] = []
    }

    private let state = Mutex(Seen())
    private let status: Int
    private let failsAfter: String?

    init(status: Int = 200, failsAfter: String? = nil) {
        self.status = status
        self.failsAfter = failsAfter
    }

    var seen: Seen { state.withLock { $0 } }

    func request(_ request: JSON, body: ArraySlice<UInt8>) async throws -> HostResponse {
        let path = String((request["url"]?.string ?? "").dropFirst("https://api.example.com".count))
        state.withLock { $0.paths.append(path) }
        if let failsAfter, path.hasSuffix("=" + failsAfter) { throw HostRefusal(.failed, "The network is away.") }
        switch path {
        case "/me": return HostResponse(status: status, headers: [], body: Pieces(#"{"id":"42","name":"Shop"}"#))
        case "/orders?after=":
            return HostResponse(
                status: status, headers: [("x-last", "2"), ("x-more", "yes")],
                body: Pieces(
                    #"{"id":"1","total":"12.34","currency":"EUR"}"# + "\n" + #"{"id":"2","total":"0.5","currency":"EUR"}"# + "\n"))
        case "/orders?after=2":
            return HostResponse(
                status: status, headers: [("x-last", "4"), ("x-more", "no")],
                body: Pieces(#"{"id":"3","total":"7","currency":"USD"}"# + "\n" + #"{"id":"4","total":"much","currency":"USD"}"#))
        default: return HostResponse(status: 404, headers: [], body: Pieces(""))
        }
    }

    func emit(stream: String, rows: ArraySlice<UInt8>) async throws { state.withLock { $0.rows += String(decoding: rows, as: UTF8.self) } }
    func reject(stream: String, reject: JSON) async throws { state.withLock { $0.rejects += 1 } }
    func checkpoint(stream: String, cursor: JSON) async throws { state.withLock { $0.cursors.append(cursor) } }
    func now() -> Instant { Instant(seconds: 1_700_000_000) }
}
