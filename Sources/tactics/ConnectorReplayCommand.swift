import App
import ArgumentParser
import Core
import Foundation

extension ConnectorCommand {
    struct Replay: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Read one stream, sealed, over recorded answers. Rows go to standard output as NDJSON, all else to standard error.")

        @Argument(help: "The folder of the bundle, or its .tar.gz.")
        var path: String

        @Option(help: "The stream's name.")
        var stream: String

        @Option(help: "The folder of recorded answers: 001.json, 002.json, … and, where wanted, 001.headers.")
        var responses: String

        @Option(help: "A JSON file of the connection's settings.")
        var config: String?

        @Option(help: "incremental, full or backfill.")
        var mode = "incremental"

        @Option(help: "The cursor to begin at, as JSON.")
        var cursor: String?

        @Option(help: "The first day wanted, like 2026-01-31.")
        var since: String?

        @Option(help: "The last day wanted.")
        var until: String?

        @Option(help: "The time that the connector is told, like 2026-01-31T12:00:00Z; now unless given.")
        var now: String?

        @Option(help: "sealed, or in-process for a connector that was built with the program.")
        var place = "sealed"

        @Flag(help: "Print the outcome on standard error as JSON for programs.")
        var json = false

        func validate() throws { _ = try options() }

        func run() async throws {
            do {
                let answer = try await ConnectorReplay().run(path, try options(), .standard)
                ConnectorReplay.Output.standard.note(json ? answer.document.description : answer.text)
            } catch  where json {
                ConnectorReplay.Output.standard.note(ConnectorAnswer.failure(error).description)
                throw ExitCode.failure
            }
        }

        private func options() throws -> ConnectorReplay.Options {
            var options = ConnectorReplay.Options(stream: stream, responses: responses, configFile: config)
            guard let mode = ConnectorReplay.mode(mode) else { throw ValidationError("--mode is incremental, full or backfill.") }
            options.mode = mode
            guard let place = ConnectorReplay.place(place) else { throw ValidationError("--place is sealed or in-process.") }
            options.place = place
            options.cursor = try cursor.map { text in
                do { return try JSON(parsing: text) } catch { throw ValidationError("--cursor is no JSON: \(error).") }
            }
            options.since = try since.map { try day($0, "--since") }
            options.until = try until.map { try day($0, "--until") }
            options.now = try now.map { text in
                guard let now = Instant(text) else { throw ValidationError("--now is like 2026-01-31T12:00:00Z.") }
                return now
            }
            return options
        }

        private func day(_ text: String, _ option: String) throws -> Day {
            guard let day = Day(text) else { throw ValidationError("\(option) is a day like 2026-01-31.") }
            return day
        }
    }
}

extension ConnectorReplay.Output {
    /// Rows to standard output, all else to standard error.
    static let standard = ConnectorReplay.Output(
        rows: { FileHandle.standardOutput.write(Data($0)) }, note: { FileHandle.standardError.write(Data(($0 + "\n").utf8)) })
}
