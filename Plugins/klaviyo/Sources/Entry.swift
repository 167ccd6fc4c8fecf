public import CConnector
import ConnectorKit

/// The one symbol that the runner looks for.
@c(klaviyo_connector_v1)
public func klaviyoConnector(_ host: UnsafePointer<tactics_host>?) -> UnsafePointer<tactics_connector>? {
    connectorTable(for: Klaviyo.self, host: host)
}

/// Profiles, messages and their figures, lists, metrics and events from Klaviyo.
struct Klaviyo: Receiving {
    static let manifest = Array(ManifestText.text.utf8)

    /// The streams of the manifest.
    static let streams = ["profiles", "messages", "message_daily", "klaviyo_lists", "klaviyo_events", "klaviyo_metrics", "klaviyo_metric_daily"]

    func check(_ config: JSONView, _ host: Host) throws -> Account {
        let account = try account(config, host)
        return Account(id: account.id, name: account.name)
    }

    func discover(_ config: JSONView, _ host: Host) throws -> Discovery {
        let account = try account(config, host)
        return Discovery(streams: Self.streams.map { .init($0) }, accounts: [Account(id: account.id, name: account.name)])
    }

    private func account(_ config: JSONView, _ host: Host) throws -> KlaviyoAccount {
        let settings = try Settings(config)
        return try Refusal.told { try KlaviyoAccount(Client(settings, host), settings) }
    }

    func read(_ request: ReadRequest, _ host: Host) throws -> Outcome {
        let settings = try Settings(request.config)
        let client = Client(settings, host)
        guard Self.streams.contains(request.stream) else { throw ConnectorFailure(.permanent, "There is no stream \"\(request.stream)\".") }
        try Refusal.told { try read(request, client, settings) }
        return .done
    }

    private func read(_ request: ReadRequest, _ client: Client, _ settings: Settings) throws {
        switch request.stream {
        case "klaviyo_lists": try listing(client, settings, request.stream, [.lists]).read(request)
        case "klaviyo_metrics": try listing(client, settings, request.stream, [.metrics]).read(request)
        case MessageRow.stream:
            try listing(client, settings, request.stream, settings.channels.map { .campaigns(channel: $0) } + [.flows]).read(request)
        case ProfileRow.stream:
            let zone = try Zone(settings.timeZone ?? request.timeZone ?? "UTC")
            try Crawl(client: client, settings: settings, kind: Profiles(settings: settings), zone: zone).read(request)
        default:
            let account = try KlaviyoAccount(client, settings)
            switch request.stream {
            case "klaviyo_events":
                try Crawl(client: client, settings: settings, kind: Events(settings: settings, account: account), zone: account.zone).read(request)
            case MetricFigures.stream: try MetricFigures(client: client, settings: settings, account: account).read(request)
            default: try MessageFigures(client: client, settings: settings, account: account).read(request)
            }
        }
    }

    private func listing(_ client: Client, _ settings: Settings, _ stream: String, _ parts: [Collection]) -> Listing {
        Listing(client: client, settings: settings, stream: stream, parts: parts)
    }

    /// Rows of `klaviyo_events` from a system webhook. The host has verified the signature.
    func webhook(_ delivery: Delivery, _ host: Host) throws -> Reception {
        let settings = try Settings(delivery.config)
        return try EventDelivery(settings: settings).receive(delivery, host)
    }
}
