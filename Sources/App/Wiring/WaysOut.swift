import Connections
import Outbound
import Telemetry

/// How calls leave the product: one transport for all, metered, and the operator's applications on the platforms.
struct WaysOut: Sendable {
    let transport = OutboundTransport()
    let meter: @Sendable (OutboundCall) -> Void
    let oauth: OAuthSettings

    init(_ connectors: ConnectorSettings, _ metrics: MetricsRegistry) {
        let meter: @Sendable (OutboundCall) -> Void = { call in
            metrics.counter(
                "outbound_requests_total", help: "Requests to platforms.",
                labels: ["host": call.host, "status": call.status.map(String.init) ?? "none"]
            ).increment()
        }
        self.meter = meter
        oauth = OAuthSettings(
            clients: connectors.oauthClients, publicURL: connectors.publicURL, baseURLs: connectors.baseURLs,
            send: Self.tokens(transport, meter))
    }

    /// Calls of token endpoints: to the endpoint's own host and to nowhere else, or to where the operator says; sent once, as a code and a rotating
    /// refresh token are good once.
    static func tokens(_ transport: OutboundTransport, _ meter: @escaping @Sendable (OutboundCall) -> Void = { _ in }) -> TokenTransport {
        { call in
            let mappings = [call.base.flatMap { EgressMapping(host: call.host, base: $0) }].compactMap(\.self)
            let policy = EgressPolicy(hosts: [HostPattern(call.host)].compactMap(\.self), mappings: mappings)
            let request = OutboundRequest(
                call.isPost ? .post : .get, call.url, headers: call.headers.map { OutboundHeader($0.name, $0.value) }, body: call.body,
                isIdempotent: false, deadline: .seconds(8), responseLimit: 1 << 20)
            let response = try await OutboundClient(policy: policy, transport: transport, meter: meter).send(request)
            return TokenAnswer(status: response.status, body: try await response.collect())
        }
    }
}
