import ConnectorHost
import Core

/// Answers whose fields changed: more of them, fewer, other types.
extension Examination {
    private static let unknownName = "conformance_unknown"

    mutating func examineDrift() async {
        for id in ["body.unknown_field", "body.missing_field", "body.null_field", "body.type_change", "body.huge_number"] {
            findings.skip(id, "No answer is JSON.")
        }
        let healthy = healthy
        for (script, whole) in healthy {
            await examineUnknownFields(script, whole)
            let most = max(10, 180 / healthy.count)
            await eachMember("body.missing_field", script, whole, most: most) { _ in nil }
            await eachMember("body.null_field", script, whole, most: most) { _ in .null }
            await eachMember("body.type_change", script, whole, most: most) { $0.ofAnotherType }
            await eachMember("body.huge_number", script, whole, most: most / 2) { value in
                if case .number = value { .number("1e400") } else if value.isFigure { "99999999999999999999999999" } else { value }
            }
        }
    }

    private mutating func examineUnknownFields(_ script: StreamScript, _ whole: ReadRun) async {
        guard !pages(whole).isEmpty else { return }
        let name = Self.unknownName
        let change = Trouble.Kind.change { body in Shape.change(body) { $0.withUnknownMember(name) } }
        let run = await bench.read(script, ReadOptions(trouble: .from(change, 0)))
        guard run.ending == .done else { return findings.fail("body.unknown_field", "\(script.name): it \(run.ending.words).") }
        func plain(_ rows: [EmittedRow]) -> RowState {
            state(rows.map { row in EmittedRow(stream: row.stream, bytes: row.json?.withoutMember(name).encoded() ?? row.bytes) })
        }
        let difference = plain(run.emitted).difference(from: plain(whole.emitted))
        findings.expect("body.unknown_field", difference == nil, "\(script.name): \(difference ?? "").")
    }

    /// Changes one member after the other, everywhere it stands.
    private mutating func eachMember(
        _ id: String, _ script: StreamScript, _ whole: ReadRun, most: Int, _ change: @escaping @Sendable (JSON) -> JSON?
    ) async {
        var places: [(request: Int, path: MemberPath)] = []
        for request in pages(whole) {
            guard let index = whole.requests[request].exchange else { continue }
            for document in Shape.documents(scenario.exchanges[index].answer.body) {
                places += document.memberPaths.filter { path in
                    var isChanged = false
                    _ = document.changing(path[...]) { value in
                        let new = change(value)
                        if new != value { isChanged = true }
                        return new
                    }
                    return isChanged
                }.map { (request, $0) }
            }
        }
        for index in Self.spread(places.count, most: most) {
            let (request, path) = places[index]
            let kind = Trouble.Kind.change { body in Shape.change(body) { $0.changing(path[...], change) } }
            let run = await bench.read(script, ReadOptions(trouble: .from(kind, request), mostParks: 3))
            if case .endless = run.ending {
                findings.fail(id, "\(script.name), \(path.joined(separator: ".")): it asked without end.")
            } else {
                judgeLoosely(id, path.joined(separator: "."), script, nil, run)
            }
        }
    }
}

extension JSON {
    /// A text that is a number.
    fileprivate var isFigure: Bool {
        guard let text = string, let first = text.utf8.first else { return false }
        return (0x30...0x39).contains(first) && text.utf8.allSatisfy { (0x30...0x39).contains($0) || $0 == 0x2E }
    }
}
