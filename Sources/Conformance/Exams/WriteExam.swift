import ConnectorHost
import Core

/// Operations: tried and carried out, against platforms that agree, refuse and keep silent.
extension Examination {
    mutating func examineWrites() async {
        guard !manifest.operations.isEmpty else { return skipWrites("There are no operations.", from: 0) }
        let named = Set(scenario.writes.map(\.name))
        let missing = manifest.operations.map(\.name).filter { !named.contains($0) }
        findings.expect("scenario.operations", missing.isEmpty, "\(missing.joined(separator: ", ")): the scenario's \"writes\" do not name it.")
        guard !scenario.writes.isEmpty else { return skipWrites("The scenario has no \"writes\".", from: 1) }
        for id in ["write.dry_run", "write.inverse", "write.unanswered", "write.rejected"] { findings.skip(id, "No operation has that.") }
        if manifest.auth.scheme == "none" { findings.skip("write.expired", "There is no access that could expire.") }
        for script in scenario.writes { await examine(script) }
        await examineUnknownOperation()
    }

    private mutating func skipWrites(_ reason: String, from first: Int) {
        for check in Check.writes.dropFirst(first) { findings.skip(check.id, reason) }
    }

    private mutating func examine(_ script: WriteScript) async {
        let run = await bench.write(script, dryRun: false)
        guard run.ending == .done else { return findings.fail("write.applied", "\(script.name) \(run.ending.words).") }
        examineApplied(script, run)
        examineInverse(script, run)
        if manifest.operations.first(where: { $0.name == script.name })?.hasDryRun == true { await examineDryRun(script, run) }
        if manifest.auth.scheme != "none", !run.requests.isEmpty {
            let refused = await bench.write(script, dryRun: false, Trouble(kind: .answer(scenario.expired)))
            let isTold = if case .failed(let error) = refused.ending { error.kind == .auth } else { false }
            findings.expect("write.expired", isTold, "\(script.name): it \(refused.ending.words).")
        }
        guard let change = run.requests.firstIndex(where: changes) else { return }
        await expectNothingMade("write.unanswered", script, .from(.silence, change))
        for status in [418, 500] { await expectNothingMade("write.rejected", script, .from(.answer(Self.refusal(status)), change)) }
    }

    /// Whether the platform changes something by that request. What nobody recorded may.
    private func changes(_ request: AskedRequest) -> Bool { request.exchange.map { scenario.exchanges[$0].isChange } ?? true }

    private mutating func examineApplied(_ script: WriteScript, _ run: CallRun) {
        findings.expect("write.applied", run.isApplied, "\(script.name) says that nothing was applied.")
        findings.expect("write.applied", run.requests.contains(where: changes), "\(script.name) asks for no change (\"changes\": true).")
        for request in run.requests where request.exchange == nil {
            findings.fail("write.applied", "\(script.name): nothing is recorded for \(request.method) \(request.url.prefix(300)).")
        }
        for (place, expected) in [("before", script.before), ("after", script.after)] {
            for value in expected.members ?? [] {
                let found = run.answer?[place]?[value.name] ?? .null
                findings.expect(
                    "write.applied", found == value.value,
                    "\(script.name): \(place) has \(found.short) for \(value.name) instead of \(value.value.short).")
            }
        }
        for (state, count) in script.results.sorted(by: { $0.key < $1.key }) {
            let found = run.states.count { $0 == state }
            findings.expect("write.applied", found == count, "\(script.name): \(found) items are \(state) instead of \(count).")
        }
    }

    private mutating func examineInverse(_ script: WriteScript, _ run: CallRun) {
        let inverse = run.answer?["inverse"].flatMap { $0.isNull ? nil : $0 }
        if let name = script.inverse {
            findings.expect(
                "write.inverse", inverse?["name"]?.string == name, "\(script.name): \(inverse?.short ?? "nothing") undoes it instead of \(name).")
        }
        guard let inverse else { return }
        let isKnown = manifest.operations.contains { $0.name == inverse["name"]?.string }
        findings.expect("write.inverse", isKnown, "\(script.name): \(inverse.short) is no operation of the manifest.")
        findings.expect(
            "write.inverse", inverse["target"]?["id"] == script.target["id"], "\(script.name): its inverse \(inverse.short) has another target.")
    }

    private mutating func examineDryRun(_ script: WriteScript, _ real: CallRun) async {
        let run = await bench.write(script, dryRun: true)
        guard run.ending == .done else { return findings.fail("write.dry_run", "\(script.name) \(run.ending.words).") }
        if let request = run.requests.first(where: changes) {
            findings.fail("write.dry_run", "\(script.name) asks for a change: \(request.method) \(request.url.prefix(300)).")
        }
        for place in ["before", "after"] {
            let (said, made) = (run.answer?[place] ?? .null, real.answer?[place] ?? .null)
            findings.expect("write.dry_run", said == made, "\(script.name): \(place) is \(said.short) and, in earnest, \(made.short).")
        }
    }

    /// A change that did not come about is an error, or its items say so.
    private mutating func expectNothingMade(_ id: String, _ script: WriteScript, _ trouble: Trouble) async {
        let run = await bench.write(script, dryRun: false, trouble)
        switch run.ending {
        case .failed: findings.ran(id)
        case .done:
            let isClaimed = run.states.isEmpty ? run.isApplied : run.states.contains("accepted")
            findings.expect(id, !isClaimed, "\(script.name) claims that it was made.")
        default: findings.fail(id, "\(script.name) \(run.ending.words).")
        }
    }

    private mutating func examineUnknownOperation() async {
        guard let script = try? WriteScript(["name": "no_such_operation", "target": scenario.writes.first?.target ?? [:]]) else { return }
        let run = await bench.write(script, dryRun: false)
        let isRefused = if case .failed(let error) = run.ending { error.kind != .transient && error.kind != .rateLimited } else { false }
        findings.expect("write.unknown", isRefused, "An operation that is not there \(run.ending.words).")
        findings.expect("write.unknown", !run.requests.contains(where: changes), "An operation that is not there asks for a change.")
    }
}
