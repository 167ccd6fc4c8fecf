import ConnectorHost
import Core
import Foundation

/// A host whose platform is a folder of recorded answers. It refuses what a real host refuses, and says so.
actor ReplayHost: HostFunctions {
    private let manifest: ConnectorManifest
    private let config: JSON
    private let answers: RecordedAnswers
    private let time: Instant?
    private let output: ConnectorReplay.Output
    private var requests = 0
    private var rows = 0
    private var rejects = 0
    private var checkpoints = 0

    init(manifest: ConnectorManifest, config: JSON, answers: RecordedAnswers, now: Instant?, output: ConnectorReplay.Output) {
        self.manifest = manifest
        self.config = config
        self.answers = answers
        time = now
        self.output = output
    }

    func request(_ request: JSON, body: ArraySlice<UInt8>) async throws -> HostResponse {
        try answer(request, "request", isAllowed: isAllowed(request["url"]?.string ?? ""))
    }

    /// From an address that a setting holds a redirect may lead anywhere, as in a sync; the next recorded answer is that of where it leads.
    func follow(_ hop: RedirectHop) async throws -> HostResponse {
        let address = hop.request["url"]?.string ?? ""
        let isTenants = address.hasPrefix("https://") && isSetting(hop.first["url"]?.string ?? "")
        return try answer(hop.request, "redirect", isAllowed: isTenants || isAllowed(address))
    }

    private func answer(_ request: JSON, _ word: String, isAllowed: Bool) throws -> HostResponse {
        let method = request["method"]?.string ?? "GET"
        let address = request["url"]?.string ?? ""
        guard isAllowed else {
            output.note("refused  \(method) \(address): its host is none of the manifest's `hosts`.")
            throw HostRefusal(.refused, "The manifest's hosts do not name the host of \(address).")
        }
        requests += 1
        guard let answer = try answers.answer(requests) else {
            throw ConnectorCommandFault(
                "no_answer",
                "Request \(requests), \(method) \(address), has no recorded answer among the \(answers.count) of \(answers.folder). "
                    + "Record its body as \(answers.folder)/\(RecordedAnswers.stem(requests)).json.")
        }
        output.note("\(word)  \(requests) \(method) \(address) → \(answer.status), \(answer.name)")
        return HostResponse(status: answer.status, headers: answer.headers, body: RecordedBody(answer.body))
    }

    private func isAllowed(_ address: String) -> Bool {
        if address.hasPrefix("upload:") { return manifest.hosts.contains { if case .upload = $0 { true } else { false } } }
        guard let url = URL(string: address), url.scheme == "https", let host = url.host() else { return false }
        return manifest.hosts.contains { pattern in
            switch pattern {
            case .name: pattern.resolved { config[$0]?.string } == host
            case .setting(let name): (config[name]?.string).flatMap { URL(string: $0)?.host() } == host
            case .upload: false
            }
        }
    }

    private func isSetting(_ address: String) -> Bool {
        manifest.hosts.contains { if case .setting(let name) = $0 { config[name]?.string == address } else { false } }
    }

    func emit(stream: String, rows: ArraySlice<UInt8>) async throws {
        self.rows += rows.reduce(0) { $0 + ($1 == 0x0A ? 1 : 0) }
        output.rows(rows)
    }

    func reject(stream: String, reject: JSON) async throws {
        rejects += 1
        output.note("reject  \(stream) \(reject)")
    }

    func checkpoint(stream: String, cursor: JSON) async throws {
        checkpoints += 1
        output.note("checkpoint  \(stream) \(cursor)")
    }

    func estimate(stream: String, rows: Int64) async throws { output.note("estimate  \(stream) \(rows) rows") }

    /// Nothing is waited for here; what is longer than a minute parks, as it does in a sync.
    func wait(until: Instant) async throws {
        output.note("wait  until \(until)")
        if until - now() > .seconds(60) { throw HostRefusal.park }
    }

    func log(_ level: ConnectorLogLevel, _ text: String) async { output.note("log  \(level): \(text)") }

    nonisolated func now() -> Instant { time ?? .now }

    /// What came of the read, and what it took.
    /// - Parameter seconds: of the read alone, without the start of the runner.
    func summary(of stream: String, _ outcome: ReadOutcome, seconds: Double, _ usage: RunnerUsage) -> ConnectorAnswer {
        let (word, until): (String, JSON) =
            switch outcome {
            case .done: ("done", .null)
            case .parked(let until): ("parked until \(until)", .string(until.description))
            }
        return ConnectorAnswer(
            "\(stream) is \(word): \(requests) requests of \(answers.count) answers, \(rows) rows, \(rejects) rejects, \(checkpoints) checkpoints.",
            [
                "stream": .string(stream), "outcome": outcome == .done ? "done" : "parked", "until": until, "requests": .integer(requests),
                "answers": .integer(answers.count), "rows": .integer(rows), "rejects": .integer(rejects), "checkpoints": .integer(checkpoints),
                "seconds": .number(String(Double(Int(seconds * 1e6)) / 1e6)), "cpu_seconds": .number(String(usage.cpu.seconds)),
                "peak_memory_mb": .number(String(Double(usage.peakMemory >> 10) / 1_024)),
            ])
    }
}

/// A recorded body: one piece.
private actor RecordedBody: BodySource {
    private var bytes: [UInt8]?

    init(_ bytes: [UInt8]) { self.bytes = bytes.isEmpty ? nil : bytes }

    func next() -> [UInt8]? {
        defer { bytes = nil }
        return bytes
    }

    func close() { bytes = nil }
}
