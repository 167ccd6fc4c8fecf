import ConnectorHost
import Core

/// Answers that are not what they should be.
extension Examination {
    mutating func examineBodies() async {
        let json: [(id: String, change: @Sendable ([UInt8]) -> [UInt8])] = [
            ("body.truncated", { Array($0.prefix($0.count / 2)) }),
            ("body.invalid", { _ in Array(#"{"data": [{"id": nope"#.utf8) }),
            ("body.html", { _ in Examination.html }),
            ("body.nothing", { _ in [] }),
        ]
        for (id, change) in json { await eachPage(id, .change(change), isJSON: true, [.transient, .contract, .permanent]) }
        await examineEmptyPages()
        await examineRepeatedPages()
        await examineText()
    }

    /// The recorded answer that a request of a healthy read met.
    private func recording(_ request: AskedRequest) -> Recording? { request.exchange.map { scenario.exchanges[$0].answer } }

    /// The requests of a read whose answers are JSON, or lines of it.
    func pages(_ run: ReadRun, isJSON: Bool = true) -> [Int] {
        run.requests.indices.filter { index in
            guard let recorded = recording(run.requests[index]), (200..<300).contains(recorded.status), !recorded.body.isEmpty else { return false }
            return !isJSON || Shape(recorded.body) != .text
        }
    }

    private mutating func eachPage(_ id: String, _ kind: Trouble.Kind, isJSON: Bool, _ allowed: Set<ConnectorError.Kind>) async {
        findings.skip(id, "No answer is JSON.")
        for (script, whole) in healthy {
            let pages = pages(whole, isJSON: isJSON)
            for index in Self.spread(pages.count, most: 3) {
                let run = await bench.read(script, ReadOptions(trouble: .from(kind, pages[index]), mostParks: 3))
                await judge(id, "request \(pages[index] + 1)", script, whole, run, allowed)
            }
        }
    }

    /// An end that is right, with rows of which each is right.
    mutating func judgeLoosely(_ id: String, _ what: String, _ script: StreamScript, _ whole: ReadRun?, _ run: ReadRun) {
        switch run.ending {
        case .done, .failed, .parked: findings.ran(id)
        default: return findings.fail(id, "\(script.name), \(what): it \(run.ending.words).")
        }
        if let whole, let surplus = surplus(run, whole) { findings.fail(id, "\(script.name), \(what): \(surplus).") }
        for row in run.emitted {
            guard let fault = RowRule.faults(row, manifest).first(where: { $0.check != "rows.complete" }) else { continue }
            return findings.fail(id, "\(script.name), \(what): \(fault.what)")
        }
    }

    /// What a read has and a whole one has not. One that did not end well may not have come to the last word on a row.
    private func surplus(_ run: ReadRun, _ whole: ReadRun) -> String? {
        if run.ending == .done { return state(run.emitted).surplus(over: state(whole.emitted)) }
        let known = Set(whole.emitted)
        return run.emitted.first { !known.contains($0) }.map { "a row came that should not: \($0.text.prefix(160))" }
    }

    private mutating func examineEmptyPages() async {
        findings.skip("body.empty_page", "No answer is JSON.")
        for (script, whole) in healthy {
            let pages = pages(whole)
            for index in Self.spread(pages.count, most: 4) {
                let run = await bench.read(script, ReadOptions(trouble: .once(.change(Shape.withoutElements), at: pages[index])))
                judgeLoosely("body.empty_page", "request \(pages[index] + 1)", script, nil, run)
            }
        }
    }

    private mutating func examineRepeatedPages() async {
        findings.skip("body.duplicate_page", "No read has a second page.")
        findings.skip("body.endless_page", "No read makes a request.")
        for (script, whole) in healthy {
            for number in whole.requests.indices.dropFirst() where isNextPage(whole.requests[number - 1], whole.requests[number]) {
                let run = await bench.read(script, ReadOptions(trouble: .once(.repeated, at: number)))
                judgeLoosely("body.duplicate_page", "request \(number + 1)", script, whole, run)
            }
            for number in Self.spread(whole.requests.count, most: 4) {
                let run = await bench.read(script, ReadOptions(trouble: .from(.repeated, number), mostParks: 3))
                if case .endless = run.ending {
                    findings.fail("body.endless_page", "\(script.name), from request \(number + 1) on: it asked without end.")
                } else {
                    judgeLoosely("body.endless_page", "from request \(number + 1) on", script, nil, run)
                }
            }
        }
    }

    /// Whether a request asks for the page behind the one before it: the same question, with a number or with a text that the page gave.
    private func isNextPage(_ one: AskedRequest, _ other: AskedRequest) -> Bool {
        guard one.method == other.method, let page = recording(one) else { return false }
        let first = PageQuestion(one)
        return PageQuestion(other).goesOn(from: first, page: String(decoding: page.body, as: UTF8.self))
    }

    private mutating func examineText() async {
        findings.skip("body.not_text", "No read makes a request.")
        for (script, whole) in healthy {
            let pages = pages(whole, isJSON: false)
            for index in Self.spread(pages.count, most: 3) {
                let run = await bench.read(script, ReadOptions(trouble: .once(.change(Shape.withBadText), at: pages[index])))
                judgeLoosely("body.not_text", "request \(pages[index] + 1)", script, nil, run)
            }
        }
    }
}
