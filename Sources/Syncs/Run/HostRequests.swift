import ConnectorHost
import Core
import Outbound

/// Carries out the requests of a connector for one connection: to the hosts of its manifest, signed, or to its uploaded file.
struct HostRequests: Sendable {
    private let tenant: TenantID
    private let config: JSON
    private let uploads: UploadReader
    private let tally: CallTally
    private let signed: SignedClients
    private let plain: OutboundClient
    /// For addresses that the tenant gave as a setting.
    private let anywhere: OutboundClient
    private let addresses: Set<String>
    private let takesUploads: Bool
    private let secretPaths: SecretPaths
    /// Whether the manifest names credential slots, so that a request's own is looked at.
    private let hasSlots: Bool

    /// The largest answer with secret paths: it has to be held whole.
    private static let mostRedacted = 32 << 20

    /// - Parameter renewal: gives a new access token where one runs out or is refused; without it the credential stays what it is.
    init(
        _ environment: SyncEnvironment, _ manifest: ConnectorManifest, tenant: TenantID, config: JSON, credential: Secret?,
        renewal: CredentialRenewal? = nil, tally: CallTally
    ) throws(SyncFault) {
        self.tenant = tenant
        self.config = config
        self.tally = tally
        uploads = environment.uploads
        let hosts = manifest.hosts.compactMap { host -> Outbound.HostPattern? in
            if case .name(let text) = host { Outbound.HostPattern(text) } else { nil }
        }
        let settings = (config.members ?? []).reduce(into: [String: String]()) { $0[$1.name] = $1.value.string }
        addresses = Set(
            manifest.hosts.compactMap { host -> String? in if case .setting(let name) = host { settings[name] } else { nil } })
        takesUploads = manifest.hosts.contains { if case .upload = $0 { true } else { false } }
        secretPaths = SecretPaths(manifest.secretPaths)
        let meter: @Sendable (OutboundCall) -> Void = { [meter = environment.meter] call in
            tally.note(call)
            meter(call)
        }
        hasSlots = !CredentialScheme.slots(manifest.auth).isEmpty
        @Sendable func client(_ policy: EgressPolicy, _ signer: RequestSigner) -> OutboundClient {
            OutboundClient(policy: policy, signer: signer, transport: environment.outbound, time: environment.time, meter: meter)
        }
        let policy = EgressPolicy(hosts: hosts, settings: settings, mappings: environment.mappings)
        signed = try SignedClients(manifest.auth, credential, renewal: renewal, time: environment.time) { client(policy, $0) }
        plain = client(policy, .none)
        anywhere = client(.anyPublicHost(mappings: environment.mappings), .none)
    }

    /// - Parameter redirect: how the way led here, where the request is none of the connector's own.
    func perform(_ request: JSON, body: ArraySlice<UInt8>, redirect: RedirectHop? = nil) async throws -> HostResponse {
        guard let url = request["url"]?.string, let method = (request["method"]?.string ?? "GET").asMethod else {
            throw HostRefusal(.invalid, "A request needs a url and a method that is known.")
        }
        let headers = try Self.headers(request["headers"])
        if url.hasPrefix("upload:") { return try await upload(headers) }
        var call = OutboundRequest(
            method, url, headers: headers, body: Array(body), isIdempotent: request["idempotent"]?.bool, responseLimit: 4 << 30)
        call.redirect = redirect?.number ?? 0
        call.isForeign = redirect?.isForeign ?? false
        // An address that the tenant gave may lead anywhere in public; the manifest's hosts lead to one another alone.
        let isTenants = addresses.contains(redirect?.first["url"]?.string ?? url)
        // What may carry the credential on is the signing client's to see, which does not sign what is foreign.
        let slot = (redirect?.first ?? request)["credential"]
        do {
            if !isTenants, let slot, !slot.isNull { return try await response(try await signed(call, slot: slot.string)) }
            return try await response(try await (isTenants ? anywhere : plain).send(call))
        } catch let error as OutboundError {
            switch error.kind {
            case .refused: throw HostRefusal(.refused, error.description)
            case .invalidRequest: throw HostRefusal(.invalid, error.description)
            default: throw HostRefusal(.failed, error.description)
            }
        }
    }

    /// Sends a request with the access token; where the platform refuses that, once more with a new one. A refused request did nothing, so that any
    /// may be repeated.
    private func signed(_ call: OutboundRequest, slot: String?) async throws -> OutboundResponse {
        let first = try await signed.signed(slot: hasSlots ? slot ?? CredentialScheme.ordinary : CredentialScheme.ordinary)
        let response = try await first.client.send(call)
        guard response.status == 401, !call.isForeign, let token = first.token, let other = try await signed.replacement(for: token) else {
            return response
        }
        await response.cancel()
        return try await other.send(call)
    }

    private func response(_ response: OutboundResponse) async throws -> HostResponse {
        let headers = response.headers.map { (name: $0.name.lowercased(), value: $0.value) }.filter { $0.name != "set-cookie" }
        let isJSON = headers.contains { $0.name == "content-type" && $0.value.lowercased().contains("json") }
        guard !secretPaths.isEmpty, isJSON else {
            return HostResponse(status: response.status, headers: headers, body: StreamedBody(response: response))
        }
        var bytes: [UInt8] = []
        while let piece = try await response.next() {
            bytes += piece
            guard bytes.count <= Self.mostRedacted else {
                await response.cancel()
                throw HostRefusal(.tooLarge, "The answer is larger than \(Self.mostRedacted >> 20) MiB.")
            }
        }
        let kept = headers.filter { $0.name != "content-length" }
        return HostResponse(status: response.status, headers: kept, body: WholeBody(secretPaths.redacted(bytes)))
    }

    /// The connection's file: 404 where there is none, 304 where the connector has it already.
    private func upload(_ headers: [OutboundHeader]) async throws -> HostResponse {
        guard takesUploads else { throw HostRefusal(.refused, "The manifest names no uploads.") }
        tally.noteRequest()
        guard let id = config["upload_id"]?.string.flatMap({ UploadID($0) }), let found = try await uploads.find(tenant, id) else {
            return HostResponse(status: 404, headers: [], body: WholeBody([]))
        }
        let tag = "\"\(hexadecimal(found.digest))\""
        if headers.first("if-none-match") == tag { return HostResponse(status: 304, headers: [("etag", tag)], body: WholeBody([])) }
        return HostResponse(
            status: 200, headers: [("etag", tag), ("content-length", String(found.size))],
            body: UploadBody(tally: tally) { [uploads, tenant] in try await uploads.piece(tenant, id, $0) })
    }

    private static func headers(_ json: JSON?) throws(HostRefusal) -> [OutboundHeader] {
        var headers: [OutboundHeader] = []
        for pair in json?.array ?? [] {
            guard let pair = pair.array, pair.count == 2, let name = pair[0].string, let value = pair[1].string else {
                throw HostRefusal(.invalid, "Headers are pairs of name and value.")
            }
            headers.append(OutboundHeader(name, value))
        }
        return headers
    }
}

extension String {
    fileprivate var asMethod: OutboundRequest.Method? { OutboundRequest.Method(rawValue: uppercased()) }
}
