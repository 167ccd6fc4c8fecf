import AsyncHTTPClient
import NIOCore
import NIOHTTP1

/// A response: status and headers at once, the body as it comes, bounded in bytes and time. Dropping it closes the call.
package actor OutboundResponse {
    package nonisolated let status: Int
    package nonisolated let headers: [OutboundHeader]
    private var chunks: HTTPClientResponse.Body.AsyncIterator?
    private var rest = ByteBuffer()
    private var received = 0
    private var meter: CallMeter?
    private let limit: Int
    private let deadline: ContinuousClock.Instant
    private let lease: ClientLease

    init(_ response: HTTPClientResponse, limit: Int, deadline: ContinuousClock.Instant, meter: CallMeter, lease: ClientLease) {
        status = Int(response.status.code)
        headers = response.headers.map { OutboundHeader($0.name, $0.value) }
        chunks = response.body.makeAsyncIterator()
        self.limit = limit
        self.deadline = deadline
        self.meter = meter
        self.lease = lease
    }

    deinit { meter?.finish(status: status, failure: nil, responseBytes: received) }

    /// At most `max` further bytes of the body, as soon as there are some; `nil` at its end.
    /// - Throws: `OutboundError`: `.tooLarge`, `.timeout`, `.connection`.
    package func next(max: Int = 65_536) async throws -> [UInt8]? {
        while rest.readableBytes == 0 {
            guard let chunk = try await receive() else {
                finish(nil)
                return nil
            }
            rest = chunk
            received += chunk.readableBytes
            if received > limit { throw fail(OutboundError(.tooLarge, "the response is longer than \(limit) bytes")) }
            if ContinuousClock.now > deadline { throw fail(OutboundError(.timeout, "the response did not end in time")) }
        }
        return rest.readBytes(length: min(max, rest.readableBytes))
    }

    /// The whole rest of the body.
    package func collect() async throws -> [UInt8] {
        var bytes: [UInt8] = []
        while let chunk = try await next(max: .max) { bytes += chunk }
        return bytes
    }

    /// Ends the call without reading on.
    package func cancel() { finish(nil) }

    /// The idle timeout of the client bounds each wait, so the deadline is overstepped by no more than that.
    private func receive() async throws -> ByteBuffer? {
        guard var iterator = chunks else { return nil }
        chunks = nil
        do {
            let chunk = try await iterator.next(isolation: self)
            if chunk != nil { chunks = iterator }
            return chunk
        } catch {
            throw fail(OutboundError(wrapping: error))
        }
    }

    private func fail(_ error: OutboundError) -> OutboundError {
        finish(error.kind)
        return error
    }

    private func finish(_ failure: OutboundError.Kind?) {
        chunks = nil
        rest = ByteBuffer()
        meter?.finish(status: status, failure: failure, responseBytes: received)
        meter = nil
        lease.end()
    }
}
