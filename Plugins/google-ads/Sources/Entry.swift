public import CConnector
import ConnectorKit

/// The one symbol that the runner looks for.
@c(google_ads_connector_v1)
public func googleAdsConnector(_ host: UnsafePointer<tactics_host>?) -> UnsafePointer<tactics_connector>? {
    connectorTable(for: GoogleAds.self, host: host)
}

/// Accounts, their structure, keywords and daily figures from the Google Ads API.
struct GoogleAds: Connector {
    static let manifest = Array(ManifestText.text.utf8)

    /// The streams of the manifest.
    static let streams = ["ad_accounts", "campaigns", "ad_groups", "ads", "keywords", "ad_daily", "keyword_daily", "search_term_daily"]

    func check(_ config: JSONView, _ host: Host) throws -> Account {
        let accounts = try Accounts(ads: Ads(try Settings(config), host)).all()
        guard let first = accounts.first else { throw Accounts.none }
        let name = first.name ?? first.id
        return Account(id: first.id, name: accounts.count == 1 ? name : "\(name) and \(accounts.count - 1) more")
    }

    func discover(_ config: JSONView, _ host: Host) throws -> Discovery {
        let accounts = try Accounts(ads: Ads(try Settings(config), host)).all()
        let reason = accounts.isEmpty ? Accounts.none.message : nil
        return Discovery(
            streams: Self.streams.map { .init($0, available: reason == nil, reason: reason) },
            accounts: accounts.map { Account(id: $0.id, name: $0.name ?? $0.id) })
    }

    func read(_ request: ReadRequest, _ host: Host) throws -> Outcome {
        guard Self.streams.contains(request.stream) else {
            throw ConnectorFailure(.permanent, "There is no stream \"\(request.stream)\".")
        }
        let settings = try Settings(request.config)
        let ads = Ads(settings, host)
        let accounts = try Accounts(ads: ads).all()
        if let entity = Entity(rawValue: request.stream) {
            try Listing(ads: ads, entity: entity).read(request, accounts)
        } else if let reports = Report.of(request.stream, settings) {
            try DailyFigures(ads: ads, stream: request.stream, reports: reports).read(request, accounts)
        } else {
            try Accounts.emit(accounts, host)
        }
        return .done
    }
}
