import Core
import NIOHTTP1
import Outbound
import Synchronization
import Testing

/// Keeps the records of calls.
final class Calls: Sendable {
    private let calls = Mutex<[OutboundCall]>([])

    var all: [OutboundCall] { calls.withLock { $0 } }
    func add(_ call: OutboundCall) { calls.withLock { $0.append(call) } }
}

@Suite struct OutboundClientTests {
    private let quick = RetryPolicy(attempts: 3, base: .milliseconds(1), ceiling: .milliseconds(2))

    private func withClient<T>(
        signer: RequestSigner = .none, calls: Calls = Calls(), configuration: TransportConfiguration = TransportConfiguration(),
        answer: @escaping @Sendable (LoopbackServer.Request, Int) -> LoopbackServer.Reply,
        _ body: (OutboundClient, LoopbackServer) async throws -> T
    ) async throws -> T {
        try await LoopbackServer.with(answer) { server in
            let transport = OutboundTransport(configuration, resolver: AddressResolver { _ in [] })
            let host = try #require(HostPattern("api.platform.com"))
            let mapping = try #require(EgressMapping(host: "api.platform.com", base: "http://127.0.0.1:\(server.port)/platform"))
            let client = OutboundClient(
                policy: EgressPolicy(hosts: [host], mappings: [mapping]), signer: signer, retry: quick, transport: transport, meter: { calls.add($0) }
            )
            do {
                let value = try await body(client, server)
                await transport.close()
                return value
            } catch {
                await transport.close()
                throw error
            }
        }
    }

    @Test func `A call is signed, sent to the mapped address, and its body is read in pieces`() async throws {
        let calls = Calls()
        let answer: @Sendable (LoopbackServer.Request, Int) -> LoopbackServer.Reply = { _, _ in
            .init(status: 201, headers: [("X-A", "b")], body: Array("hello".utf8))
        }

        try await withClient(signer: .bearer(Secret("t0ken")), calls: calls, answer: answer) { client, server in
            let response = try await client.send(OutboundRequest(.post, "https://api.platform.com/v1/me?x=1", body: Array("ping".utf8)))
            #expect(response.status == 201)
            #expect(response.headers.first("x-a") == "b")
            #expect(try await response.next(max: 2) == Array("he".utf8))
            #expect(try await response.collect() == Array("llo".utf8))
            #expect(try await response.next() == nil)

            let request = try #require(server.requests.first)
            #expect(request.uri == "/platform/v1/me?x=1")
            #expect(request.body == "ping")
            #expect(request.headers["authorization"] == ["Bearer t0ken"])
        }
        let call = try #require(calls.all.first)
        #expect(calls.all.count == 1)
        #expect(call.host == "api.platform.com" && call.status == 201 && call.requestBytes == 4 && call.responseBytes == 5)
    }

    @Test func `A host that resolves to a private address is not called`() async throws {
        let transport = OutboundTransport(resolver: AddressResolver { _ in ["8.8.8.8", "127.0.0.1"].compactMap { IPAddress($0) } })
        let client = OutboundClient(policy: .anyPublicHost(), transport: transport)

        let error = await #expect(throws: OutboundError.self) { try await client.send(OutboundRequest(.get, "https://rebind.evil.com/")) }

        #expect(error?.kind == .refused)
        await transport.close()
    }

    @Test func `Redirects are not followed`() async throws {
        try await withClient(answer: { _, _ in .init(status: 302, headers: [("Location", "http://127.0.0.1:1/")]) }) { client, server in
            let response = try await client.send(OutboundRequest(.get, "https://api.platform.com/"))
            await response.cancel()

            #expect(response.status == 302)
            #expect(server.requests.count == 1)
        }
    }

