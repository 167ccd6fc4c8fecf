import ConnectorHost
import Core

/// Healthy reads: what comes, and that it comes again.
extension Examination {
    mutating func examineReading() async {
        for script in scenario.streams {
            guard manifest.stream(script.name) != nil else {
                findings.fail("scenario.streams", "The scenario reads \(script.name), which is no stream of the manifest.")
                continue
            }
            let run = await bench.read(script)
            baselines[script.key] = run
            findings.expect("read.done", run.ending == .done, "\(script.name) \(run.ending.words).")
            examineRequests(script, run)
            guard run.ending == .done else { continue }
            examineRows(script, run)
            examineCheckpoints(script, run)
            await examineSameness(script, run)
        }
        examineExtent()
        examineRedirects()
        await examineUnknownStream()
    }

    private mutating func examineRequests(_ script: StreamScript, _ run: ReadRun) {
        findings.ran("scenario.covered")
        for request in run.requests where request.exchange == nil {
            let body = String(decoding: request.body.prefix(200), as: UTF8.self)
            findings.fail("scenario.covered", "\(script.name): nothing is recorded for \(request.method) \(request.url.prefix(300)) \(body)")
        }
        findings.ran("read.requests")
        var asked: [String: Int] = [:]
        for request in run.requests where !request.isRedirect {
            let headers = request.headers.map { "\($0.name)=\($0.value)" }.joined(separator: "&")
            asked["\(request.method) \(request.url) \(headers) \(String(decoding: request.body, as: UTF8.self))", default: 0] += 1
        }
        for (request, count) in asked where count > 1 && !(request.hasPrefix("GET") && count <= 2) {
            findings.fail("read.requests", "\(script.name) asked \(count) times for \(request.prefix(200)).")
        }
    }

    private mutating func examineRows(_ script: StreamScript, _ run: ReadRun) {
        let whole = state(run.emitted)
        for (stream, count) in script.counts.sorted(by: { $0.key < $1.key }) {
            let found = whole.rows[stream]?.count ?? 0
            findings.expect("read.count", found == count, "\(script.name): \(found) rows of \(stream) instead of \(count).")
        }
        for stream in Set(run.emitted.map(\.stream)).sorted() {
            findings.expect("read.streams", manifest.stream(stream) != nil, "\(script.name) gives rows of \(stream).")
        }
        if run.emitted.isEmpty { findings.ran("read.streams") }
        for expected in script.expected { examine(expected, script, whole) }
        for reject in run.rejects {
            findings.expect("read.rejects", reject.reject["reason"]?.string?.isEmpty == false, "\(script.name): a reject without a reason.")
        }
    }

    private mutating func examine(_ expected: ExpectedRow, _ script: StreamScript, _ whole: RowState) {
        let found = (whole.rows[expected.stream] ?? [:]).values.filter { row in
            (expected.key.members ?? []).allSatisfy { row[$0.name] ?? .null == $0.value }
        }
        guard let row = found.first, found.count == 1 else {
            return findings.fail("read.expected", "\(script.name): \(found.count) rows are \(expected.key.short) instead of one.")
        }
        for value in expected.values.members ?? [] {
            let actual = row[value.name] ?? .null
            findings.expect(
                "read.expected", actual == value.value, "\(expected.key.short): \(value.name) is \(actual.short) instead of \(value.value.short).")
        }
    }

    private mutating func examineCheckpoints(_ script: StreamScript, _ run: ReadRun) {
        if let last = run.checkpoints.last {
            findings.expect("read.checkpoint", last.rows == run.emitted.count, "\(script.name): rows come behind the last checkpoint.")
        } else {
            findings.expect("read.checkpoint", run.emitted.isEmpty, "\(script.name): there is no checkpoint.")
        }
        findings.ran("read.cursor")
        for checkpoint in run.checkpoints {
            let size = checkpoint.cursor.encoded().count
            findings.expect("read.cursor", size <= 65_536, "\(script.name): a cursor has \(size) bytes.")
        }
    }

    private mutating func examineSameness(_ script: StreamScript, _ run: ReadRun) async {
        let again = await bench.read(script)
        findings.expect("read.twice", again.ending == .done && again.emitted == run.emitted, "\(script.name): \(Self.contrast(run, again)).")
        let pieces = await bench.read(script, ReadOptions(piece: 7))
        findings.expect(
            "read.pieces", pieces.ending == .done && pieces.emitted == run.emitted,
            "\(script.name), in pieces of 7 bytes: \(Self.contrast(run, pieces)).")
        await bench.close()
        let fresh = await bench.read(script)
        findings.expect("read.fresh", fresh.ending == .done && fresh.emitted == run.emitted, "\(script.name): \(Self.contrast(run, fresh)).")
    }

    private static func contrast(_ one: ReadRun, _ other: ReadRun) -> String {
        if other.ending != .done { return "it \(other.ending.words)" }
        for (first, second) in zip(one.emitted, other.emitted) where first != second {
            return "\(second.text.prefix(160)) instead of \(first.text.prefix(160))"
        }
        return "\(other.emitted.count) rows instead of \(one.emitted.count)"
    }

    private mutating func examineExtent() {
        let read = Set(scenario.streams.map(\.name)).union(healthy.flatMap { $0.run.emitted.map(\.stream) })
        for stream in manifest.streams {
            findings.expect("scenario.streams", read.contains(stream.name), "\(stream.name) is not read, and no other stream gives its rows.")
        }
        let hasMoney = healthy.contains { $0.run.emitted.contains { $0.text.contains("_micros\":") } }
        if hasMoney {
            let names = scenario.streams.flatMap(\.expected).flatMap { $0.values.members ?? [] }.map(\.name)
            findings.expect("scenario.expected", names.contains { $0.hasSuffix("_micros") }, "There are amounts; expect at least one in \"expect\".")
        } else {
            findings.skip("scenario.expected", "There are no amounts.")
        }
        if !scenario.streams.contains(where: { !$0.expected.isEmpty }) { findings.skip("read.expected", "The scenario expects no values.") }
        if !scenario.streams.contains(where: { !$0.counts.isEmpty }) { findings.skip("read.count", "The scenario counts no rows.") }
        if !healthy.contains(where: { !$0.run.rejects.isEmpty }) { findings.skip("read.rejects", "Nothing was rejected.") }
    }

    private mutating func examineRedirects() {
        let asking = manifest.streams.filter(\.followsRedirects).map(\.name)
        if asking.isEmpty { findings.skip("manifest.redirects", "No stream asks for redirects.") }
        for stream in asking {
            let isMet = healthy.contains { $0.script.name == stream && $0.run.requests.contains(where: \.isRedirect) }
            findings.expect("manifest.redirects", isMet, "\(stream) has follow_redirects, but its recorded reads meet no redirect.")
        }
    }

    private mutating func examineUnknownStream() async {
        let script = StreamScript(
            name: "no_such_stream", mode: .incremental, config: [:], since: nil, until: nil, counts: [:], expected: [], futureCursor: nil)
        let run = await bench.read(script)
        if case .failed(let error) = run.ending, error.kind != .transient, error.kind != .rateLimited { return findings.ran("read.unknown") }
        findings.fail("read.unknown", "A read of a stream that is not there \(run.ending.words).")
    }
}
