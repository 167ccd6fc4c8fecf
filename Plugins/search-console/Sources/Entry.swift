public import CConnector
import ConnectorKit

/// The one symbol that the runner looks for.
@c(search_console_connector_v1)
public func searchConsoleConnector(_ host: UnsafePointer<tactics_host>?) -> UnsafePointer<tactics_connector>? {
    connectorTable(for: SearchConsole.self, host: host)
}

/// How sites stand in Google's search, from the API of Search Console.
struct SearchConsole: Connector {
    static let manifest = Array(ManifestText.text.utf8)

    /// The streams of the manifest.
    static let streams = ["search_console_sites", "search_daily", "search_console_totals"]

    func check(_ config: JSONView, _ host: Host) throws -> Account {
        let settings = try Settings(config)
        let sites = try Sites.readable(SearchAPI(settings, host), settings)
        guard let first = sites.first else { throw Sites.none }
        return Account(id: first.url, name: sites.count == 1 ? first.url : "\(first.url) and \(sites.count - 1) more")
    }

    func discover(_ config: JSONView, _ host: Host) throws -> Discovery {
        let settings = try Settings(config)
        let sites = try Sites.readable(SearchAPI(settings, host), settings)
        let reason = sites.isEmpty ? Sites.none.message : nil
        return Discovery(
            streams: Self.streams.map { .init($0, available: reason == nil, reason: reason) },
            accounts: sites.map { Account(id: $0.url, name: $0.url) })
    }

    func read(_ request: ReadRequest, _ host: Host) throws -> Outcome {
        let settings = try Settings(request.config)
        let api = SearchAPI(settings, host)
        if request.stream == "search_console_sites" {
            try Sites.emit(try Sites.all(api), host)
            return .done
        }
        guard let table = SearchTable(rawValue: request.stream) else {
            throw ConnectorFailure(.permanent, "There is no stream \"\(request.stream)\".")
        }
        try Figures(api: api, table: table, settings: settings).read(request, try Sites.readable(api, settings))
        return .done
    }
}
