package import Core

/// The host of a stream that asks for redirects to be followed: everything but that is the host's own.
package struct RedirectingHost: HostFunctions {
    private let host: any HostFunctions
    private let isCancelled: @Sendable () -> Bool

    /// - Parameter isCancelled: whether the call is to end: asked before each redirect.
    package init(host: any HostFunctions, isCancelled: @escaping @Sendable () -> Bool) {
        self.host = host
        self.isCancelled = isCancelled
    }

    package func request(_ request: JSON, body: ArraySlice<UInt8>) async throws -> HostResponse {
        var trail = RedirectTrail(request, body: body)
        var response = try await host.request(request, body: body)
        while RedirectTrail.isRedirect(response.status) {
            await response.body.close()
            response = try await next(response, &trail)
        }
        return response
    }

    private func next(_ response: HostResponse, _ trail: inout RedirectTrail) async throws -> HostResponse {
        let from = trail.hop.host
        do {
            do throws(RedirectRefusal) { try trail.follow(response.status, response.headers) } catch { throw error.asHostRefusal }
            await host.log(.debug, "Redirect \(trail.hop.number) (\(response.status)): \(from) sends the request on to \(trail.hop.host).")
            if isCancelled() { throw HostRefusal.cancelled }
            do { return try await host.follow(trail.hop) } catch let refusal as HostRefusal where [.refused, .invalid].contains(refusal.code) {
                throw RedirectRefusal.sentence(refusal)
            }
        } catch let refusal as HostRefusal where [.refused, .invalid].contains(refusal.code) {
            await host.log(.warning, "\(from) answered \(response.status). \(refusal.sentence)")
            throw refusal
        }
    }

    package func emit(stream: String, rows: ArraySlice<UInt8>) async throws { try await host.emit(stream: stream, rows: rows) }
    package func reject(stream: String, reject: JSON) async throws { try await host.reject(stream: stream, reject: reject) }
    package func checkpoint(stream: String, cursor: JSON) async throws { try await host.checkpoint(stream: stream, cursor: cursor) }
    package func estimate(stream: String, rows: Int64) async throws { try await host.estimate(stream: stream, rows: rows) }
    package func wait(until: Instant) async throws { try await host.wait(until: until) }
    package func log(_ level: ConnectorLogLevel, _ text: String) async { await host.log(level, text) }
    package func now() -> Instant { host.now() }
}
