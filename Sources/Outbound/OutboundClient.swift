import AsyncHTTPClient
package import Core
import NIOCore
import NIOHTTP1
import Synchronization

/// The one way out: checks the address, signs, sends, tries again where that is harmless, and meters. One for each connection; they share
/// a transport.
package struct OutboundClient: Sendable {
    private let transport: OutboundTransport
    private let policy: EgressPolicy
    private let signer: RequestSigner
    private let retry: RetryPolicy
    private let budget = SharedBudget()
    private let meter: @Sendable (OutboundCall) -> Void
    private let time: TimeSource

    /// - Parameter meter: takes the record of every attempt, when its body is read or given up.
    package init(
        policy: EgressPolicy, signer: RequestSigner = .none, retry: RetryPolicy = RetryPolicy(), transport: OutboundTransport,
        time: TimeSource = .wall,
        meter: @escaping @Sendable (OutboundCall) -> Void = { _ in }
    ) {
        self.policy = policy
        self.signer = signer
        self.retry = retry
        self.transport = transport
        self.time = time
        self.meter = meter
    }

    /// Sends a request. Any status is a response; redirects are not followed: who follows one sends a request of its own (`redirect`, `isForeign`),
    /// which is checked like any other.
    /// - Throws: `OutboundError`, `CancellationError`.
    package func send(_ request: OutboundRequest) async throws -> OutboundResponse {
        let deadline = ContinuousClock.now + request.deadline
        budget.earn()
        var attempt = 1
        while true {
            let result = await self.attempt(attempt, request, deadline)
            try Task.checkCancellation()
            let pause = retry.pause(after: outcome(result), attempt: attempt, isIdempotent: request.isIdempotent, random: .random(in: 0...1))
            guard let pause, ContinuousClock.now + pause < deadline, budget.spend() else { return try result.get() }
            if case .success(let response) = result { await response.cancel() }
            try await Task.sleep(for: pause)
            attempt += 1
        }
    }

    private func outcome(_ result: Result<OutboundResponse, OutboundError>) -> RetryPolicy.Outcome {
        switch result {
        case .success(let response):
            .status(response.status, retryAfter: response.headers.first("retry-after").flatMap { RetryAfter.parse($0, now: time.now) })
        case .failure(let error): .failed(error.kind)
        }
    }

    private func attempt(
        _ number: Int, _ request: OutboundRequest, _ deadline: ContinuousClock.Instant
    ) async -> Result<
        OutboundResponse, OutboundError
    > {
        do {
            // Checked once as it came and once as it is signed: a signer adds to the query, never to the host.
            let plain = try policy.route(request.url)
            var signed = request
            if request.isForeign { try keepAtHome(request) } else { signer(&signed) }
            let route = try policy.route(signed.url)
            guard plain.host == route.host else { throw OutboundError(.invalidRequest, "the request is malformed") }
            return await call(signed, route, number, deadline)
        } catch {
            return .failure(OutboundError(wrapping: error))
        }
    }

    /// A platform may have written the credential into the address that it sends the request on to.
    private func keepAtHome(_ request: OutboundRequest) throws(OutboundError) {
        if signer.isHeld(by: request) { throw OutboundError(.refused, "it would carry the credential to another host") }
    }

    private func call(
        _ request: OutboundRequest, _ route: EgressPolicy.Route, _ attempt: Int, _ deadline: ContinuousClock.Instant
    ) async -> Result<OutboundResponse, OutboundError> {
        let record = CallMeter(host: route.host, request: request, attempt: attempt, take: meter)
        do {
            let message = try message(request, route)
            if request.redirect > 0, attempt == 1 { await transport.forget(route.host) }
            let lease = try await client(for: route)
            let left = deadline - ContinuousClock.now
            let response = try await lease.client.execute(message, deadline: .now() + TimeAmount(max(.zero, left)))
            return .success(OutboundResponse(response, limit: request.responseLimit, deadline: deadline, meter: record, lease: lease))
        } catch {
            let failure = OutboundError(wrapping: error)
            if failure.kind == .connection { await transport.forget(route.host) }
            record.finish(status: nil, failure: failure.kind, responseBytes: 0)
            return .failure(failure)
        }
    }

    private func client(for route: EgressPolicy.Route) async throws -> ClientLease {
        switch route {
        case .checked(let address): try await transport.client(for: address.host)
        case .mapped(_, let host): try await transport.client(forMapped: host)
        }
    }

    private func message(_ request: OutboundRequest, _ route: EgressPolicy.Route) throws(OutboundError) -> HTTPClientRequest {
        var message = HTTPClientRequest(url: route.url)
        message.method = HTTPMethod(rawValue: request.method.rawValue)
        message.headers = try HeaderRules.checked(request.headers)
        if !request.body.isEmpty { message.body = .bytes(ByteBuffer(bytes: request.body)) }
        return message
    }
}

extension EgressPolicy.Route {
    /// The host as the caller named it.
    package var host: String {
        switch self {
        case .checked(let address): address.host
        case .mapped(_, let host): host
        }
    }

    /// The URL that is called.
    package var url: String {
        switch self {
        case .checked(let address): "https://\(address.host)\(address.pathAndQuery)"
        case .mapped(let url, _): url
        }
    }
}

/// A retry budget that all calls of a client share.
private final class SharedBudget: Sendable {
    private let budget = Mutex(RetryBudget())

    func earn() { budget.withLock { $0.earn() } }
    func spend() -> Bool { budget.withLock { $0.spend() } }
}
