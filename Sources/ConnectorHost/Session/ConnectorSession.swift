package import Core

/// One runner with one connector, from start to close. One call at a time; `cancel` may come from anywhere.
///
/// Every function throws a `PluginFault` when the connector broke its run, a `ConnectorError` when it reported an error, and `CancellationError` when
/// the call was cancelled. After a `PluginFault` the session is over. `close` is owed in any case; `ConnectorSession.run` does it.
package actor ConnectorSession {
    package nonisolated let bundle: ConnectorBundle
    /// What the kernel gave of the seal.
    package private(set) var ready: RunnerReady?

    nonisolated let thread: RunnerThread
    private let observer: (@Sendable (Int) -> Void)?
    var machine = SessionMachine()
    private var frames = 0
    var body = OpenBody()

    /// Starts a runner, has it seal itself and load the bundle's library, and compares `manifest()` with connector.json.
    /// - Parameter onFrame: told the number of each frame that the runner sent, from 1, before it is carried out.
    /// - Throws: `PluginFault`; `InProcessRefusal` when the settings say so of a bundle that is not bundled; or `BundleRefusal` when the bundle was changed since it was verified or its library says another manifest.
    package static func start(
        _ bundle: ConnectorBundle, _ settings: RunnerSettings, onFrame: (@Sendable (Int) -> Void)? = nil
    ) async throws -> ConnectorSession {
        guard settings.place == .sealed || bundle.trust == .bundled else {
            throw InProcessRefusal(connector: bundle.manifest.id, trust: bundle.trust)
        }
        try bundle.checkUnchanged()
        let thread = try RunnerThread(settings)
        let session = ConnectorSession(bundle, thread, onFrame)
        do {
            try await session.load(settings)
            guard try await session.manifest() == bundle.manifestBytes else { throw BundleRefusal(bundle.directory, .otherManifest) }
            return session
        } catch {
            await session.close()
            throw error
        }
    }

    /// Runs a body with a session and closes it in any case.
    package static func run<Result: Sendable>(
        _ bundle: ConnectorBundle, _ settings: RunnerSettings, onFrame: (@Sendable (Int) -> Void)? = nil,
        _ body: (ConnectorSession) async throws -> Result
    ) async throws -> Result {
        let session = try await start(bundle, settings, onFrame: onFrame)
        do {
            let result = try await body(session)
            await session.close()
            return result
        } catch {
            await session.close()
            throw error
        }
    }

    private init(_ bundle: ConnectorBundle, _ thread: RunnerThread, _ observer: (@Sendable (Int) -> Void)?) {
        self.bundle = bundle
        self.thread = thread
        self.observer = observer
    }

    deinit { thread.stop(.closed) }

    /// The largest document of a call, in bytes: a frame without the room for its head.
    package static let mostArgument = FrameFormat.room - 256

    // MARK: Calls

    /// The bytes that the library's `manifest()` answers.
    package func manifest() async throws -> [UInt8] { Array(try await call("manifest", nil, NoHost())) }

    /// Whether the settings work: the connector's answer, `{"account": {"id", "name"}}`.
    package func check(_ config: JSON, _ host: any HostFunctions) async throws -> JSON { try document(try await call("check", config, host)) }

    /// What can be read with the settings: `{"streams": [...], "accounts": [...]}`.
    package func discover(_ config: JSON, _ host: any HostFunctions) async throws -> JSON { try document(try await call("discover", config, host)) }

    /// Reads one stream to its end, or until it parks. Redirects are followed where the manifest asks for that for the stream; in every other call they
    /// are answers like any other.
    package func read(_ request: ReadRequest, _ host: any HostFunctions) async throws -> ReadOutcome {
        let isRedirecting = bundle.manifest.stream(request.stream)?.followsRedirects ?? false
        let host: any HostFunctions = isRedirecting ? RedirectingHost(host: host) { [thread] in thread.isCancelled } : host
        let answer = try document(try await call("read", request.document, host))
        switch answer["outcome"]?.string {
        case "done": return .done
        case "parked":
            guard let until = answer["until"]?.integer else { fallthrough }
            return .parked(until: Instant(microseconds: until))
        default: throw await broken(.malformed("a read that ended neither done nor parked"))
        }
    }

    /// Asks the connector to stop its current call. From then on nothing of it reaches the host functions; it has the grace time of the limits to
    /// return. Cancelling the task that awaits a call does the same.
    package nonisolated func cancel() { thread.cancel() }

    /// Ends the runner and waits until it is reaped. Safe to call more than once.
    @discardableResult
    package func close() async -> RunnerExit {
        machine.end()
        await releaseBody()
        thread.stop(.closed)
        return await thread.exit()
    }

    /// Kills the runner at once, as a crash would: for tests and for a host that is out of patience.
    package nonisolated func kill() { thread.stop(.fault(.crashed(signal: 9))) }

    // MARK: The conversation

    private func load(_ settings: RunnerSettings) async throws {
        thread.send(try FrameEncoder.encode(Frame(.load, LoadOrder.head(bundle, settings))))
        let seal = try await withTaskCancellationHandler {
            guard case .ready(let ready) = try await step() else { throw await broken(.outOfOrder("a frame before it was ready")) }
            return ready
        } onCancel: {
            thread.stop(.closed)
        }
        guard seal.seal.isWhole || settings.seal == .asAvailable || settings.place == .inProcess else {
            throw PluginFault.notLoaded(reason: "seal", detail: "this kernel does not give the whole seal: \(seal.seal.document)")
        }
        ready = seal
    }

    func call(_ function: String, _ argument: JSON?, _ host: any HostFunctions) async throws -> ArraySlice<UInt8> {
        let bytes = argument?.encoded() ?? []
        guard bytes.count <= Self.mostArgument else { throw ArgumentTooLarge(function: function, size: bytes.count) }
        guard let number = machine.begin() else { throw SessionBusy() }
        thread.forgetCancellation()
        do { thread.send(try FrameEncoder.encode(Frame(.call, call: number, ["function": .string(function)], body: bytes[...]))) } catch {
            throw await broken(error)
        }
        return try await withTaskCancellationHandler {
            do { return try await converse(host) } catch {
                await releaseBody()
                throw error
            }
        } onCancel: {
            thread.cancel()
        }
    }

    /// Serves the connector until its call ends.
    private func converse(_ host: any HostFunctions) async throws -> ArraySlice<UInt8> {
        while true {
            switch try await step() {
            case .asked(let asked, let call): try await serve(asked, call, host)
            case .finished(let succeeded, let document):
                await releaseBody()
                if thread.isCancelled { throw CancellationError() }
                guard succeeded else { throw ConnectorError(document) }
                return document
            case .ready, .notLoaded: throw await broken(.outOfOrder("a frame that can not come here"))
            }
        }
    }

    /// The meaning of the runner's next frame.
    private func step() async throws -> SessionMachine.Step {
        switch await thread.next() {
        case .ended(let exit):
            machine.end()
            if exit.fault == nil, Task.isCancelled { throw CancellationError() }
            throw exit.fault ?? PluginFault.exited(code: 0)
        case .frame(let frame):
            frames += 1
            observer?(frames)
            let step: SessionMachine.Step
            do throws(ProtocolFault) { step = try machine.take(frame) } catch { throw await broken(error) }
            if case .notLoaded(let reason, let detail) = step {
                thread.stop(.closed)
                _ = await thread.exit()
                throw PluginFault.notLoaded(reason: reason, detail: detail)
            }
            return step
        }
    }

    func broken(_ fault: ProtocolFault) async -> PluginFault {
        let fault = PluginFault.protocolViolation(fault.description)
        machine.end()
        thread.stop(.fault(fault))
        return await thread.exit().fault ?? fault
    }

    func document(_ bytes: ArraySlice<UInt8>) throws -> JSON {
        do { return try JSON(parsing: bytes, limits: ConnectorError.limits) } catch {
            throw PluginFault.protocolViolation("a result that is no JSON: \(error)")
        }
    }
}

/// A call was made while another one is under way, or after the end of the session.
package struct SessionBusy: Error, Sendable, Hashable {}

/// `manifest` asks nothing.
private struct NoHost: HostFunctions {
    func request(_ request: JSON, body: ArraySlice<UInt8>) async throws -> HostResponse { throw HostRefusal(.refused, "There are no requests here.") }
}