    @Test func `An idempotent call is tried again until it goes well`() async throws {
        let calls = Calls()
        try await withClient(calls: calls, answer: { _, count in .init(status: count < 3 ? 503 : 200) }) { client, server in
            let response = try await client.send(OutboundRequest(.get, "https://api.platform.com/"))
            _ = try await response.collect()

            #expect(response.status == 200)
            #expect(server.requests.count == 3)
        }
        #expect(calls.all.map(\.status) == [503, 503, 200])
        #expect(calls.all.map(\.attempt) == [1, 2, 3])
    }

    @Test func `A POST is sent once, unless it says that it only reads`() async throws {
        try await withClient(answer: { _, _ in .init(status: 503) }) { client, server in
            try await client.send(OutboundRequest(.post, "https://api.platform.com/")).cancel()
            #expect(server.requests.count == 1)

            try await client.send(OutboundRequest(.post, "https://api.platform.com/", isIdempotent: true)).cancel()
            #expect(server.requests.count == 4)
        }
    }

    @Test func `A body past its bound is cut off`() async throws {
        let calls = Calls()
        try await withClient(calls: calls, answer: { _, _ in .init(body: [UInt8](repeating: 65, count: 100_000)) }) { client, _ in
            let response = try await client.send(OutboundRequest(.get, "https://api.platform.com/", responseLimit: 1_000))
            let error = await #expect(throws: OutboundError.self) { try await response.collect() }
            #expect(error?.kind == .tooLarge)
        }
        #expect(calls.all.map(\.failure) == [.tooLarge])
    }

    @Test func `A body that stands still ends with a timeout`() async throws {
        let configuration = TransportConfiguration(read: .milliseconds(100))
        try await withClient(configuration: configuration, answer: { _, _ in .init(body: [65], hangs: true) }) { client, _ in
            let response = try await client.send(OutboundRequest(.get, "https://api.platform.com/"))
            #expect(try await response.next() == [65])
            let error = await #expect(throws: OutboundError.self) { try await response.next() }
            #expect(error?.kind == .timeout)
        }
    }

    @Test(arguments: ["Host", "content-length", "Transfer-Encoding", "Cookie", "X-A\r\nX-B"])
    func `A header that is the connection's own is refused`(name: String) async throws {
        try await withClient(answer: { _, _ in .init() }) { client, server in
            let request = OutboundRequest(.get, "https://api.platform.com/", headers: [OutboundHeader(name, "x")])
            let error = await #expect(throws: OutboundError.self) { try await client.send(request) }
            #expect(error?.kind == .invalidRequest)
            #expect(server.requests.isEmpty)
        }
    }

    @Test func `A call that can not connect says so, and names no address`() async throws {
        let transport = OutboundTransport()
        let host = try #require(HostPattern("api.platform.com"))
        let mapping = try #require(EgressMapping(host: "api.platform.com", base: "http://127.0.0.1:1"))
        let client = OutboundClient(policy: EgressPolicy(hosts: [host], mappings: [mapping]), retry: .never, transport: transport)

        let error = await #expect(throws: OutboundError.self) {
            try await client.send(OutboundRequest(.get, "https://api.platform.com/?access_token=hunter2", deadline: .seconds(2)))
        }

        #expect(error?.isTransient == true)
        #expect(error.map { "\($0)".contains("hunter2") } == false)
        await transport.close()
    }
}

@Suite struct RequestSignerTests {
    @Test func `Each scheme puts the credential where the platform wants it`() {
        var request = OutboundRequest(.get, "https://graph.facebook.com/me?fields=id", headers: [OutboundHeader("X-Key", "forged")])

        RequestSigner.all([
            .header("X-Key", Secret("k"), prefix: "Key "), .query("access token", Secret("a b&c")),
            .appSecretProof(token: Secret("t"), appSecret: Secret("s")) { key, message in key + message },
        ])(&request)

        #expect(request.headers == [OutboundHeader("X-Key", "Key k")])
        #expect(request.url == "https://graph.facebook.com/me?fields=id&access%20token=a%20b%26c&appsecret_proof=7374")
    }
}
