import Core
package import Statistics

/// `model mmm fit`: a marketing-mix model of a file of weeks.
package struct MixFitRun: Sendable {
    package var input: MixInput
    package var choice = MixChoice()
    /// Where the answer goes as JSON, with the posterior beside it for `mmm optimise`; nowhere unless given.
    package var output: String?
    /// Where the posterior draws go as CSV; nowhere unless given.
    package var draws: String?

    package init(_ input: MixInput) { self.input = input }

    /// - Throws: `TableFault`, `Refusal`.
    package func run(progress: RunProgress? = nil) async throws -> (fit: MixFit, answer: RunAnswer) {
        var clock = StepClock()
        let fit = try await Self.fit(input, choice, progress: progress)
        clock.end("fit")
        if let draws { try MixDrawsFile.write(fit.draws, fit.names, to: draws) }
        var report = MixReport(fit: fit, input: input, choice: choice, drawsFile: draws)
        report.posterior = try output.flatMap(MixPosteriorFile.place).map { path in
            (path, try MixPosteriorFile.write(MixPosterior(fit, choice), to: path))
        }
        var answer = report.answer
        answer.add(clock)
        if let output { try WholeFile.write(answer.lasting.encoded(), to: output) }
        answer.page = { Report.mix(fit, $0) }
        return (fit, answer)
    }

    static func fit(_ input: MixInput, _ choice: MixChoice, progress: RunProgress?) async throws -> MixFit {
        let data = try input.read()
        let share = SamplingShare(choice.chains).report("sampling the mix model", progress)
        return try await MixFit.run(choice.model(for: data), data, settings: choice.settings, progress: share)
    }
}

/// Posterior draws as a CSV file: the chain, then one column per parameter.
package enum MixDrawsFile {
    package static func write(_ draws: Draws, _ names: [String], to path: String) throws {
        let writer = try CSVWriter(path: path, columns: ["chain"] + names)
        for chain in 0..<draws.chains {
            for draw in 0..<draws.count {
                writer.integer(chain)
                for parameter in 0..<draws.dimension { writer.number(draws[chain, draw, parameter]) }
                try writer.endRow()
            }
        }
        try writer.finish()
    }
}
