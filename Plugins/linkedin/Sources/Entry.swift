public import CConnector
import ConnectorKit

/// The one symbol that the runner looks for.
@c(linkedin_connector_v1)
public func linkedInConnector(_ host: UnsafePointer<tactics_host>?) -> UnsafePointer<tactics_connector>? {
    connectorTable(for: LinkedIn.self, host: host)
}

/// Ad accounts, their structure and their daily figures from LinkedIn's Marketing API, and changes to them.
struct LinkedIn: Writing {
    static let manifest = Array(ManifestText.text.utf8)

    /// The streams of the manifest.
    static let streams = ["ad_accounts", "campaigns", "ad_groups", "ads", "ad_daily"]

    func check(_ config: JSONView, _ host: Host) throws -> Account {
        let accounts = try accounts(Settings(config), host)
        guard let first = accounts.first else { throw Accounts.none }
        let name = first.name ?? first.id
        return Account(id: first.id, name: accounts.count == 1 ? name : "\(name) and \(accounts.count - 1) more")
    }

    func discover(_ config: JSONView, _ host: Host) throws -> Discovery {
        let accounts = try accounts(Settings(config), host)
        let reason = accounts.isEmpty ? Accounts.none.message : nil
        return Discovery(
            streams: Self.streams.map { .init($0, available: reason == nil, reason: reason) },
            accounts: accounts.map { Account(id: $0.id, name: $0.name ?? $0.id) })
    }

    private func accounts(_ settings: Settings, _ host: Host) throws -> [AdAccount] {
        try Refusal.told { try Accounts.all(Rest(settings, host), settings) }
    }

    func read(_ request: ReadRequest, _ host: Host) throws -> Outcome {
        let settings = try Settings(request.config)
        let rest = Rest(settings, host)
        try Refusal.told {
            let accounts = try Accounts.all(rest, settings)
            switch request.stream {
            case AdAccountRow.stream: try Accounts.emit(accounts, settings, host)
            case AdDailyRow.stream: try DailyFigures(rest: rest, settings: settings).read(request, accounts)
            default:
                guard let edge = Edge(rawValue: request.stream) else {
                    throw ConnectorFailure(.permanent, "There is no stream \"\(request.stream)\".")
                }
                try Listing(rest: rest, edge: edge, settings: settings).read(request, accounts)
            }
        }
        return .done
    }

    func write(_ operation: Operation, _ host: Host) throws -> OperationResult {
        let settings = try Settings(operation.config)
        let rest = Rest(settings, host)
        return try Refusal.told {
            switch operation.name {
            case "pause", "resume", "set_budget", "set_bid": try Changes(rest: rest, settings: settings).apply(operation)
            case "upload_conversions": try ConversionUpload(rest: rest, settings: settings).run(operation)
            default: throw operation.unknown
            }
        }
    }
}
