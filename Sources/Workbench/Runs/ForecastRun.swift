import Core
package import Statistics

/// `model forecast`: the next steps of every series of a file, with bands.
package struct ForecastRun: Sendable {
    package var input: SeriesInput
    package var settings = Forecaster.Settings()
    /// Where the forecasts go as CSV; nowhere unless given.
    package var output: String?
    package var threads = Parallel.cores

    package init(_ input: SeriesInput) { self.input = input }

    /// - Throws: `TableFault`, and the first `Refusal` where no series can be forecast.
    package func run(progress: RunProgress? = nil) async throws -> RunAnswer {
        var clock = StepClock()
        let all = try input.read()
        clock.end("read")
        let forecaster = Forecaster(settings: settings)
        let results = try await input.sweep(all, threads: threads, "forecasting", progress) { try forecaster.forecast($0.series) }
        clock.end("forecast")
        if let output { try write(all, results, output) }
        let cases = zip(all, results).compactMap { series, result in
            (try? result.get()).map {
                ForecastCase(series.name, values: series.values, days: series.values.indices.map { series.day($0).number }, forecast: $0)
            }
        }
        var answer = answer(all, results)
        answer.add(clock)
        answer.page = { Report.forecast(cases, $0) }
        return answer
    }

    private func percent(_ level: Double) -> String { NumberText.exact((level * 1_000).rounded() / 10) }

    private func write(_ all: [NamedSeries], _ results: [Result<Forecast, Refusal>], _ path: String) throws {
        let bands = settings.levels.flatMap { ["low_\(percent($0))", "high_\(percent($0))"] }
        let writer = try CSVWriter(path: path, columns: ["series", "day", "forecast"] + bands)
        for (series, result) in zip(all, results) {
            guard case .success(let forecast) = result else { continue }
            for step in forecast.point.indices {
                writer.text(series.name)
                writer.text("\(series.day(series.values.count + step))")
                writer.number(forecast.point[step])
                for band in forecast.bands {
                    writer.number(band.lower[step])
                    writer.number(band.upper[step])
                }
                try writer.endRow()
            }
        }
        try writer.finish()
    }

    private func answer(_ all: [NamedSeries], _ results: [Result<Forecast, Refusal>]) -> RunAnswer {
        let pairs = zip(all, results)
        let refused = pairs.compactMap { series, result -> String? in
            if case .failure(let refusal) = result { "\(series.name): \(refusal.description)" } else { nil }
        }
        let rows = pairs.prefix(30).compactMap { series, result -> [String]? in
            guard case .success(let forecast) = result else { return nil }
            return row(series, forecast)
        }
        let widest = settings.levels.max() ?? 0.95
        let columns = ["series", "history", "next", "\(percent(widest)) % band", "all \(settings.horizon) steps", "what to know"]
        var parts = [
            RunAnswer.Part(
                "Forecasts", all.count > 30 ? ["The first 30 of \(all.count) series."] : [], tables: [TextTable(columns: columns, rows: rows)])
        ]
        if all.count == 1, case .success(let forecast) = results[0] { parts.append(steps(all[0], forecast)) }
        if !refused.isEmpty { parts.append(.init("No forecast", Array(refused.prefix(30)))) }
        return RunAnswer(
            "Forecast", "\(all.count) series, \(settings.horizon) steps ahead", document: ["series": .array(pairs.map(document))], parts: parts)
    }

    private func row(_ series: NamedSeries, _ forecast: Forecast) -> [String] {
        let band = forecast.bands.max { $0.level < $1.level }
        return [
            series.name, "\(series.values.count) \(series.step.rawValue)s", NumberText.shown(forecast.point[0]),
            band.map { "\(NumberText.shown($0.lower[0])) to \(NumberText.shown($0.upper[0]))" } ?? "–",
            NumberText.shown(forecast.point.reduce(0, +), significant: 5), forecast.notes.map(\.sentence).joined(separator: "; "),
        ]
    }

    private func steps(_ series: NamedSeries, _ forecast: Forecast) -> RunAnswer.Part {
        let columns = ["\(series.step.rawValue)", "forecast"] + forecast.bands.map { "\(percent($0.level)) % band" }
        let rows = forecast.point.indices.map { step in
            ["\(series.day(series.values.count + step))", NumberText.shown(forecast.point[step], significant: 5)]
                + forecast.bands.map { "\(NumberText.shown($0.lower[step], significant: 5)) to \(NumberText.shown($0.upper[step], significant: 5))" }
        }
        return .init("Steps", tables: [TextTable(columns: columns, rows: rows)])
    }

    private func document(_ series: NamedSeries, _ result: Result<Forecast, Refusal>) -> JSON {
        switch result {
        case .failure(let refusal): return JSON.object([.init("name", .string(series.name))] + (RunAnswer.failure(refusal).members ?? []))
        case .success(let forecast):
            return [
                "name": .string(series.name), "step": .string(series.step.rawValue), "history": .integer(series.values.count),
                "days": .strings(forecast.point.indices.map { "\(series.day(series.values.count + $0))" }), "forecast": .doubles(forecast.point),
                "bands": .array(forecast.bands.map { ["level": .double($0.level), "low": .doubles($0.lower), "high": .doubles($0.upper)] }),
                "weights": .object(
                    ForecastMethod.allCases.compactMap { method in forecast.weights[method].map { .init(method.rawValue, .double($0)) } }),
                "notes": .strings(forecast.notes.map(\.rawValue)), "validation_error": .double(forecast.validationError),
            ]
        }
    }
}

extension ForecastNote {
    /// For people.
    var sentence: String {
        switch self {
        case .constant: "constant"
        case .intermittent: "mostly zero"
        case .short: "too short for a trend or season"
        case .seasonLeftOut: "too short for its season"
        case .multiplicative: "grows in proportion"
        case .levelShift: "its level shifted"
        case .gaps: "has gaps"
        }
    }
}
