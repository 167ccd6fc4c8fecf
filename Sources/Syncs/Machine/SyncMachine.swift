package import ConnectorHost
package import Core

/// The course of a sync, decided without doing anything: which stream is read next, and what an ending means for the others and for the connection.
package struct SyncMachine: Sendable {
    package enum StreamState: Sendable, Hashable {
        case pending
        case completed
        case parked(until: Instant, because: SyncFault)
        case failed(SyncFault)
        case skipped
    }

    /// How the reading of a stream ended.
    package enum Ending: Sendable {
        case done
        /// The connector was asked to wait for longer than a runner is kept.
        case parked(until: Instant)
        case refused(ConnectorError)
        /// The host found a fault that is this stream's alone.
        case failed(SyncFault)
        /// A fault of the sync and not of this stream: it ends the sync, or parks it where it may pass.
        case stopped(SyncFault)
        case broken(PluginFault)
        case cancelled
    }

    package enum Step: Sendable, Hashable {
        case read(String)
        case end(End)
    }

    package enum End: Sendable, Hashable {
        case completed
        case partial(SyncFault)
        case failed(SyncFault, connection: ConnectionOutcome)
        case parked(until: Instant, because: SyncFault)
        case cancelled
    }

    /// What becomes of the connection.
    package enum ConnectionOutcome: String, Sendable, Hashable {
        case unchanged
        case configError = "config_error"
        case reconnectNeeded = "reconnect_needed"
        case pluginFault = "plugin_fault"
    }

    package private(set) var streams: [(name: String, state: StreamState)]
    /// Faults of the plugin in this sync so far: the first is followed by a resume.
    package private(set) var pluginFaults: Int
    private let run: Int
    private var stopped: End?

    /// How many runs a platform may stay out of reach before the stream counts as failed.
    package static let mostRuns = 20

    /// - Parameters:
    ///   - streams: in the manifest's order, with those that an earlier run of this sync has completed.
    ///   - run: the number of this run, from 1.
    package init(streams: [(name: String, state: StreamState)], run: Int, pluginFaults: Int = 0) {
        self.streams = streams
        self.run = run
        self.pluginFaults = pluginFaults
    }

    /// What is to be done now.
    package var next: Step {
        if let stopped { return .end(stopped) }
        if let pending = streams.first(where: { $0.state == .pending }) { return .read(pending.name) }
        return .end(settled)
    }

    /// Takes in how the reading of a stream ended.
    package mutating func ended(_ stream: String, _ ending: Ending, now: Instant) {
        switch ending {
        case .done: set(stream, .completed)
        case .parked(let until):
            set(stream, .parked(until: Self.bounded(until, now), because: SyncFault(.rateLimited, "The platform asked to wait.", stream: stream)))
        case .cancelled: stopped = .cancelled
        case .failed(let fault): set(stream, .failed(fault.named(stream)))
        case .stopped(let fault) where fault.kind == .transient:
            set(stream, Self.patience(run, now).map { .parked(until: $0, because: fault.named(stream)) } ?? .failed(fault.named(stream)))
        case .stopped(let fault): stop(stream, fault.named(stream), Self.outcome(of: fault))
        case .refused(let error): refused(stream, error, now)
        case .broken(let fault):
            pluginFaults += 1
            if pluginFaults > 1 { stop(stream, SyncFault(.plugin, fault.sentence, detail: fault.name, stream: stream), .pluginFault) }
        }
    }

    private mutating func refused(_ stream: String, _ error: ConnectorError, _ now: Instant) {
        func fault(_ kind: SyncFault.Kind) -> SyncFault { SyncFault(kind, error.message, detail: error.detail, stream: error.stream ?? stream) }
        switch error.kind {
        case .config: stop(stream, fault(.config), .configError)
        case .auth: stop(stream, fault(.auth), .reconnectNeeded)
        case .contract: set(stream, .failed(fault(.contract)))
        case .permanent: set(stream, .failed(fault(.permanent)))
        case .rateLimited: set(stream, .parked(until: Self.bounded(error.until ?? now + .seconds(60), now), because: fault(.rateLimited)))
        case .quota: set(stream, .parked(until: Self.bounded(error.until ?? now + .seconds(900), now), because: fault(.quota)))
        case .transient:
            guard let again = Self.patience(run, now) else { return set(stream, .failed(fault(.transient))) }
            set(stream, .parked(until: Self.bounded(error.until ?? again, now), because: fault(.transient)))
        }
    }

    /// The end of a run that could not begin to read. What may pass parks it and leaves the connection as it is.
    static func unbegun(_ fault: SyncFault, run: Int, now: Instant) -> End {
        guard fault.kind == .transient else { return .failed(fault, connection: outcome(of: fault)) }
        return patience(run, now).map { .parked(until: $0, because: fault) } ?? .failed(fault, connection: .unchanged)
    }

    private static func outcome(of fault: SyncFault) -> ConnectionOutcome {
        switch fault.kind {
        case .auth: .reconnectNeeded
        case .transient: .unchanged
        default: .configError
        }
    }

    /// When a run is tried again that failed for what may pass: later each time, and at last never.
    private static func patience(_ run: Int, _ now: Instant) -> Instant? {
        guard run < mostRuns else { return nil }
        return now + .seconds(min(3_600, 15 << min(run, 10)))
    }

    private mutating func stop(_ stream: String, _ fault: SyncFault, _ connection: ConnectionOutcome) {
        set(stream, .failed(fault))
        for index in streams.indices where streams[index].state == .pending { streams[index].state = .skipped }
        stopped = .failed(fault, connection: connection)
    }

    private mutating func set(_ stream: String, _ state: StreamState) {
        for index in streams.indices where streams[index].name == stream { streams[index].state = state }
    }

    /// The end once no stream is pending: a parked stream keeps the sync open; failures beside successes make it partial.
    private var settled: End {
        var parked: (until: Instant, because: SyncFault)?
        var fault: SyncFault?
        var completed = 0
        for stream in streams {
            switch stream.state {
            case .parked(let until, let because):
                if let earliest = parked?.until, earliest <= until { continue }
                parked = (until, because)
            case .failed(let found): fault = fault ?? found
            case .completed: completed += 1
            case .pending, .skipped: break
            }
        }
        if let parked { return .parked(until: parked.until, because: parked.because) }
        guard let fault else { return .completed }
        return completed > 0 ? .partial(fault) : .failed(fault, connection: .unchanged)
    }

    /// A connector may ask for any time; within a second and a day it is granted.
    private static func bounded(_ until: Instant, _ now: Instant) -> Instant { min(max(until, now + .seconds(1)), now + .seconds(86_400)) }
}
