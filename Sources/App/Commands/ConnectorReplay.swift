package import ConnectorHost
package import Core
import Foundation

/// `tactics connector replay`: one stream of a bundle, read inside the seal over recorded answers instead of a platform.
package struct ConnectorReplay: Sendable {
    /// What to read, and over which answers.
    package struct Options: Sendable {
        package var stream: String
        package var mode = StreamDescription.Mode.incremental
        package var cursor: JSON?
        package var since: Day?
        package var until: Day?
        /// The file of a connection's settings; `nil` for none.
        package var configFile: String?
        /// The folder of recorded answers.
        package var responses: String
        /// What the connector is told the time is; `nil` for the time that it is.
        package var now: Instant?
        /// In a sealed process of its own, or, for a bundled connector, in this one.
        package var place = RunnerSettings.Place.sealed

        package init(stream: String, responses: String, configFile: String? = nil) {
            self.stream = stream
            self.responses = responses
            self.configFile = configFile
        }
    }

    /// Where what happens is written, piece by piece.
    package struct Output: Sendable {
        /// Rows, as NDJSON.
        package var rows: @Sendable (ArraySlice<UInt8>) -> Void
        /// One line: a checkpoint, a reject, a request or a log line.
        package var note: @Sendable (String) -> Void

        package init(rows: @escaping @Sendable (ArraySlice<UInt8>) -> Void, note: @escaping @Sendable (String) -> Void) {
            self.rows = rows
            self.note = note
        }
    }

    /// The place of that name: `sealed` or `in-process`.
    package static func place(_ word: String) -> RunnerSettings.Place? { RunnerSettings.Place(rawValue: word) }

    /// The mode of that name.
    package static func mode(_ word: String) -> StreamDescription.Mode? { StreamDescription.Mode(rawValue: word) }

    private let runner: RunnerSettings
    private let trust: TrustPolicy

    /// - Throws: `SettingsError`.
    package init(_ environment: [String: String] = ProcessInfo.processInfo.environment, program: Program = .current) throws {
        let settings = try ConnectorCommands.settings(environment, program: program)
        runner = RunnerSettings(executable: settings.runner)
        trust = settings.trust.allowingUnsigned
    }

    /// Reads the stream of a bundle, a folder or an archive, and says what came of it.
    /// - Throws: `BundleRefusal`; `InProcessRefusal` for a place that is not its; `ConnectorCommandFault` for the options,
    ///   `ConnectorError` for what the connector reports, `PluginFault` for what it does.
    package func run(_ path: String, _ options: Options, _ output: Output) async throws -> ConnectorAnswer {
        try await ConnectorSource.withFolder(of: path) { folder in
            let bundle = try ConnectorBundle.open(folder, policy: trust)
            let request = try request(bundle.manifest, options)
            let host = ReplayHost(
                manifest: bundle.manifest, config: request.config, answers: try RecordedAnswers(options.responses), now: options.now, output: output)
            do {
                let (outcome, seconds, usage) = try await read(bundle, request, host, options.place)
                return await host.summary(of: options.stream, outcome, seconds: seconds, usage)
            } catch let error as ConnectorError {
                if let detail = error.detail { output.note("detail  \(detail)") }
                throw error
            }
        }
    }

    /// One read, its seconds without the start of the runner, and what the runner used.
    private func read(
        _ bundle: ConnectorBundle, _ request: ReadRequest, _ host: ReplayHost, _ place: RunnerSettings.Place
    ) async throws -> (ReadOutcome, seconds: Double, RunnerUsage) {
        var settings = runner
        settings.place = place
        let session = try await ConnectorSession.start(bundle, settings)
        let start = ContinuousClock.now
        let result: Result<ReadOutcome, any Error>
        do { result = .success(try await session.read(request, host)) } catch { result = .failure(error) }
        let seconds = (ContinuousClock.now - start).seconds
        let exit = await session.close()
        return (try result.get(), seconds, exit.usage)
    }

    private func request(_ manifest: ConnectorManifest, _ options: Options) throws -> ReadRequest {
        guard let stream = manifest.stream(options.stream) else {
            let names = manifest.streams.map(\.name).joined(separator: ", ")
            throw ConnectorCommandFault("unknown_stream", "\(manifest.id) has no stream \"\(options.stream)\". It has \(names).")
        }
        guard stream.modes.contains(options.mode) else {
            let modes = stream.modes.map(\.rawValue).joined(separator: ", ")
            throw ConnectorCommandFault("unknown_mode", "\(stream.name) is not read \(options.mode.rawValue). It is read \(modes).")
        }
        return ReadRequest(
            stream: stream.name, mode: options.mode, cursor: options.cursor, since: options.since, until: options.until,
            config: try config(manifest, options.configFile), timeZone: "UTC", currency: "EUR")
    }

    private func config(_ manifest: ConnectorManifest, _ path: String?) throws -> JSON {
        var config: JSON = [:]
        if let path {
            guard let data = FileManager.default.contents(atPath: path) else {
                throw ConnectorCommandFault("missing_config", "\(path) can not be read. --config names a JSON file of the connection's settings.")
            }
            do { config = try JSON(parsing: data) } catch { throw ConnectorCommandFault("invalid_config", "\(path) is no JSON: \(error).") }
        }
        let whole = manifest.configSchema.withDefaults(config)
        let faults = manifest.validate(whole).map { "\($0.pointer.isEmpty ? "it" : $0.pointer) \($0.detail)" }
        guard faults.isEmpty else {
            throw ConnectorCommandFault(
                "invalid_config", "The settings do not fit config_schema: \(faults.joined(separator: "; ")). Correct --config.")
        }
        return manifest.configSchema.withoutSecrets(whole)
    }
}
