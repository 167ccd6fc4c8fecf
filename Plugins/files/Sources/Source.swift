import ConnectorKit

/// Where the bytes come from.
struct Source {
    let settings: Settings

    init(_ settings: Settings) { self.settings = settings }

    /// Asks for the file; nil when it is still the one with that tag.
    func open(_ host: Host, unlessTagged tag: String?) throws -> Response? {
        // The host serves the connection's current upload under this name.
        var request = Request(.get, settings.url ?? "upload:current", credential: nil)
        if let tag { request.headers.append((name: "if-none-match", value: tag)) }
        let response: Response
        do { response = try host.send(request) } catch let error as HostError where [.refused, .invalid].contains(error.code) {
            throw ConnectorFailure(.config, "The file can not be fetched: \(error.message.isEmpty ? "the host refuses the address" : error.message).")
        }
        if response.status == 304 { return nil }
        if response.isSuccess { return response }
        throw failure(response)
    }

    /// What tells one version of the file from another. Nil when the server says nothing: the file is then read each time.
    static func tag(_ response: Response) -> String? {
        if let tag = response.header("etag") { return tag }
        return response.header("last-modified").map { $0 + "/" + (response.header("content-length") ?? "") }
    }

    private func failure(_ response: Response) -> ConnectorFailure {
        if settings.url == nil, response.status == 404 { return ConnectorFailure(.config, "No file has been uploaded for this connection.") }
        switch response.status {
        case 429, 408, 500...599:
            return ErrorTable.standard.failure(response, .missing) ?? ConnectorFailure(.transient, "The file can not be fetched now.")
        default: return ConnectorFailure(.config, "The address of the file answers with status \(response.status).")
        }
    }
}
