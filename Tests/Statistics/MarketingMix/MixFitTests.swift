import Foundation
import Testing

@testable import Statistics

@Suite(.serialized) struct MixFitTests {
    private static func settings(warmup: Int = 600, draws: Int = 500, threads: Int = 2, heldOut: Int = 0) -> MixFit.Settings {
        var settings = MixFit.Settings()
        settings.sampling.warmup = warmup
        settings.sampling.draws = draws
        settings.sampling.threads = threads
        settings.sampling.target = 0.9
        settings.heldOutWeeks = heldOut
        return settings
    }

    @Test func `A short run agrees with the reference posterior`() async throws {
        let data = try MixFiles.example()
        let gold = try MixFiles.posterior(.example).posterior

        let fit = try await MixFit.run(.reference(.example, for: data), data, settings: Self.settings())

        for (name, summary) in zip(fit.names, fit.summaries) {
            let expected = try #require(gold[name])
            #expect(abs(summary.mean - expected.mean) < 0.2 * expected.sd, "\(name)")
            #expect(abs(summary.deviation / expected.sd - 1) < 0.25, "\(name)")
            #expect(summary.rHat < 1.02)
        }
        #expect(fit.diagnosis.divergences == 0)
    }

    @Test func `The standard model finds the true returns and predicts`() async throws {
        let data = try MixFiles.synth()

        let fit = try await MixFit.run(.standard(for: data), data, settings: Self.settings(heldOut: 13))

        #expect(fit.verdict != .failed)
        let answer = try #require(fit.answer)
        let (returns, shares) = ([2.2746843, 2.5407933, 2.6077968, 1.9717483], [0.3016186, 0.3804751, 0.2423421, 0.0755642])
        for (channel, (roas, share)) in zip(answer.channels, zip(returns, shares)) {
            #expect(channel.roas.interval.contains(roas), "\(channel.name)")
            #expect(abs(channel.shareOfMedia.mean - share) < 0.035, "\(channel.name)")
        }
        let prediction = answer.weekly[answer.weekly.count - 1].mean
        let parts = (0..<data.weeks).map { week in answer.weekly.dropLast().reduce(0) { $0 + $1.mean[week] } }
        #expect(zip(prediction, parts).allSatisfy { abs($0 - $1) < 1e-6 * abs($0) })
        let heldOut = try #require(fit.diagnosis.heldOut)
        #expect(heldOut.coverage > 0.7 && heldOut.relativeCRPS < 0.06)

        // Spend of the last weeks goes on working in weeks without any, and a plan's own goes on after it.
        let silence = try fit.predict(MixScenario(after: data, weeks: 4, weekly: [0, 0, 0, 0]))
        #expect(silence.carriedIn[0].mean > 0 && silence.roas[0] == nil)
        #expect(abs(silence.contribution[0].mean - silence.carriedIn[0].mean) < 1e-6 * silence.carriedIn[0].mean)
        let plan = try fit.predict(MixScenario(after: data, weeks: 4, weekly: [30_000, 26_000, 16_000, 7_000]))
        #expect(plan.carriedOut[0].mean > 0 && plan.outcome.mean > silence.outcome.mean)
        let curves = try #require(fit.responseCurves())
        #expect(curves[0].mean[0] == 0 && zip(curves[0].mean, curves[0].mean.dropFirst()).allSatisfy(<))
    }

    @Test func `A seed gives the same draws on one thread and on two`() async throws {
        let data = try MixFiles.example()
        let model = MixModel.reference(.example, for: data)
        let one = try await MixFit.run(model, data, settings: Self.settings(warmup: 150, draws: 50, threads: 1))
        let two = try await MixFit.run(model, data, settings: Self.settings(warmup: 150, draws: 50, threads: 2))
        #expect(one.draws.values == two.draws.values)
    }

    @Test func `Priors that leave the returns open are flagged, not answered`() async throws {
        let data = try MixFiles.synth()
        let fit = try await MixFit.run(.reference(.synth, for: data), data, settings: Self.settings(warmup: 400, draws: 300))
        #expect(fit.verdict != .converged)
        #expect(fit.diagnosis.contradicts)
        let codes = fit.diagnosis.findings.map(\.code)
        #expect(codes.contains("weak_return"))
        #expect(codes.contains("impossible_share"))
    }

