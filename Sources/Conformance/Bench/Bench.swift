import ConnectorHost
import Core
import Synchronization

/// Runs a connector, sealed, against a scenario; starts a new runner when the last one ended.
actor Bench {
    let bundle: ConnectorBundle
    let scenario: Scenario
    private let settings: RunnerSettings
    let config: JSON
    let secretPaths: SecretPaths
    private var session: ConnectorSession?
    /// Everything that any call did, for the checks of secrets and addresses.
    private(set) var seen = Seen()

    struct Seen: Sendable {
        var requests: [String: AskedRequest] = [:]
        var exchanges: Set<Int> = []
        var log: Set<String> = []
        var mostLog = 0
        var errors: Set<String> = []
        var documents: Set<String> = []
    }

    init(_ bundle: ConnectorBundle, _ scenario: Scenario, _ settings: RunnerSettings) {
        self.bundle = bundle
        self.scenario = scenario
        self.settings = settings
        config = bundle.manifest.configSchema.withoutSecrets(bundle.manifest.configSchema.withDefaults(scenario.config))
        secretPaths = SecretPaths(bundle.manifest.secretPaths)
    }

    /// The runner that is at work, or a new one.
    func open() async throws -> ConnectorSession {
        if let session { return session }
        let fresh = try await ConnectorSession.start(bundle, settings)
        session = fresh
        return fresh
    }

    /// Ends the runner; says what it used.
    @discardableResult
    func close() async -> RunnerExit? {
        let exit = await session?.close()
        session = nil
        return exit
    }

    // MARK: Reads

    /// Reads a stream until it ends, following it when it parks.
    func read(_ script: StreamScript, _ options: ReadOptions = ReadOptions()) async -> ReadRun {
        var options = options
        options.secretPaths = secretPaths
        options.call = script.name
        options.reach = Reach(bundle.manifest, config(with: script.config))
        let box = Box()
        let host = ScenarioHost(scenario, options) { box.interrupt($0) }
        let begin = ContinuousClock.now
        let ending = await end(script, options, host, box)
        let record = host.record
        note(record, ending)
        return ReadRun(
            ending: ending, emitted: record.rows, checkpoints: record.checkpoints, rejects: record.rejects, requests: record.requests,
            rowCount: record.rowCount, duration: ContinuousClock.now - begin)
    }

    /// The settings with some of their own.
    func config(with settings: JSON) -> JSON {
        let own = (settings.members ?? []).reduce(scenario.config) { $0.setting($1.name, $1.value) }
        let schema = bundle.manifest.configSchema
        return schema.withoutSecrets(schema.withDefaults(own))
    }

    private func end(_ script: StreamScript, _ options: ReadOptions, _ host: ScenarioHost, _ box: Box) async -> Ending {
        var request = ReadRequest(
            stream: script.name, mode: options.mode ?? script.mode, cursor: options.cursor, since: script.since, until: script.until,
            config: config(with: script.config),
            timeZone: scenario.timeZone, currency: scenario.currency)
        var parks = 0
        do {
            while true {
                let session = try await open()
                box.put(session)
                switch try await session.read(request, host) {
                case .done: return .done
                case .parked(let until):
                    parks += 1
                    guard parks <= options.mostParks, until - host.now() <= .seconds(90_000) else { return .parked(until: until) }
                    host.resume(at: until)
                    if let stored = host.record.checkpoints.last { request.cursor = stored.cursor }
                }
            }
        } catch let error as ConnectorError { return .failed(error) } catch is CancellationError { return .cancelled } catch let fault as PluginFault
        {
            await close()
            return box.wasKilled ? .killed : .broken(fault)
        } catch is Endless {
            await close()
            return .endless
        } catch {
            await close()
            return .broken(.protocolViolation("\(error)"))
        }
    }

    /// Holds the session that an interruption hits.
    final class Box: Sendable {
        private let state = Mutex<(session: ConnectorSession?, isKilled: Bool)>((nil, false))

        func put(_ session: ConnectorSession) { state.withLock { $0.session = session } }

        var wasKilled: Bool { state.withLock { $0.isKilled } }

        func interrupt(_ way: Interruption.Way) {
            let session = state.withLock { state in
                if case .crash = way { state.isKilled = true }
                return state.session
            }
            if case .crash = way { session?.kill() } else { session?.cancel() }
        }
    }

    // MARK: Questions

    /// `check` or `discover`: the answer, or how it failed.
    func ask(_ question: Question, _ trouble: Trouble? = nil) async -> Result<JSON, AskFault> {
        var options = ReadOptions(trouble: trouble)
        options.secretPaths = secretPaths
        let host = ScenarioHost(scenario, options) { _ in }
        do {
            let session = try await open()
            let answer = question == .check ? try await session.check(config, host) : try await session.discover(config, host)
            note(host.record, .done)
            return .success(answer)
        } catch let error as ConnectorError {
            note(host.record, .failed(error))
            return .failure(AskFault(ending: .failed(error)))
        } catch let fault as PluginFault {
            await close()
            return .failure(AskFault(ending: .broken(fault)))
        } catch {
            await close()
            return .failure(AskFault(ending: error is Endless ? .endless : .broken(.protocolViolation("\(error)"))))
        }
    }

    enum Question: String, Sendable {
        case check
        case discover
    }

    struct AskFault: Error {
        let ending: Ending
    }

    func note(_ record: ScenarioHost.Record, _ ending: Ending) {
        seen.exchanges.formUnion(record.requests.compactMap(\.exchange))
        // Where a redirect leads is the platform's word, and the host's to refuse.
        for request in record.requests where !request.isRedirect {
            let key = "\(request.method) \(request.url) \(String(decoding: request.body.prefix(2_000), as: UTF8.self))"
            if seen.requests[key] == nil { seen.requests[key] = request }
        }
        seen.log.formUnion(record.log)
        seen.mostLog = max(seen.mostLog, record.log.count)
        if case .failed(let error) = ending { seen.errors.insert("\(error.message) \(error.detail ?? "")") }
        if record.rows.count < 5_000 {
            for row in record.rows { seen.documents.insert(row.text) }
            for reject in record.rejects { seen.documents.insert(reject.reject.description) }
            for checkpoint in record.checkpoints { seen.documents.insert(checkpoint.cursor.description) }
        }
    }
}
