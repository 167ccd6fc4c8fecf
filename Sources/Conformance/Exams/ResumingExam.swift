import ConnectorHost
import Core

/// Reads that begin with a cursor, and reads that are broken off.
extension Examination {
    mutating func examineResuming() async {
        let ids = ["resume.complete", "resume.exact", "resume.finished"]
        if !healthy.contains(where: { !$0.run.checkpoints.isEmpty }) {
            for id in ids + ["resume.foreign"] { findings.skip(id, "There are no checkpoints.") }
        }
        for (script, run) in healthy {
            for number in Self.spread(run.checkpoints.count, most: 12) { await examineRest(script, run, number) }
            if !run.checkpoints.isEmpty { await examineForeignCursor(script) }
        }
        if !healthy.contains(where: { $0.run.checkpoints.count > 1 }) {
            for id in ids.prefix(2) where !findings.hasFailed(id) { findings.skip(id, "No read has a checkpoint before its end.") }
        }
        await examineFuture()
    }

    private mutating func examineRest(_ script: StreamScript, _ whole: ReadRun, _ number: Int) async {
        let checkpoint = whole.checkpoints[number]
        let before = Array(whole.emitted.prefix(checkpoint.rows))
        let rest = await bench.read(script, ReadOptions(cursor: checkpoint.cursor))
        let what = "\(script.name) from checkpoint \(number + 1) of \(whole.checkpoints.count)"
        let isLast = number == whole.checkpoints.count - 1
        let id = isLast ? "resume.finished" : "resume.complete"
        guard rest.ending == .done else { return findings.fail(id, "\(what): it \(rest.ending.words).") }
        let difference = state(before + rest.emitted).difference(from: state(whole.emitted))
        findings.expect(id, difference == nil, "\(what): \(difference ?? "").")
        guard !isLast else { return }
        if manifest.stream(script.name)?.lookBackDays ?? 0 > 0 { return findings.ran("resume.exact") }
        let known = Set(before.filter { $0.json?["$replace"] == nil })
        let again = rest.emitted.first { known.contains($0) }
        findings.expect("resume.exact", again == nil, "\(what): \(again?.text.prefix(160) ?? "") came before already.")
    }

    /// A cursor that another version might have stored: the read may fail, or begin anew.
    private mutating func examineForeignCursor(_ script: StreamScript) async {
        for cursor in [["v": 99, "position": ["x": [1, 2]]], [], "2020", 17] as [JSON] {
            let run = await bench.read(script, ReadOptions(cursor: cursor))
            switch run.ending {
            case .done, .failed, .parked: findings.ran("resume.foreign")
            default: findings.fail("resume.foreign", "\(script.name) with the cursor \(cursor): it \(run.ending.words).")
            }
        }
    }

    private mutating func examineFuture() async {
        for (script, run) in healthy where script.mode == .incremental {
            guard script.futureCursor != nil || manifest.stream(script.name)?.cursorField != nil,
                let cursor = script.futureCursor ?? run.checkpoints.last.flatMap({ FutureCursor.of($0.cursor) })
            else { continue }
            let future = await bench.read(script, ReadOptions(cursor: cursor))
            let rows = future.emitted.filter { $0.json?["$replace"] == nil }
            findings.expect(
                "resume.future", rows.isEmpty, "\(script.name) with \(cursor): \(rows.count) rows, such as \(rows.first?.text.prefix(160) ?? "").")
            if case .broken = future.ending { findings.fail("resume.future", "\(script.name) with \(cursor): it \(future.ending.words).") }
        }
        findings.skip("resume.future", "No stream with a cursor_field has a date in its cursor, and the scenario names no future_cursor.")
    }

    mutating func examineInterruptions() async {
        let ids = ["crash.checkpoint", "crash.request", "cancel.checkpoint", "cancel.request", "cancel.soon"]
        for id in ids { findings.skip(id, "No read has a request or a checkpoint.") }
        for (script, run) in healthy {
            for number in Self.spread(run.checkpoints.count, most: 6) {
                await interrupt("crash.checkpoint", script, run, Interruption(place: .checkpoint(number), way: .crash))
            }
            for number in Self.spread(run.checkpoints.count, most: 8) {
                await interrupt("cancel.checkpoint", script, run, Interruption(place: .checkpoint(number), way: .cancel))
            }
            for number in Self.spread(run.requests.count, most: 4) {
                await interrupt("crash.request", script, run, Interruption(place: .request(number), way: .crash))
            }
            for number in Self.spread(run.requests.count, most: 8) {
                await interrupt("cancel.request", script, run, Interruption(place: .request(number), way: .cancel))
            }
        }
    }

    private mutating func interrupt(_ id: String, _ script: StreamScript, _ whole: ReadRun, _ interruption: Interruption) async {
        let run = await bench.read(script, ReadOptions(interruption: interruption))
        let what =
            switch interruption.place {
            case .checkpoint(let number): "at checkpoint \(number + 1)"
            case .request(let number): "at request \(number + 1)"
            }
        if case .cancel = interruption.way {
            findings.expect("cancel.soon", run.duration < .seconds(2), "\(script.name), \(what): it took \(run.duration).")
        }
        switch run.ending {
        case .killed, .cancelled: await judgeRest(id, what, script, state(whole.emitted), run)
        case .done: findings.expect(id, state(run.emitted) == state(whole.emitted), "\(script.name), \(what): it ended well, with other rows.")
        default: findings.fail(id, "\(script.name), \(what): it \(run.ending.words).")
        }
    }
}

/// Makes a cursor from the far future: every date in it is moved by some centuries.
enum FutureCursor {
    /// `nil` where it holds no date.
    static func of(_ cursor: JSON) -> JSON? {
        let moved = move(cursor)
        return moved == cursor ? nil : moved
    }

    private static func move(_ value: JSON) -> JSON {
        switch value {
        case .string(let text):
            let year = text.prefix(4)
            let isDate = text.utf8.count >= 10 && year.allSatisfy(\.isNumber) && Day(text.prefix(10)) != nil
            return isDate ? .string("2199" + text.dropFirst(4)) : value
        case .object(let members): return .object(members.map { JSON.Member($0.name, move($0.value)) })
        case .array(let items): return .array(items.map(move))
        default: return value
        }
    }
}
