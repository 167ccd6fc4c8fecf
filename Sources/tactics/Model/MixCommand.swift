import ArgumentParser
import Core
import Statistics
import Workbench

struct MixCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "mmm", abstract: "Marketing mix: what each channel brought, and how a budget is best divided.",
        subcommands: [Fit.self, Optimise.self, LogDensity.self])

    /// The file, its columns and the model.
    struct Input: ParsableArguments {
        @Argument(help: "One row per week: its first day, the outcome, spend per channel, controls.") var file: String
        @Option(help: "The column of the outcome.") var target: String
        @Option(help: "The columns of the channels' spend, separated by commas.") var channels: NameList
        @Option(help: "The columns of other causes, such as price or promotions, separated by commas.") var controls: NameList?
        @Option(help: "The column of the week's first day; date, week or day unless given.") var date: String?
        @Option(name: .customLong("only"), help: "Take only rows with this text in a column: split=train. Several are all needed.") var filters:
            [NamedText] = []
        @Option(help: "The model: standard, or a reference model (example, synth, synth_geo, synth_logistic, synth_info).") var model = "standard"
        @Option(help: "Weeks over which a week's spend works; 10 unless given.") var lags: Int?
        @Option(help: "Yearly waves; 2 unless given.") var cycles: Int?
        @Option(help: "The part of the outcome that all channels are believed to cause, as a median; 0.35 unless given.") var mediaShare: Double?
        @Option(help: "A return that is known from elsewhere: tv=2.5:0.3, the median and the standard deviation of its logarithm.") var roas:
            [NamedRange] = []
        @Option(help: "A CSV file of experiments: channel, start, weeks, change, lift, standard_error, and observed where it is longer than weeks.")
        var liftTests: String?
        @Option(help: "Of the random numbers.") var seed: UInt64 = 1
        @Option(help: "Chains of the sampler.") var chains = 4

        func read() throws -> (input: MixInput, choice: MixChoice) {
            let input = MixInput(
                path: file, date: date, target: target, channels: channels.names, controls: controls?.names ?? [],
                only: filters.map { .init($0.name, $0.text) })
            var choice = MixChoice()
            (choice.name, choice.lags, choice.cycles, choice.mediaShare, choice.seed, choice.chains) = (model, lags, cycles, mediaShare, seed, chains)
            choice.returns = roas.map { .init($0.name, median: $0.first, deviation: $0.second) }
            if let liftTests { choice.liftTests = try LiftTest.read(liftTests, for: input.read()) }
            return (input, choice)
        }

        func validate() throws {
            guard (1...64).contains(chains) else { throw ValidationError("The sampler runs 1 to 64 chains.") }
            guard (0...26).contains(cycles ?? 2) else { throw ValidationError("A year has 0 to 26 waves.") }
            if let mediaShare, !(mediaShare > 0 && mediaShare < 1) {
                throw ValidationError("The channels' part of the outcome lies between 0 and 1: 0.35 is the usual one.")
            }
        }
    }

    struct Fit: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Fit a marketing-mix model. Ends with 0 if it converged, 2 if it is weakly identified, 3 if it failed.")
        @OptionGroup var input: Input
        @Option(help: "Draws of the warm-up, per chain.") var warmup = 1_000
        @Option(help: "Draws that are kept, per chain.") var samples = 1_500
        @Option(help: "Keep this many last weeks back from a second fit, and see how well they are predicted.") var heldOut = 0
        @Option(help: "Write the answer as JSON to this file, and the posterior beside it, for `mmm optimise`.") var out: String?
        @Option(help: "Write the posterior draws to this CSV file.") var draws: String?
        @Option(help: "The return from which on advertising pays, for the page: 2.5 at a margin of 40 %; 0 where the outcome is no money.")
        var breakEven = 1.0
        @OptionGroup var page: PageArguments
        @OptionGroup var output: ModelOutput

        func validate() throws {
            guard breakEven >= 0, breakEven.isFinite else { throw ValidationError("--break-even is a return of 0 or more.") }
            guard warmup >= 50, samples >= 50, heldOut >= 0 else {
                throw ValidationError("A fit needs at least 50 draws of warm-up and 50 that are kept.")
            }
        }

        func run() async throws {
            let place = page.place(input.file, "mmm fit", seed: input.seed).map { place in
                var subject = place.subject
                subject.breakEven = breakEven > 0 ? breakEven : nil
                return PagePlace(path: place.path, subject: subject)
            }
            try await output.print(page: place) {
                let (input, choice) = try input.read()
                var run = MixFitRun(input)
                run.choice = choice
                (run.choice.warmup, run.choice.draws, run.choice.heldOutWeeks) = (warmup, samples, heldOut)
                (run.output, run.draws) = (out, draws)
                return try await run.run(progress: output.teller).answer
            }
        }
    }

    struct Optimise: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Divide a budget so that the response is largest over a fit's posterior. Ends with 2 where the fit is weakly identified.")
        @Argument(help: "The file that `mmm fit --out` wrote.") var fit: String
        @Option(help: "The posterior that `mmm fit --out` wrote, if it no longer stands beside the fit.") var posterior: String?
        @Option(help: "The budget per week; the mean week so far unless given.") var weekly: Double?
        @Option(help: "The budget over all weeks planned; needs --weeks.") var total: Double?
        @Option(help: "Plan this many weeks, with what earlier spend carries in and the plan carries out; a long run unless given.") var weeks: Int?
        @Option(
            help:
                "A channel's least and most spend per week: tv=1000:50000. A tenth of its mean week, and half more than its largest week, unless given."
        )
        var bounds: [NamedRange] = []
        @Option(help: "A channel is bought in such steps: tv=500.") var steps: [NamedNumber] = []
        @Option(help: "A channel keeps this spend per week: tv=20000.") var fixed: [NamedNumber] = []
        @Option(help: "Plan for the mean of this worst part of the draws: 0.1. All draws unless given.") var worst: Double?
        @OptionGroup var page: PageArguments
        @OptionGroup var output: ModelOutput

        func validate() throws {
            if total != nil && (weeks == nil || weekly != nil) { throw ValidationError("--total needs --weeks, and stands instead of --weekly.") }
            if let weeks, weeks < 1 || weeks > 520 { throw ValidationError("A plan has 1 to 520 weeks.") }
        }

        func run() async throws {
            try await output.print(page: page.place(fit, "mmm optimise")) {
                var run = MixOptimiseRun(fitFile: fit)
                (run.posteriorFile, run.weeks) = (posterior, weeks)
                run.weekly = total.flatMap { total in weeks.map { total / Double($0) } } ?? weekly
                if let worst { run.risk = .worst(worst) }
                for bound in bounds {
                    (run.limits[bound.name, default: .init()].least, run.limits[bound.name, default: .init()].most) = (bound.first, bound.second)
                }
                for step in steps { run.limits[step.name, default: .init()].step = step.value }
                for one in fixed { run.limits[one.name, default: .init()].fixed = one.value }
                return try await run.run()
            }
        }
    }

    struct LogDensity: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "logp", abstract: "Log density and gradient of a model at points of its unconstrained space.")
        @OptionGroup var input: Input
        @Option(help: "A CSV file with a column per parameter; the sampler's starting points unless given.") var points: String?
        @Option(help: "Evaluate the first point this often again; what that costs stands in cpu_seconds.repeats.") var repeats = 0
        @OptionGroup var output: ModelOutput

        func run() async throws {
            try await output.print {
                let (input, choice) = try input.read()
                var run = MixLogDensityRun(input)
                (run.choice, run.points, run.repeats) = (choice, points, max(repeats, 0))
                return try run.run()
            }
        }
    }
}
