import ConnectorHost
import Core
import Outbound
import Synchronization
import Testing
import Web

@testable import Syncs

/// Redirects of a stream that asks for them, from the connector's request to servers of this machine.
@Suite struct RedirectRequestTests {
    /// A platform that sends requests on, and the host that it sends them to.
    private final class Platform: Sendable {
        private let location: Mutex<String>
        private let seen = Mutex<[String]>([])
        private let fileStatus: Int

        init(_ location: String, fileStatus: Int = 200) {
            self.location = Mutex(location)
            self.fileStatus = fileStatus
        }

        /// The tokens that it was shown, and `file` for each time that the file was got.
        var asked: [String] { seen.withLock { $0 } }

        var endpoints: [Endpoint] {
            [
                Endpoint(
                    .get, "/ads/start", permission: .public, summary: "Start", tag: "Test", query: .fields(parameter("token", .string())),
                    output: .html
                ) { call in
                    self.seen.withLock { $0.append(call.query) }
                    return HTMLPage.redirect(to: self.location.withLock { $0 })
                },
                Endpoint(.get, "/cdn/file", permission: .public, summary: "File", tag: "Test", output: .html) { _ in
                    self.seen.withLock { $0.append("file") }
                    return HTMLPage("rows", status: self.fileStatus)
                },
            ]
        }
    }

    private static func manifest() throws -> ConnectorManifest {
        let document: JSON = [
            "id": "ads", "name": "Ads", "vendor": "Tactics", "version": "1.0.0", "abi": 1, "entry": "ads_v1",
            "hosts": ["ads.example.com", "cdn.example.net", "inside.example.net", "config:url"], "auth": ["scheme": "query", "name": "token"],
            "config_schema": ["type": "object", "properties": ["url": ["type": "string"]]],
            "streams": [["name": "orders", "kind": "orders", "primary_key": ["id"], "modes": ["full"], "follow_redirects": true]],
        ]
        return try ConnectorManifest(parsing: document.encoded())
    }

    /// As a sync does it.
    private struct Lender: HostFunctions {
        let requests: HostRequests

        func request(_ request: JSON, body: ArraySlice<UInt8>) async throws -> HostResponse { try await requests.perform(request, body: body) }
        func follow(_ hop: RedirectHop) async throws -> HostResponse {
            try await requests.perform(hop.request, body: hop.body, redirect: hop)
        }
    }

    /// What a request gets: its status, or why it was refused; with the records of its calls.
    private static func get(
        _ url: String, _ platform: Platform, config: JSON = [:], renewal: CredentialRenewal? = nil
    ) async throws -> (told: String, calls: [OutboundCall]) {
        let calls = Mutex<[OutboundCall]>([])
        let told = Mutex("")
        try await SyncFixture.run { fixture in
            try await WebApplication.test(platform.endpoints, authenticator: KnownTokens([:])) { client in
                let transport = OutboundTransport(
                    resolver: AddressResolver { host in (host == "inside.example.net" ? ["10.0.0.7"] : []).compactMap { IPAddress($0) } })
                var environment = fixture.syncs.environment
                environment.outbound = transport
                environment.meter = { call in calls.withLock { $0.append(call) } }
                let base = "http://127.0.0.1:\(client.port)"
                let places = ["ads.example.com": "ads", "cdn.example.net": "cdn", "start.example.org": "ads", "other.example.org": "cdn"]
                environment.mappings = places.compactMap { EgressMapping(host: $0.key, base: "\(base)/\($0.value)") }
                let requests = try HostRequests(
                    environment, try manifest(), tenant: SyncFixture.a, config: config, credential: Secret("t0ken-of-acme"), renewal: renewal,
                    tally: CallTally())
                let host = RedirectingHost(host: Lender(requests: requests)) { false }
                do {
                    let response = try await host.request(["method": "GET", "url": .string(url), "credential": "default"], body: [])
                    await response.body.close()
                    told.withLock { $0 = "status \(response.status)" }
                } catch let refusal as HostRefusal { told.withLock { $0 = "\(refusal.code) \(refusal.sentence)" } }
                await transport.close()
            }
        }
        return (told.withLock { $0 }, calls.withLock { $0 })
    }

    @Test func `A redirect between hosts of the manifest is followed without the credential, and each step is metered`() async throws {
        let platform = Platform("https://cdn.example.net/file")

        let (told, calls) = try await Self.get("https://ads.example.com/start", platform)

        #expect(told == "status 200")
        #expect(platform.asked == ["t0ken-of-acme", "file"])
        #expect(calls.map(\.host) == ["ads.example.com", "cdn.example.net"])
        #expect(calls.map(\.redirect) == [0, 1] && calls.map(\.status) == [303, 200])
    }

    @Test(arguments: [
        ("https://other.example.org/file", "the host is not on the list of this connection"),
        ("https://inside.example.net/file", "the host name leads to an address that is not public"),
        ("http://cdn.example.net/file", "only https is called"),
        ("https://10.0.0.7/file", "an address must name a host, not an IP address"),
        ("https://cdn.example.net/file?token=t0ken-of-acme", "it would carry the credential to another host"),
    ])
    func `A redirect to where no request of the connection may go is refused`(_ location: String, _ reason: String) async throws {
        let platform = Platform(location)

        let (told, _) = try await Self.get("https://ads.example.com/start", platform)

        #expect(told == "refused A redirect was not followed: \(reason)")
        #expect(platform.asked == ["t0ken-of-acme"])
    }

    @Test func `An address that the tenant gave may lead to any public host, and to no other`() async throws {
        let address = "https://start.example.org/start?token=public"
        let open = Platform("https://other.example.org/file")
        let inside = Platform("https://inside.example.net/file")

        let followed = try await Self.get(address, open, config: ["url": .string(address)])
        let refused = try await Self.get(address, inside, config: ["url": .string(address)])

        #expect(followed.told == "status 200" && open.asked == ["public", "file"])
        #expect(refused.told == "refused A redirect was not followed: the host name leads to an address that is not public")
    }

    @Test func `A refusal of access elsewhere says nothing about the token`() async throws {
        let platform = Platform("https://cdn.example.net/file", fileStatus: 401)
        let renewals = Mutex(0)

        let (told, _) = try await Self.get("https://ads.example.com/start", platform) { _ in
            renewals.withLock { $0 += 1 }
            return Secret("another-token")
        }

        #expect(told == "status 401" && renewals.withLock { $0 } == 0)
        #expect(platform.asked == ["t0ken-of-acme", "file"])
    }
}
