import Core
import Logging
import NIOHTTP1
import Synchronization
import Testing

@testable import Web

struct TraceContextTests {
    private static let trace = "4bf92f3577b34da6a3ce929d0e0e4736"

    @Test func `The caller's trace stands in the log line, and a request without one gets its own`() async throws {
        let log = LogLines()

        try await WebApplication.test(Sample.endpoints, authenticator: Sample.tokens, logger: log.logger) { client in
            _ = try await client.send(.get, "/health", headers: ["traceparent": "00-\(Self.trace)-00f067aa0ba902b7-01"])
            for _ in 0..<2 { _ = try await client.send(.get, "/health") }
        }
        let traces = log.traces

        #expect(traces.count == 3)
        #expect(traces.first == Self.trace)
        #expect(Set(traces).count == 3)
        #expect(traces.allSatisfy { $0.utf8.count == 32 })
    }

    @Test(arguments: ["00-\(trace)-00f067aa0ba902b7-00", "cc-\(trace)-00f067aa0ba902b7-01", "cc-\(trace)-00f067aa0ba902b7-01-what-comes-later"])
    func `A sane field is taken, also of a later version`(text: String) {
        #expect(TraceContext.traceID(in: text) == Self.trace)
    }

    @Test(arguments: [
        "", "00", "00-\(trace)-00f067aa0ba902b7", "00-\(trace)-00f067aa0ba902b7-1", "00-\(trace)-00f067aa0ba902b7-01-more",
        "00-\(trace)-00f067aa0ba902b7-01 ",
        "ff-\(trace)-00f067aa0ba902b7-01", "00-\(trace.uppercased())-00f067aa0ba902b7-01", "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
        "00-\(trace)-0000000000000000-01", "00_\(trace)-00f067aa0ba902b7-01", "0g-\(trace)-00f067aa0ba902b7-01", "cc-\(trace)-00f067aa0ba902b7-01.x",
        "00-\(trace)-00f067aa0ba902b7-\u{22}}", "00-\(trace)-00f067aa0ba902b7-é",
    ]) func `A field that is not as the standard wants it counts as none`(text: String) {
        #expect(TraceContext.traceID(in: text) == nil)
    }

    @Test func `Two fields count as none`() {
        let twice = HTTPHeaders([("traceparent", "00-\(Self.trace)-00f067aa0ba902b7-01"), ("traceparent", "00-\(Self.trace)-00f067aa0ba902b7-01")])

        #expect(TraceContext(twice).traceID != Self.trace)
        #expect(TraceContext(twice).traceID != TraceContext(twice).traceID)
    }
}

/// Keeps the metadata of log lines, to look at it.
private final class LogLines: Sendable {
    private let lines = Mutex<[Logger.Metadata]>([])

    var logger: Logger {
        Logger(label: "test") { _ in Handler { metadata in self.lines.withLock { $0.append(metadata) } } }
    }

    var traces: [String] { lines.withLock { $0 }.compactMap { $0["trace_id"]?.description } }

    private struct Handler: LogHandler {
        let keep: @Sendable (Logger.Metadata) -> Void
        var metadata: Logger.Metadata = [:]
        var logLevel = Logger.Level.info

        init(_ keep: @escaping @Sendable (Logger.Metadata) -> Void) { self.keep = keep }

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) { keep(event.metadata ?? [:]) }
    }
}
