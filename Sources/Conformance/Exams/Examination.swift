import ConnectorHost
import Core

/// One run of all checks over one bundle.
struct Examination {
    let bundle: ConnectorBundle
    let scenario: Scenario
    let bench: Bench
    let settings: RunnerSettings
    var findings = Findings()
    /// A healthy read of each stream.
    var baselines: [String: ReadRun] = [:]

    var manifest: ConnectorManifest { bundle.manifest }

    init(_ bundle: ConnectorBundle, _ scenario: Scenario, _ settings: RunnerSettings) {
        self.bundle = bundle
        self.scenario = scenario
        self.settings = settings
        bench = Bench(bundle, scenario, settings)
    }

    mutating func run() async -> Findings {
        findings.ran("bundle.opens")
        examineManifest()
        examineCompatibility()
        guard await examineSeal() else { return findings }
        await examineQuestions()
        await examineReading()
        await examineResuming()
        await examineInterruptions()
        await examineRefusals()
        await examineTroubles()
        await examineClocks()
        await examineBodies()
        await examineDrift()
        examineRows()
        await examineWrites()
        await examineDeliveries()
        await examineMemory()
        await examineSafety()
        await bench.close()
        return findings
    }

    /// The healthy reads that can be compared with.
    var healthy: [(script: StreamScript, run: ReadRun)] {
        scenario.streams.compactMap { script in
            guard let run = baselines[script.key], run.ending == .done else { return nil }
            return (script, run)
        }
    }

    func state(_ rows: [EmittedRow]) -> RowState { RowState(rows, manifest) }

    /// Up to so many numbers below a count, spread evenly, with the first and the last one.
    static func spread(_ count: Int, most: Int) -> [Int] {
        guard count > most, most > 1 else { return Array(0..<min(count, most)) }
        return (0..<most).map { $0 * (count - 1) / (most - 1) }
    }

    /// Judges a read that something happened to: ended well, it gives the same rows; failed for one of these reasons, it gives the rest when it is read on.
    mutating func judge(
        _ id: String, _ what: String, _ script: StreamScript, _ whole: ReadRun, _ run: ReadRun, _ allowed: Set<ConnectorError.Kind>
    ) async {
        let expected = state(whole.emitted)
        switch run.ending {
        case .done:
            let difference = state(run.emitted).difference(from: expected)
            findings.expect(id, difference == nil, "\(script.name), \(what): it ended well, but \(difference ?? "").")
        case .failed(let error) where !allowed.contains(error.kind):
            findings.fail(id, "\(script.name), \(what): it \(run.ending.words).")
        case .failed, .parked: await judgeRest(id, what, script, expected, run)
        case .broken, .cancelled, .killed, .endless: findings.fail(id, "\(script.name), \(what): it \(run.ending.words).")
        }
    }

    /// What was stored of a read and what is read on from there must be the whole.
    mutating func judgeRest(_ id: String, _ what: String, _ script: StreamScript, _ expected: RowState, _ run: ReadRun) async {
        let rest = await bench.read(script, ReadOptions(cursor: run.checkpoints.last?.cursor))
        guard rest.ending == .done else { return findings.fail(id, "\(script.name), \(what): reading on, it \(rest.ending.words).") }
        let difference = state(run.kept + rest.emitted).difference(from: expected)
        findings.expect(id, difference == nil, "\(script.name), \(what): after reading on, \(difference ?? "").")
    }
}

extension StreamScript {
    /// Tells two scripts of one stream apart.
    var key: String { "\(name) \(mode.rawValue) \(since.map { "\($0)" } ?? "") \(until.map { "\($0)" } ?? "")" }
}
