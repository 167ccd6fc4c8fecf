import Core
import NIOHTTP1
import Synchronization
import Testing

@testable import Outbound

/// Statement 30 of the security checklist, for redirects: where one leads is checked like every address, and anew.
@Suite struct RedirectTests {
    /// What names resolve to, which may change, and how often each was asked for.
    private final class Names: Sendable {
        private let state = Mutex<(addresses: [String: [String]], asked: [String])>(([:], []))

        init(_ addresses: [String: [String]]) { state.withLock { $0.addresses = addresses } }

        var asked: [String] { state.withLock { $0.asked } }
        func change(_ host: String, to addresses: [String]) { state.withLock { $0.addresses[host] = addresses } }

        var resolver: AddressResolver {
            AddressResolver { host in
                self.state.withLock {
                    $0.asked.append(host)
                    return ($0.addresses[host] ?? []).compactMap { IPAddress($0) }
                }
            }
        }
    }

    private func hop(_ url: String, number: Int = 1, isForeign: Bool = false) -> OutboundRequest {
        var request = OutboundRequest(.get, url)
        request.redirect = number
        request.isForeign = isForeign
        return request
    }

    /// A client for `*.platform.com`, of which the operator sends `api` to a server of this machine.
    private func withClient(
        _ names: Names = Names([:]), signer: RequestSigner = .none, calls: Calls = Calls(),
        _ body: (OutboundClient, OutboundTransport, LoopbackServer) async throws -> Void
    ) async throws {
        try await LoopbackServer.with { _, _ in
            .init()
        } _: { server in
            let transport = OutboundTransport(resolver: names.resolver)
            let hosts = ["api.platform.com", "files.platform.com"].compactMap { HostPattern($0) }
            let mapping = try #require(EgressMapping(host: "api.platform.com", base: "http://127.0.0.1:\(server.port)"))
            let client = OutboundClient(
                policy: EgressPolicy(hosts: hosts, mappings: [mapping]), signer: signer, retry: .never, transport: transport,
                meter: { calls.add($0) })
            do { try await body(client, transport, server) } catch {
                await transport.close()
                throw error
            }
            await transport.close()
        }
    }

    private func refusal(_ body: () async throws -> Void) async -> String? {
        do { try await body() } catch let error as OutboundError where error.kind == .refused { return error.description } catch { return "\(error)" }
        return nil
    }

    @Test func `Each step of a redirect is metered with its number`() async throws {
        let calls = Calls()
        try await withClient(calls: calls) { client, _, server in
            try await client.send(OutboundRequest(.get, "https://api.platform.com/a")).cancel()
            try await client.send(hop("https://api.platform.com/b")).cancel()
            try await client.send(hop("https://api.platform.com/c", number: 2)).cancel()

            #expect(server.requests.map(\.uri) == ["/a", "/b", "/c"])
        }
        #expect(calls.all.map(\.redirect) == [0, 1, 2])
    }

    @Test func `Statement 30: a redirect to a private address is not followed`() async throws {
        let names = Names(["files.platform.com": ["8.8.8.8", "169.254.169.254"]])
        try await withClient(names) { client, _, _ in
            let told = await refusal { try await client.send(hop("https://files.platform.com/1")).cancel() }

            #expect(told == "the host name leads to an address that is not public")
        }
    }

    @Test(arguments: [
        ("https://elsewhere.com/", "the host is not on the list of this connection"), ("http://api.platform.com/", "only https is called"),
        ("https://api.platform.com:8443/", "only port 443 is called"), ("https://127.0.0.1/", "an address must name a host, not an IP address"),
        ("https://a:b@api.platform.com/", "an address with a user name or password is not called"),
        ("https://api.platform.com/%2e%2e/", "the path holds dot segments"),
    ])
    func `Statement 30: a redirect to what no request may ask is not followed`(_ url: String, _ reason: String) async throws {
        try await withClient { client, _, server in
            let told = await refusal { try await client.send(hop(url)).cancel() }

            #expect(told == reason && server.requests.isEmpty)
        }
    }

    @Test func `Statement 30: a name that changes between two steps is asked for and checked anew`() async throws {
        let names = Names(["files.platform.com": ["8.8.8.8"]])
        try await withClient(names) { client, transport, _ in
            _ = try await transport.client(for: "files.platform.com")
            _ = try await transport.client(for: "files.platform.com")
            #expect(names.asked.count == 1)
            names.change("files.platform.com", to: ["127.0.0.1"])

            let told = await refusal { try await client.send(hop("https://files.platform.com/1", number: 2)).cancel() }

            #expect(told == "the host name leads to an address that is not public")
            #expect(names.asked.count == 2)
        }
    }

    @Test func `A foreign step is not signed`() async throws {
        try await withClient(signer: .all([.bearer(Secret("t0ken-of-mine")), .query("key", Secret("k3y-of-mine"))])) { client, _, server in
            try await client.send(hop("https://api.platform.com/home")).cancel()
            try await client.send(hop("https://api.platform.com/abroad", isForeign: true)).cancel()

            #expect(server.requests.map(\.uri) == ["/home?key=k3y-of-mine", "/abroad"])
            #expect(server.requests.map { $0.headers["authorization"] } == [["Bearer t0ken-of-mine"], []])
        }
    }

    @Test(arguments: ["/x?access_token=t0ken/of=mine", "/x?t=t0ken%2Fof%3Dmine", "/t0ken/of=mine/x", "/x?next=k3y%20of%20mine"])
    func `A platform that writes the credential into a redirect does not get it sent to another host`(_ path: String) async throws {
        try await withClient(signer: .all([.query("access_token", Secret("t0ken/of=mine")), .header("X-Key", Secret("k3y of mine"))])) {
            client, _, server in
            let told = await refusal { try await client.send(hop("https://api.platform.com\(path)", isForeign: true)).cancel() }

            #expect(told == "it would carry the credential to another host" && server.requests.isEmpty)
        }
    }
}
