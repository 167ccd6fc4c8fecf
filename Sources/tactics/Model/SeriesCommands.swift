import ArgumentParser
import Statistics
import Workbench

/// A file of series and its columns.
struct SeriesArguments: ParsableArguments {
    @Argument(help: "One row per series and step: series (if there are several), day, value. A missing step is a gap, not a zero.") var file: String
    @Option(help: "The column that tells series apart; series or unique_id unless given.") var series: String?
    @Option(help: "The column of the day; day, date, week, month or ds unless given.") var day: String?
    @Option(help: "The column of the value.") var value = "value"
    @Option(help: "How far rows are apart: day, week or month; seen from the data unless given.") var step: SeriesStep?

    var input: SeriesInput {
        var input = SeriesInput(path: file)
        (input.series, input.day, input.value, input.step) = (series, day, value, step)
        return input
    }
}

struct ForecastCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "forecast", abstract: "The next steps of series, with bands.")

    @OptionGroup var series: SeriesArguments
    @Option(help: "Steps ahead.") var horizon = 26
    @Option(help: "Probabilities of the bands, separated by commas.") var levels: NumberList?
    @Option(help: "Write the forecasts to this CSV file.") var out: String?
    @OptionGroup var page: PageArguments
    @OptionGroup var output: ModelOutput

    func run() async throws {
        try await output.print(page: page.place(series.file, "forecast")) {
            var run = ForecastRun(series.input)
            run.settings.horizon = horizon
            if let levels { run.settings.levels = levels.values }
            run.output = out
            return try await run.run(progress: output.teller)
        }
    }
}

struct AnomalyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "anomaly", abstract: "Spikes, drops, level shifts and gaps of series.")

    @OptionGroup var series: SeriesArguments
    @Option(help: "Score from which a value is unusual, in robust standard deviations.") var threshold = 4.0
    @Option(help: "Write every value with what was expected to this CSV file.") var out: String?
    @OptionGroup var page: PageArguments
    @OptionGroup var output: ModelOutput

    func run() async throws {
        try await output.print(page: page.place(series.file, "anomaly")) {
            var run = AnomalyRun(series.input)
            run.settings.threshold = threshold
            run.output = out
            return try await run.run(progress: output.teller)
        }
    }
}
