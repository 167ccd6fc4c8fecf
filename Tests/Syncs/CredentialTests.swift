import ConnectorHost
import Core
import Outbound
import Synchronization
import Testing
import Web

@testable import Syncs

@Suite struct CredentialTests {
    private static func manifest(_ auth: JSON) throws -> ConnectorManifest {
        let document: JSON = [
            "id": "ads", "name": "Ads", "vendor": "Tactics", "version": "1.0.0", "abi": 1, "entry": "ads_v1", "hosts": ["ads.example.com"],
            "auth": auth, "config_schema": ["type": "object"],
            "streams": [["name": "campaigns", "kind": "campaigns", "primary_key": ["id"], "modes": ["full"], "schedule": "every 1h"]],
        ]
        return try ConnectorManifest(parsing: document.encoded())
    }

    private static func scheme(_ auth: JSON, _ credential: String?) throws -> CredentialScheme {
        CredentialScheme(try manifest(auth).auth, credential.map { Secret($0) })
    }

    private static func signed(_ signer: RequestSigner) -> OutboundRequest {
        var request = OutboundRequest(.get, "https://ads.example.com/x")
        signer(&request)
        return request
    }

    @Test func `The token and the members that the manifest names go into headers`() throws {
        let auth: JSON = ["scheme": "bearer", "headers": ["developer-token": "developer_token", "other": "absent"]]

        let request = Self.signed(try Self.scheme(auth, #"{"access_token":"t","developer_token":"dev"}"#).signer())

        #expect(request.headers == [OutboundHeader("Authorization", "Bearer t"), OutboundHeader("developer-token", "dev")])
    }

    @Test func `A slot signs with its own member and with nothing else`() throws {
        let auth: JSON = [
            "scheme": "header", "name": "Access-Token", "slots": ["app": ["scheme": "query", "name": "secret", "member": "app_secret"]],
        ]
        let scheme = try Self.scheme(auth, #"{"access_token":"t","app_secret":"s&s"}"#)

        let request = Self.signed(try scheme.signer(slot: "app"))

        #expect(request.url == "https://ads.example.com/x?secret=s%26s" && request.headers.isEmpty)
        #expect(throws: HostRefusal.self) { try scheme.signer(slot: "unknown") }
        let plain = try Self.scheme(auth, "t")
        #expect(throws: HostRefusal.self) { try plain.signer(slot: "app") }
    }

    @Test func `A token that came by consent is sent as the platform wants it`() throws {
        let auth: JSON = ["scheme": "header", "name": "Authorization", "prefix": "Klaviyo-API-Key ", "oauth": ["scheme": "bearer"]]

        #expect(Self.signed(try Self.scheme(auth, "pk").signer()).headers == [OutboundHeader("Authorization", "Klaviyo-API-Key pk")])
        let granted = try Self.scheme(auth, #"{"access_token":"t","grant":"oauth"}"#)
        #expect(Self.signed(try granted.signer()).headers == [OutboundHeader("Authorization", "Bearer t")])
    }

    @Test func `A missing credential and one without a token are told`() throws {
        let missing = try Self.scheme(["scheme": "bearer"], nil)
        let tokenless = try Self.scheme(["scheme": "bearer"], #"{"developer_token":"d"}"#)
        #expect(throws: SyncFault.self) { try missing.signer() }
        #expect(throws: SyncFault.self) { try tokenless.signer() }
        #expect(Self.signed(try Self.scheme(["scheme": "none"], nil).signer()).headers.isEmpty)
    }

    /// A platform that takes one token alone, and what gives it.
    private final class Platform: Sendable {
        let good = Mutex("new")
        let asked = Mutex<[String]>([])
        let renewals = Mutex(0)

        var endpoint: Endpoint {
            Endpoint(.get, "/x", permission: .public, summary: "Ask", tag: "Test", query: .fields(parameter("token", .string())), output: .html) {
                call in
                self.asked.withLock { $0.append(call.query) }
                return HTMLPage("{}", status: call.query == self.good.withLock { $0 } ? 200 : 401)
            }
        }

        func credential(_ token: String, expiresIn: Duration = .seconds(3_000)) -> Secret {
            Secret(#"{"access_token":"\#(token)","expires_at":"\#((Instant.now + expiresIn).description)"}"#)
        }
    }

    private static func withRequests(
        _ platform: Platform, credential: Secret, renewal: CredentialRenewal?, _ body: @Sendable (HostRequests) async throws -> Void
    ) async throws {
        try await SyncFixture.run { fixture in
            try await WebApplication.test([platform.endpoint], authenticator: KnownTokens([:])) { client in
                var environment = fixture.syncs.environment
                environment.mappings = [EgressMapping(host: "ads.example.com", base: "http://127.0.0.1:\(client.port)")].compactMap { $0 }
                let requests = try HostRequests(
                    environment, try manifest(["scheme": "query", "name": "token"]), tenant: SyncFixture.a, config: [:], credential: credential,
                    renewal: renewal, tally: CallTally())
                try await body(requests)
            }
        }
    }

    private static let request: JSON = ["method": "GET", "url": "https://ads.example.com/x", "credential": "default"]

    @Test func `A refused token brings one refresh and one repeat`() async throws {
        let platform = Platform()
        let renewal: CredentialRenewal = { refused in
            #expect(refused == Secret("old"))
            platform.renewals.withLock { $0 += 1 }
            return platform.credential("new")
        }
        try await Self.withRequests(platform, credential: platform.credential("old"), renewal: renewal) { requests in
            let first = try await requests.perform(Self.request, body: [])
            let second = try await requests.perform(Self.request, body: [])

            #expect(first.status == 200 && second.status == 200)
            #expect(platform.asked.withLock { $0 } == ["old", "new", "new"] && platform.renewals.withLock { $0 } == 1)
        }
    }

    @Test func `A new token that is refused too is not repeated again, and without a renewal nothing is`() async throws {
        let platform = Platform()
        platform.good.withLock { $0 = "another" }
        try await Self.withRequests(platform, credential: platform.credential("old"), renewal: { _ in platform.credential("new") }) { requests in
            let response = try await requests.perform(Self.request, body: [])
            #expect(response.status == 401)
            #expect(platform.asked.withLock { $0 } == ["old", "new"])
        }
        try await Self.withRequests(platform, credential: Secret("old"), renewal: nil) { requests in
            let response = try await requests.perform(Self.request, body: [])
            #expect(response.status == 401)
        }
        #expect(platform.asked.withLock { $0 } == ["old", "new", "old"])
    }

    @Test func `A token that is about to run out is renewed before it is used`() async throws {
        let platform = Platform()
        let soon = platform.credential("old", expiresIn: .seconds(120))
        try await Self.withRequests(platform, credential: soon, renewal: { $0 == nil ? platform.credential("new") : nil }) { requests in
            let response = try await requests.perform(Self.request, body: [])
            #expect(response.status == 200)
            #expect(platform.asked.withLock { $0 } == ["new"])
        }
    }

    @Test func `A connection that has to be renewed ends the run with its sentence`() async throws {
        let platform = Platform()
        let renewal: CredentialRenewal = { _ in throw SyncFault(.auth, "Connect it again.") }
        try await Self.withRequests(platform, credential: platform.credential("old"), renewal: renewal) { requests in
            await #expect(throws: SyncFault(.auth, "Connect it again.")) { try await requests.perform(Self.request, body: []) }
        }
    }
}
