public import CConnector
import ConnectorKit

/// The one symbol that the runner looks for.
@c(files_connector_v1)
public func filesConnector(_ host: UnsafePointer<tactics_host>?) -> UnsafePointer<tactics_connector>? {
    connectorTable(for: Files.self, host: host)
}

/// Rows of a file that was uploaded or that a URL serves.
struct Files: Connector {
    static let manifest = Array(ManifestText.text.utf8)

    func check(_ config: JSONView, _ host: Host) throws -> Account {
        let settings = try Settings(config, timeZone: nil, currency: "XXX")
        guard let response = try Source(settings).open(host, unlessTagged: nil) else { return account(settings) }
        _ = try RecordReader(response, settings).columns()
        return account(settings)
    }

    func discover(_ config: JSONView, _ host: Host) throws -> Discovery {
        let settings = try Settings(config, timeZone: nil, currency: "XXX")
        return Discovery(
            streams: Mapping.allCases.map { mapping in
                let isMapped = mapping == settings.mapping
                return .init(
                    mapping.rawValue, available: isMapped, reason: isMapped ? nil : "The settings map the file to \(settings.mapping.rawValue).")
            },
            accounts: [account(settings)])
    }

    func read(_ request: ReadRequest, _ host: Host) throws -> Outcome {
        let settings = try Settings(request.config, timeZone: request.timeZone, currency: request.currency)
        guard request.stream == settings.mapping.rawValue else {
            throw ConnectorFailure(.config, "The settings map the file to \(settings.mapping.rawValue), not to \(request.stream).")
        }
        let cursor = FileCursor(request.cursor, mode: request.mode)
        guard let response = try Source(settings).open(host, unlessTagged: cursor.isDone ? cursor.tag : nil) else { return .done }
        let tag = Source.tag(response)
        if cursor.isDone, let tag, tag == cursor.tag { return .done }
        var reading = Reading(settings: settings, request: request, tag: tag, behind: cursor.isDone || tag != cursor.tag ? 0 : cursor.row, host: host)
        try reading.run(RecordReader(response, settings))
        return .done
    }

    private func account(_ settings: Settings) -> Account {
        settings.url.map { Account(id: $0, name: $0) } ?? Account(id: "upload", name: "Uploaded file")
    }
}
