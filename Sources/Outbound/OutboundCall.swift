/// What one attempt cost: for meters and usage. Never the path or the query.
package struct OutboundCall: Sendable, Hashable {
    package let host: String
    package let method: OutboundRequest.Method
    /// From 1.
    package let attempt: Int
    /// How many redirects led here.
    package let redirect: Int
    /// `nil` when no response came.
    package let status: Int?
    package let failure: OutboundError.Kind?
    package let requestBytes: Int
    /// Of the body, as far as it was read.
    package let responseBytes: Int
    /// Until the body was read or given up.
    package let duration: Duration
}

/// Takes the record of a call once, when it is over.
final class CallMeter: Sendable {
    private let host: String
    private let request: OutboundRequest
    private let attempt: Int
    private let started = ContinuousClock.now
    private let take: @Sendable (OutboundCall) -> Void

    init(host: String, request: OutboundRequest, attempt: Int, take: @escaping @Sendable (OutboundCall) -> Void) {
        self.host = host
        self.request = request
        self.attempt = attempt
        self.take = take
    }

    func finish(status: Int?, failure: OutboundError.Kind?, responseBytes: Int) {
        take(
            OutboundCall(
                host: host, method: request.method, attempt: attempt, redirect: request.redirect, status: status, failure: failure,
                requestBytes: request.body.count,
                responseBytes: responseBytes, duration: ContinuousClock.now - started))
    }
}
