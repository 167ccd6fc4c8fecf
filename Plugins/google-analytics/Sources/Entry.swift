public import CConnector
import ConnectorKit

/// The one symbol that the runner looks for.
@c(google_analytics_connector_v1)
public func googleAnalyticsConnector(_ host: UnsafePointer<tactics_host>?) -> UnsafePointer<tactics_connector>? {
    connectorTable(for: GoogleAnalytics.self, host: host)
}

/// Visits, events and traits of the visitors from the Data API of Google Analytics 4.
struct GoogleAnalytics: Connector {
    static let manifest = Array(ManifestText.text.utf8)

    /// The streams of the manifest.
    static let streams = ["ga4_properties", "web_daily", "web_events", "web_demographics"]

    func check(_ config: JSONView, _ host: Host) throws -> Account {
        let settings = try Settings(config)
        let properties = try Properties.all(DataAPI(settings, host), settings)
        guard let first = properties.first else { throw Properties.none }
        return Account(id: first.id, name: properties.count == 1 ? first.name : "\(first.name) and \(properties.count - 1) more")
    }

    func discover(_ config: JSONView, _ host: Host) throws -> Discovery {
        let settings = try Settings(config)
        let properties = try Properties.all(DataAPI(settings, host), settings)
        let reason = properties.isEmpty ? Properties.none.message : nil
        return Discovery(
            streams: Self.streams.map { .init($0, available: reason == nil, reason: reason) },
            accounts: properties.map { Account(id: $0.id, name: $0.name) })
    }

    func read(_ request: ReadRequest, _ host: Host) throws -> Outcome {
        let settings = try Settings(request.config)
        let api = DataAPI(settings, host)
        if request.stream == "ga4_properties" {
            try Properties.emit(try Properties.all(api, settings), host)
            return .done
        }
        guard let table = WebTable(rawValue: request.stream) else { throw ConnectorFailure(.permanent, "There is no stream \"\(request.stream)\".") }
        try Figures(api: api, table: table, settings: settings).read(request, try Properties.all(api, settings))
        return .done
    }
}
