public import CConnector
import ConnectorKit

/// The one symbol that the runner looks for.
@c(tiktok_connector_v1)
public func tiktokConnector(_ host: UnsafePointer<tactics_host>?) -> UnsafePointer<tactics_connector>? {
    connectorTable(for: TikTok.self, host: host)
}

/// Ad accounts, their structure and their daily figures from TikTok's API for Business.
struct TikTok: Connector {
    static let manifest = Array(ManifestText.text.utf8)

    /// The streams of the manifest that are read.
    static let streams = ["ad_accounts", "campaigns", "ad_groups", "ads", "creatives", "ad_daily", "tiktok_pixels", "tiktok_gmv_max"]

    func check(_ config: JSONView, _ host: Host) throws -> Account {
        let settings = try Settings(config)
        let accounts = try Advertisers.all(API(settings, host), settings)
        guard let first = accounts.first else { throw Advertisers.none }
        let name = first.name ?? first.id
        return Account(id: first.id, name: accounts.count == 1 ? name : "\(name) and \(accounts.count - 1) more")
    }

    func discover(_ config: JSONView, _ host: Host) throws -> Discovery {
        let settings = try Settings(config)
        let accounts = try Advertisers.all(API(settings, host), settings)
        let none = accounts.isEmpty ? Advertisers.none.message : nil
        let streams = Self.streams.map { name -> Discovery.Stream in
            let reason = none ?? (name == GMVMax.stream && settings.storeIDs.isEmpty ? "The setting \"store_ids\" names no shop." : nil)
            return Discovery.Stream(name, available: reason == nil, reason: reason)
        }
        return Discovery(
            streams: streams + [.init(Deliveries.stream, available: none == nil, reason: none)],
            accounts: accounts.map { Account(id: $0.id, name: $0.name ?? $0.id) })
    }

    func read(_ request: ReadRequest, _ host: Host) throws -> Outcome {
        let settings = try Settings(request.config)
        // What webhooks bring is not asked for.
        if request.stream == Deliveries.stream { return .done }
        let api = API(settings, host)
        let accounts = try Advertisers.all(api, settings)
        guard !accounts.isEmpty else { throw Advertisers.none }
        switch request.stream {
        case "ad_accounts": try Advertisers.emit(accounts, host)
        case "ad_daily": try DailyFigures(api: api, settings: settings).read(request, accounts)
        case GMVMax.stream: try GMVMax(api: api, settings: settings).read(request, accounts)
        default:
            guard let edge = Edge(rawValue: request.stream) else {
                throw ConnectorFailure(.permanent, "There is no stream \"\(request.stream)\".")
            }
            try Listing(api: api, edge: edge, settings: settings).read(request, accounts)
        }
        return .done
    }
}
