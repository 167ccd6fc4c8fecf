import ConnectorHost
import Core

/// What the platform sends by itself: whole, twice, broken, and with other fields.
extension Examination {
    mutating func examineDeliveries() async {
        guard !manifest.webhooks.isEmpty else {
            for check in Check.deliveries { findings.skip(check.id, "There are no webhooks.") }
            return
        }
        findings.expect("scenario.deliveries", !scenario.deliveries.isEmpty, "The scenario has no \"deliveries\".")
        for check in Check.deliveries.dropFirst() { findings.skip(check.id, "The scenario has no \"deliveries\".") }
        for script in scenario.deliveries {
            let run = await bench.deliver(script)
            guard run.ending == .done else {
                findings.fail("webhook.rows", "\(script.words): it \(run.ending.words).")
                continue
            }
            examineDelivered(script, run)
            let again = await bench.deliver(script)
            findings.expect(
                "webhook.repeat", again.ending == .done && state(run.emitted + again.emitted) == state(run.emitted),
                "\(script.words): the second time it gives other rows.")
            await examineBroken(script)
            await examineDeliveryDrift(script)
            await examineUnknownTopic(script)
        }
    }

    private mutating func examineDelivered(_ script: DeliveryScript, _ run: CallRun) {
        let whole = state(run.emitted)
        findings.expect(
            "webhook.rows", run.answer?["ignored"]?.bool == script.isIgnored, "\(script.words): \"ignored\" is not \(script.isIgnored).")
        for (stream, count) in script.counts.sorted(by: { $0.key < $1.key }) {
            let found = run.emitted.count { $0.stream == stream && $0.json?["$replace"] == nil }
            findings.expect("webhook.rows", found == count, "\(script.words): \(found) rows of \(stream) instead of \(count).")
        }
        let told = Set((run.answer?["streams"]?.array ?? []).compactMap(\.string))
        let silent = Set(run.emitted.map(\.stream)).subtracting(told).sorted()
        findings.expect("webhook.rows", silent.isEmpty, "\(script.words): \"streams\" does not name \(silent.joined(separator: ", ")).")
        for row in run.emitted {
            findings.expect("webhook.rows", manifest.stream(row.stream) != nil, "\(script.words): it gives rows of \(row.stream).")
            for fault in RowRule.faults(row, manifest) { findings.fail("webhook.rows", "\(script.words): \(fault.what)") }
        }
        for expected in script.expected {
            let rows = (whole.rows[expected.stream] ?? [:]).values.filter { row in
                (expected.key.members ?? []).allSatisfy { row[$0.name] ?? .null == $0.value }
            }
            let isRight = rows.contains { row in (expected.values.members ?? []).allSatisfy { row[$0.name] ?? .null == $0.value } }
            findings.expect(
                "webhook.rows", isRight,
                "\(script.words): no row of \(expected.stream) is \(expected.key.short) with \(expected.values.short); there is \(rows.first?.short ?? "none")."
            )
        }
    }

    private mutating func examineBroken(_ script: DeliveryScript) async {
        let bodies: [(what: String, body: [UInt8])] = [
            ("half of it", Array(script.body.prefix(script.body.count / 2))), ("no JSON", Array(#"{"id": nope"#.utf8)), ("HTML", Self.html),
            ("nothing", []),
        ]
        for (what, body) in bodies {
            let run = await bench.deliver(script, body: body)
            switch run.ending {
            case .done, .failed:
                findings.expect("webhook.broken", run.emitted.isEmpty, "\(script.words), \(what): it gives \(run.emitted.count) rows.")
            default: findings.fail("webhook.broken", "\(script.words), \(what): it \(run.ending.words).")
            }
        }
        judge("webhook.broken", "\(script.words), no UTF-8", await bench.deliver(script, body: Shape.withBadText(script.body)))
    }

    private mutating func examineDeliveryDrift(_ script: DeliveryScript) async {
        guard let document = Shape.documents(script.body).first else { return }
        let paths = document.memberPaths
        let changes: [(what: String, change: @Sendable (JSON) -> JSON?)] = [
            ("missing", { _ in nil }), ("null", { _ in .null }), ("of another type", { $0.ofAnotherType }),
        ]
        for index in Self.spread(paths.count, most: 60) {
            for (what, change) in changes {
                let body = Shape.change(script.body) { $0.changing(paths[index][...], change) }
                let name = paths[index].joined(separator: ".")
                judge("webhook.drift", "\(script.words), \(name) \(what)", await bench.deliver(script, body: body))
            }
        }
    }

    /// Only what stands outside the body can be about something else without a change of the body.
    private mutating func examineUnknownTopic(_ script: DeliveryScript) async {
        guard manifest.webhooks.contains(where: { $0.topicHeader != nil }) else {
            return findings.skip("webhook.unknown", "The body says what a delivery is about.")
        }
        let run = await bench.deliver(script, topic: "conformance/unknown")
        judge("webhook.unknown", script.words, run)
        findings.expect("webhook.unknown", run.emitted.isEmpty, "\(script.words): it gives \(run.emitted.count) rows.")
    }

    /// It ended well or with an error, and each row is right.
    private mutating func judge(_ id: String, _ what: String, _ run: CallRun) {
        switch run.ending {
        case .done, .failed: findings.ran(id)
        default: return findings.fail(id, "\(what): it \(run.ending.words).")
        }
        for row in run.emitted {
            guard let fault = RowRule.faults(row, manifest).first(where: { $0.check != "rows.complete" }) else { continue }
            return findings.fail(id, "\(what): \(fault.what)")
        }
    }
}
