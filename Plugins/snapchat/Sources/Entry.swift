public import CConnector
import ConnectorKit

/// The one symbol that the runner looks for.
@c(snapchat_connector_v1)
public func snapchatConnector(_ host: UnsafePointer<tactics_host>?) -> UnsafePointer<tactics_connector>? {
    connectorTable(for: Snapchat.self, host: host)
}

/// Ad accounts, their structure and their daily figures from Snapchat's Marketing API.
struct Snapchat: Connector {
    static let manifest = Array(ManifestText.text.utf8)

    /// The streams of the manifest.
    static let streams = ["ad_accounts", "campaigns", "ad_groups", "ads", "creatives", "ad_daily", "snapchat_pixels"]

    func check(_ config: JSONView, _ host: Host) throws -> Account {
        let settings = try Settings(config)
        let accounts = try Accounts.all(API(settings, host), settings)
        guard let first = accounts.first else { throw Accounts.none }
        let name = first.name ?? first.id
        return Account(id: first.id, name: accounts.count == 1 ? name : "\(name) and \(accounts.count - 1) more")
    }

    func discover(_ config: JSONView, _ host: Host) throws -> Discovery {
        let settings = try Settings(config)
        let accounts = try Accounts.all(API(settings, host), settings)
        let reason = accounts.isEmpty ? Accounts.none.message : nil
        return Discovery(
            streams: Self.streams.map { .init($0, available: reason == nil, reason: reason) },
            accounts: accounts.map { Account(id: $0.id, name: $0.name ?? $0.id) })
    }

    func read(_ request: ReadRequest, _ host: Host) throws -> Outcome {
        let settings = try Settings(request.config)
        let api = API(settings, host)
        let accounts = try Accounts.all(api, settings)
        guard !accounts.isEmpty else { throw Accounts.none }
        switch request.stream {
        case "ad_accounts": try Accounts.emit(accounts, host)
        case "ad_daily": try DailyFigures(api: api, settings: settings).read(request, accounts)
        default:
            guard let edge = Edge(rawValue: request.stream) else {
                throw ConnectorFailure(.permanent, "There is no stream \"\(request.stream)\".")
            }
            try Listing(api: api, edge: edge, settings: settings).read(request, accounts)
        }
        return .done
    }
}
