import Foundation
import Testing

extension Acceptance {
    /// `tactics model` and what it is told wrongly: one sentence each, with the exit code that its help promises.
    @Suite struct ModelCommandTests {
        private static let models = Binaries.repository + "/Tests/Fixtures/models/"
        private static let mix = [
            "mmm", "fit", models + "mmm_example.csv", "--date", "date_week", "--target", "y", "--channels", "x1,x2", "--controls",
            "event_1,event_2,t",
        ]

        /// Runs `tactics model arguments…`, where LOG, SERIES and LINES stand for small files.
        private func model(_ arguments: [String]) async throws -> Tactics {
            let folder = try TemporaryFolder()
            let files = [
                "LOG": try folder.write("customer,day,value\na,2026-01-01,5\nb,2026-01-02,6\n", "log.csv"),
                "SERIES": try folder.write("day,value\n" + (1...9).map { "2026-01-0\($0),\($0)\n" }.joined(), "series.csv"),
                "LINES": try folder.write("channel,product,gross\ntv,hat,10.5\n,bag,4\n", "lines.csv"),
                "OUT": folder.path + "/out.csv",
            ]
            return try await Tactics.run(["model"] + arguments.map { files[$0] ?? $0 })
        }

        @Test func `An answer ends with 0`() async throws {
            let profit = try await model(["profit", "LINES", "--json"])

            #expect(profit.succeeded && profit.complaints.isEmpty)
            #expect(profit.output.contains(#""gross":"14.50""#))
        }

        @Test(arguments: [
            (["rfm", "LOG", "--today", "31.01.2026"], "The value '31.01.2026' is invalid for '--today"),
            (["profit", "LINES", "--by", "channel"], "--by takes two of"), (["profit", "LINES", "--by", "channel,colour"], "--by takes two of"),
            (["profit", "LINES", "--basis", "luck"], "one of 'netRevenue'"), (["mmm", "fit", "LOG"], "Missing expected argument '--target"),
            (mix + ["--chains", "0"], "1 to 64 chains"), (mix + ["--samples", "10"], "at least 50 draws"),
            (mix + ["--warmup", "10"], "at least 50 draws"),
            (mix + ["--channels", "x1,"], "The value 'x1,' is invalid"), (mix + ["--only", "split"], "The value 'split' is invalid"),
            (mix + ["--roas", "x1=2"], "The value 'x1=2' is invalid"), (mix + ["--media-share", "3"], "lies between 0 and 1"),
            (mix + ["--cycles=-1"], "0 to 26 waves"), (["mmm", "optimise", "LOG", "--total", "5"], "--total needs --weeks"),
            (["mmm", "optimise", "LOG", "--weeks", "0"], "1 to 520 weeks"), (["mmm", "optimise", "LOG", "--bounds", "tv=5"], "'tv=5' is invalid"),
            (["mmm", "optimise", "LOG", "--steps", "tv"], "'tv' is invalid"), (["mmm", "optimise", "LOG", "--fixed", "=3"], "'=3' is invalid"),
            (["mmm", "optimise", "LOG", "--weekly", "much"], "'much' is invalid"), (["forecast", "SERIES", "--levels", "0.8,"], "'0.8,' is invalid"),
            (["forecast", "SERIES", "--step", "year"], "one of 'day', 'week' or 'month'"),
            (["anomaly", "SERIES", "--threshold", "high"], "'high' is invalid"),
            (["clv", "fit", "LOG", "--unit", "hour"], "one of 'day' and 'week'"), (["clv", "score", "LOG"], "Missing expected argument '--out"),
            (["clv", "score", "LOG", "--out", "OUT", "--months", "0"], "1 to 1,200 months"),
            (["clv", "score", "LOG", "--out", "OUT", "--discount=-2"], "from 0 to below 1"),
            (["clv", "score", "LOG", "--out", "OUT", "--margin", "nan"], "The margin is a number"),
            (["clv", "score", "LOG", "--out", "OUT", "--horizons=-4"], "are above 0"),
            (["clv", "score", "LOG", "--out", "OUT", "--timing", "never"], "one of 'end', 'middle' or 'start'"),
            (["nonsense"], "Unexpected argument 'nonsense'"),
        ])
        func `A wrong command line ends with 64 and says what is wrong`(_ arguments: [String], _ part: String) async throws {
            let run = try await model(arguments)

            #expect(run.ending == .exit(64))
            #expect(run.output.isEmpty && run.complaints.first?.contains(part) == true, "\(run.errors)")
        }

        @Test(arguments: [
            (["rfm", "/nowhere.csv"], "/nowhere.csv: The file can not be opened."),
            (["rfm", "LOG", "--day", "when"], "There is no column \"when\"."),
            (["rfm", "LOG"], "2 customers cannot be divided into fifths."), (["profit", "LOG"], "There is no column \"gross\"."),
            (["profit", "LINES", "--costs", "LOG"], "There is no column \"component\"."),
            (["forecast", "SERIES", "--value", "nope"], "There is no column \"nope\"."),
            (["forecast", "SERIES", "--horizon", "0"], "The horizon must be 1 to 3,660 steps"), (["anomaly", "SERIES"], "The series"),
            (["clv", "fit", "LOG"], "Only 0 of 2 customers bought again"), (mix + ["--model", "nonsense"], "There is no model called nonsense."),
            (mix + ["--lags", "0"], "at least one week"), (["mmm", "optimise", "LOG"], "The file is no JSON"),
            (["mmm", "optimise", "/nowhere.json"], "can not be opened"),
            (["profit", "LINES", "--out", "/nowhere/out.csv"], "The file can not be written"),
        ])
        func `What is refused ends with 1 and one sentence, with --json a document`(_ arguments: [String], _ part: String) async throws {
            let (said, written) = (try await model(arguments), try await model(arguments + ["--json"]))

            #expect(said.ending == .exit(1) && said.output.isEmpty)
            #expect(said.complaints.count == 1 && said.errors.contains(part), "\(said.errors)")
            #expect(written.ending == .exit(1) && written.errors.isEmpty)
            #expect(written.output.hasPrefix(#"{"error":{"#) && written.output.contains(#""sentence":"#), "\(written.output)")
        }

        @Test func `A fit that fails ends with 3 and shows no figures`() async throws {
            var endings: [ChildProgram.Ending] = []
            for seed in 1...6 {
                // A model that these data leave open, and far too few draws of it.
                let run = try await model(
                    Self.mix + ["--model", "synth", "--warmup", "50", "--samples", "50", "--chains", "2", "--seed", "\(seed)", "--json"])
                endings.append(run.ending)
                #expect(run.output.contains(#""verdict":"failed""#) == (run.ending == .exit(3)))
                #expect(run.output.contains(#""roas""#) == (run.ending == .exit(2)))
            }

            #expect(endings.contains(.exit(3)) && Set(endings).isSubset(of: [.exit(2), .exit(3)]), "\(endings)")
        }
    }
}
