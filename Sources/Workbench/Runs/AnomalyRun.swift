import Core
package import Statistics

/// `model anomaly`: what is unusual in every series of a file.
package struct AnomalyRun: Sendable {
    package var input: SeriesInput
    package var settings = AnomalyDetector.Settings()
    /// Where every value goes as CSV, with what was expected; nowhere unless given.
    package var output: String?
    package var threads = Parallel.cores

    package init(_ input: SeriesInput) { self.input = input }

    /// - Throws: `TableFault`, and the first `Refusal` where no series can be looked at.
    package func run(progress: RunProgress? = nil) async throws -> RunAnswer {
        var clock = StepClock()
        let all = try input.read()
        clock.end("read")
        let detector = AnomalyDetector(settings: settings)
        let results = try await input.sweep(all, threads: threads, "looking for anomalies", progress) { try detector.detect($0.series) }
        clock.end("detect")
        if let output { try write(all, results, output) }
        let cases = zip(all, results).compactMap { series, result in
            (try? result.get()).map {
                AnomalyCase(series.name, values: series.values, days: series.values.indices.map { series.day($0).number }, points: $0)
            }
        }
        var answer = answer(all, results)
        answer.add(clock)
        answer.page = { Report.anomaly(cases, $0) }
        return answer
    }

    private func write(_ all: [NamedSeries], _ results: [Result<[AnomalyPoint], Refusal>], _ path: String) throws {
        let writer = try CSVWriter(path: path, columns: ["series", "day", "value", "score", "expected", "low", "high", "kind"])
        for (series, result) in zip(all, results) {
            guard case .success(let points) = result else { continue }
            for (index, point) in points.enumerated() {
                writer.text(series.name)
                writer.text("\(series.day(index))")
                for value in [series.values[index], point.score, point.expected, point.lower, point.upper] { writer.number(value) }
                writer.text(point.kind?.rawValue ?? "")
                try writer.endRow()
            }
        }
        try writer.finish()
    }

    private struct Found {
        let series: NamedSeries
        let index: Int
        let point: AnomalyPoint
        let kind: AnomalyKind
    }

    private func answer(_ all: [NamedSeries], _ results: [Result<[AnomalyPoint], Refusal>]) -> RunAnswer {
        var found: [Found] = []
        var refused: [String] = []
        for (series, result) in zip(all, results) {
            switch result {
            case .failure(let refusal): refused.append("\(series.name): \(refusal.description)")
            case .success(let points):
                found += points.enumerated().compactMap { index, point in
                    point.kind.map { Found(series: series, index: index, point: point, kind: $0) }
                }
            }
        }
        let counts = AnomalyKind.allCases.map { kind in (kind, found.count { $0.kind == kind }) }
        let gravest = found.filter { $0.kind != .missing }.sorted { $0.point.score > $1.point.score }
        let rows = gravest.prefix(30).map { one in
            [
                one.series.name, "\(one.series.day(one.index))", one.kind.sentence, NumberText.shown(one.series.values[one.index], significant: 5),
                NumberText.shown(one.point.expected, significant: 5),
                "\(NumberText.shown(one.point.lower, significant: 5)) to \(NumberText.shown(one.point.upper, significant: 5))",
                NumberText.shown(one.point.score, significant: 3),
            ]
        }
        let values = all.reduce(0) { $0 + $1.values.count }
        var parts = [
            RunAnswer.Part(
                "What is unusual",
                [counts.map { "\($0.1) × \($0.0.sentence)" }.joined(separator: ", ") + "."] + (gravest.count > 30 ? ["The 30 gravest:"] : []),
                tables: [TextTable(columns: ["series", "day", "what", "value", "expected", "ordinary", "score"], rows: rows)])
        ]
        if !refused.isEmpty { parts.append(.init("Not looked at", Array(refused.prefix(30)))) }
        let document: JSON = [
            "values": .integer(values), "threshold": .double(settings.threshold),
            "anomalies": .array(
                found.map { one in
                    [
                        "series": .string(one.series.name), "day": .string("\(one.series.day(one.index))"), "kind": .string(one.kind.rawValue),
                        "value": .double(one.series.values[one.index]), "expected": .double(one.point.expected), "low": .double(one.point.lower),
                        "high": .double(one.point.upper), "score": .double(one.point.score),
                    ]
                }), "refused": .strings(refused),
        ]
        return RunAnswer("Anomalies", "\(all.count) series, \(NumberText.grouped(Int64(values))) values", document: document, parts: parts)
    }
}

extension AnomalyKind {
    /// For people.
    var sentence: String {
        switch self {
        case .spike: "spike"
        case .drop: "drop"
        case .levelShift: "level shift"
        case .missing: "missing value"
        }
    }
}
