public import CConnector
import ConnectorKit

/// The one symbol that the runner looks for.
@c(meta_connector_v1)
public func metaConnector(_ host: UnsafePointer<tactics_host>?) -> UnsafePointer<tactics_connector>? {
    connectorTable(for: Meta.self, host: host)
}

/// Ad accounts, their structure and their daily figures from Meta's Marketing API, changes to them, and conversions for the Conversions API.
struct Meta: Connector {
    static let manifest = Array(ManifestText.text.utf8)

    /// The streams of the manifest.
    static let streams = ["ad_accounts", "campaigns", "ad_groups", "ads", "creatives", "ad_daily", Deliveries.stream]

    func check(_ config: JSONView, _ host: Host) throws -> Account {
        let settings = try Settings(config)
        let accounts = try Accounts.all(Graph(settings, host), settings)
        guard let first = accounts.first else { throw Accounts.none }
        let name = first.name ?? first.id
        return Account(id: first.id, name: accounts.count == 1 ? name : "\(name) and \(accounts.count - 1) more")
    }

    func discover(_ config: JSONView, _ host: Host) throws -> Discovery {
        let settings = try Settings(config)
        let accounts = try Accounts.all(Graph(settings, host), settings)
        let none = accounts.isEmpty ? Accounts.none.message : nil
        let streams = Self.streams.map { name -> Discovery.Stream in
            let isLeftOut = name == Edge.creatives.rawValue && !settings.listsCreatives
            let reason = none ?? (isLeftOut ? "The setting \"creatives\" is off." : nil)
            return Discovery.Stream(name, available: reason == nil, reason: reason)
        }
        return Discovery(
            streams: streams,
            accounts: accounts.map { Account(id: $0.id, name: $0.name ?? $0.id) })
    }

    func read(_ request: ReadRequest, _ host: Host) throws -> Outcome {
        let settings = try Settings(request.config)
        // What webhooks bring is not asked for.
        if request.stream == Deliveries.stream { return .done }
        let graph = Graph(settings, host)
        let accounts = try Accounts.all(graph, settings)
        switch request.stream {
        case "ad_accounts": try Accounts.emit(accounts, host)
        case "ad_daily": try DailyFigures(graph: graph, settings: settings).read(request, accounts)
        default:
            guard let edge = Edge(rawValue: request.stream) else {
                throw ConnectorFailure(.permanent, "There is no stream \"\(request.stream)\".")
            }
            try Listing(graph: graph, edge: edge, settings: settings).read(request, accounts)
        }
        return .done
    }
}
