import ConnectorKit

@testable import FilesConnector

/// An upload in a replay host, and the settings to read it with.
struct FileReplay {
    let replay = Replay()
    var config = #"{"maps_to":"orders"}"#

    static let cdnow =
        #"{"source":"upload","format":"fixed","time_zone":"UTC","maps_to":"orders","columns":{"customer":1,"day":2,"quantity":3,"value":4}}"#

    init(_ bytes: [UInt8], tag: String? = "\"v1\"", config: String) {
        self.config = config
        let headers = tag.map { [(name: "etag", value: $0)] } ?? []
        replay.answer("upload:current", with: .init(bytes: bytes, headers: headers))
    }

    init(_ text: String, tag: String? = "\"v1\"", config: String) { self.init(Array(text.utf8), tag: tag, config: config) }

    func read(
        _ stream: String = "orders", mode: ReadRequest.Mode = .incremental, cursor: String? = nil, since: String? = nil, until: String? = nil
    )
        throws -> Outcome
    {
        try replay.read(Files.self, stream, mode: mode, cursor: cursor, since: since, until: until, config: config)
    }

    var orders: [String] { replay.rows["orders"] ?? [] }
    var ids: [String] { replay.parsed("orders").map { $0["id"].string ?? "" } }
    var rejects: [String] { replay.rejects.map(\.document) }

    /// What a configuration that can not work says.
    func complaint(_ stream: String = "orders") -> String? {
        do {
            _ = try read(stream)
            return nil
        } catch {
            guard let failure = error as? ConnectorFailure, failure.kind == .config else { return "not a config failure: \(error)" }
            return failure.message
        }
    }
}
