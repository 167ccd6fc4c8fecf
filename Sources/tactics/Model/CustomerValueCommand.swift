import ArgumentParser
import Core
import Statistics
import Workbench

struct CustomerValueCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "clv", abstract: "Customer value: who is still a customer, what they will buy, and what it is worth.",
        subcommands: [Fit.self, Score.self])

    /// The file and its columns.
    struct Input: ParsableArguments {
        @Argument(help: "A purchase log (customer, day, value), or a summary with one row per customer (x, t_x, T, value).")
        var file: String
        @Option(help: "The column that names the customer.") var customer = "customer"
        @Option(help: "The column of a purchase's day.") var day = "day"
        @Option(help: "The column of a purchase's value; in a summary the mean value of repeat purchases.") var value = "value"
        @Option(help: "In a summary: days with a purchase after the first one.") var frequency: String?
        @Option(help: "In a summary: age at the last purchase.") var recency: String?
        @Option(help: "In a summary: age at the end of observation.") var age: String?
        @Option(help: "The unit of time: day or week.") var unit = TimeUnit.week
        @Option(help: "The last day observed; the last day of the file unless given.") var until: Day?

        var input: CustomerInput {
            var input = CustomerInput(path: file)
            (input.columns.customer, input.columns.day, input.columns.value) = (customer, day, value)
            (input.columns.frequency, input.columns.recency, input.columns.age) = (frequency, recency, age)
            (input.unit, input.until) = (unit, until)
            return input
        }
    }

    struct Fit: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Fit BG/NBD and Gamma-Gamma, with standard errors, cautions, and a check against the data.")
        @OptionGroup var input: Input
        @Flag(help: "Sample the posterior as well, with its diagnosis.") var posterior = false
        @Option(help: "Of the random numbers.") var seed: UInt64 = 1
        @Option(help: "Write the fitted models to this file, for `clv score --params`.") var out: String?
        @OptionGroup var page: PageArguments
        @OptionGroup var output: ModelOutput

        func run() async throws {
            try await output.print(page: page.place(input.file, "clv fit", seed: seed)) {
                var run = CLVFitRun(input.input)
                (run.posterior, run.seed, run.hasPage) = (posterior, seed, page.path != nil)
                let (models, answer) = try await run.run(progress: output.teller)
                if let out { try WholeFile.write(models.document.encoded(), to: out) }
                return answer
            }
        }
    }

    struct Score: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Score every customer: P(alive), expected purchases and value, lifetime value. Any number of customers stream by.")
        @OptionGroup var input: Input
        @Option(help: "The models that `clv fit --out` wrote; the file is fitted first unless given.") var params: String?
        @Option(help: "The CSV file of scores to write.") var out: String
        @Option(help: "Times ahead for expected purchases, in the unit of time, separated by commas.") var horizons: NumberList?
        @Option(help: "Months of the lifetime value.") var months = 12
        @Option(help: "One month in the unit of time; 4.345 weeks or 30.4375 days unless given.") var monthLength: Double?
        @Option(help: "Discount per month: 0.01 is 1 %.") var discount = 0.01
        @Option(help: "When within its month a month's value counts: end, middle or start.") var timing = LifetimeConvention.Timing.end
        @Option(help: "The share of a purchase's value that counts: 1 for revenue, the contribution margin for profit.") var margin = 1.0
        @Flag(help: "Write intervals that hold 94 % of the posterior draws beside each figure.") var intervals = false
        @Option(help: "Of the random numbers.") var seed: UInt64 = 1
        @OptionGroup var page: PageArguments
        @OptionGroup var output: ModelOutput

        func validate() throws {
            guard (1...1_200).contains(months) else { throw ValidationError("A lifetime value takes 1 to 1,200 months.") }
            guard (0..<1).contains(discount) else { throw ValidationError("The discount is a part per month, from 0 to below 1: 0.01 is 1 %.") }
            guard margin.isFinite else { throw ValidationError("The margin is a number: 1 for revenue, 0.4 for 40 % of it.") }
            guard monthLength.map({ $0 > 0 && $0.isFinite }) ?? true, horizons?.values.allSatisfy({ $0 > 0 }) ?? true else {
                throw ValidationError("Times ahead, and the length of a month, are above 0.")
            }
        }

        func run() async throws {
            try await output.print(page: page.place(input.file, "clv score", seed: seed)) {
                var run = CLVScoreRun(input.input, output: out)
                if let params { run.models = try CustomerModels(path: params) }
                run.horizons = horizons?.values ?? (input.unit == .week ? [4, 13, 26, 52] : [30, 90, 180, 365])
                (run.months, run.monthLength, run.monthlyDiscount, run.timing) = (months, monthLength, discount, timing)
                (run.margin, run.intervals, run.seed, run.hasPage) = (margin, intervals, seed, page.path != nil)
                return try await run.run(progress: output.teller)
            }
        }
    }
}