    @Test func `A lift test narrows the return it measured`() async throws {
        let world = try MixWorld(seed: 21).make()
        let model = MixModel.standard(for: world.data)
        var tested = model
        let change = [Double](repeating: 8_000, count: 6)
        tested.liftTests = [LiftTest(channel: "search", start: 60, change: change, observed: 12, lift: 48_000 * 1.3, standardError: 8_000)]
        let settings = Self.settings(warmup: 400, draws: 300)
        let before = try await MixFit.run(model, world.data, settings: settings)
        let after = try await MixFit.run(tested, world.data, settings: settings)
        let widths = [before, after].compactMap { $0.answer?.channels[1].marginalROAS.deviation }
        #expect(widths.count == 2 && widths[1] < widths[0])
    }

    @Test(.enabled(if: ProcessInfo.processInfo.environment["TACTICS_CALIBRATE"] == "1"))
    func `The standard model finds the true returns of five other worlds`() async throws {
        for world in MixWorld.others() {
            let made = try world.make()
            var standard = MixModel.Standard()
            standard.lags = world.lags
            let fit = try await MixFit.run(.standard(for: made.data, standard), made.data)
            let answer = try #require(fit.answer)
            for (channel, roas) in zip(answer.channels, made.roas) { #expect(channel.roas.interval.contains(roas), "\(world.seed) \(channel.name)") }
            #expect(Self.shareError(answer, made) < 0.06, "\(world.seed)")
        }
    }

    @Test(.enabled(if: ProcessInfo.processInfo.environment["TACTICS_CALIBRATE"] == "1"))
    func `Over ten seeds of one world the returns are covered and the shares are near on average`() async throws {
        var (inside, error) = (0, 0.0)
        for seed in UInt64(31)...40 {
            let made = try MixWorld(seed: seed).make()
            let fit = try await MixFit.run(.standard(for: made.data), made.data)
            let answer = try #require(fit.answer)
            inside += zip(answer.channels, made.roas).count { $0.roas.interval.contains($1) }
            error += Self.shareError(answer, made) / 10
        }
        // With all shapes known, noise alone would leave 0.021.
        #expect(inside >= 36)
        #expect(error < 0.03)
    }

    /// Mean distance of the channels' shares of media from the true ones.
    private static func shareError(_ answer: MixAnswer, _ made: MixWorld.Result) -> Double {
        let errors = zip(answer.channels, made.shares).map { abs($0.shareOfMedia.mean - $1) }
        return errors.reduce(0, +) / Double(errors.count)
    }

    @Test(.enabled(if: ProcessInfo.processInfo.environment["TACTICS_CALIBRATE"] == "1"))
    func `Intervals hold what they promise over a hundred data sets from the prior`() async throws {
        let data = try MixWorld(seed: 5, weeks: 104, channels: Array(MixWorld.Channel.four[0...1])).make().data
        let model = MixModel.standard(for: data)
        let template = try MixDensity(model, data, coordinates: .plain)
        let prior = template.priorDraws(100, seed: 77)
        var (covered, all) = (0, 0)
        for index in 0..<100 {
            var sweep = MixSweep(template.plan)
            sweep.set(prior.point(index))
            var random = Philox(seed: 78, stream: UInt64(index))
            let outcome = (0..<data.weeks).map { week in
                (0..<2).reduce(sweep.baseline(week)) { $0 + sweep.contribution($1, week) } + sweep.noise * random.normal()
            }
            // The scale of the outcome is a part of the model: it stays that of the template.
            var plan = template.plan
            plan.replaceOutcome(outcome)
            let density = MixDensity(plan, coordinates: .contributions)
            var settings = MixFit.Settings().sampling
            (settings.warmup, settings.draws, settings.target, settings.seed) = (500, 250, 0.95, UInt64(index))
            let draws = density.natural(try await NUTS.sample(density, from: density.starts(chains: 4, seed: UInt64(index)), settings: settings))
            for parameter in 0..<draws.dimension {
                covered +=
                    Quantiles.shortest(0.94, of: draws.parameter(parameter)).contains(prior.point(index)[prior.point(index).startIndex + parameter])
                    ? 1 : 0
                all += 1
            }
        }
        let coverage = Double(covered) / Double(all)
        #expect(coverage > 0.90 && coverage < 0.98)
    }
}
