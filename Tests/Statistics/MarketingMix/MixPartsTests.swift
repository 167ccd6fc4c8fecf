import RealModule
import Testing

@testable import Statistics

@Suite struct MixPartsTests {
    @Test func `Four exponentials and logarithms are right to a few units in the last place`() {
        var random = Philox(seed: 1)
        for _ in 0..<20_000 {
            let x = 1_400 * random.uniform() - 700
            let exponential = Vector.exp(SIMD4(repeating: x))[2]
            #expect(abs(exponential / Double.exp(x) - 1) < 1e-15)
            let y = Double.exp(x)
            #expect(abs(Vector.log(SIMD4(repeating: y))[1] - Double.log(y)) <= 4e-16 * max(abs(Double.log(y)), 1e-3))
        }
    }

    @Test func `Priors integrate to 1 and have their mean`() {
        let priors: [Prior] = [
            .normal(mean: 1, sd: 2), .halfNormal(sd: 0.5), .laplace(mean: 0, scale: 0.3), .gamma(mean: 2, sd: 0.7), .beta(2, 3),
            .logNormal(median: 2, sd: 0.4), .exponential(rate: 2),
        ]
        for prior in priors {
            var (whole, mean) = (0.0, 0.0)
            let term = PriorTerm(prior)
            for step in 0..<40_000 {
                let value = term.evaluate(-20 + 0.001 * (Double(step) + 0.5))
                whole += 0.001 * Double.exp(value.logDensity)
                mean += 0.001 * Double.exp(value.logDensity) * value.value
            }
            #expect(abs(whole - 1) < 1e-4)
            #expect(abs(mean - prior.mean) < 1e-3)
        }
    }

    @Test func `Adstock weights sum to 1 and carry spend over`() {
        let geometric = Adstock.geometric(alpha: .beta(1, 3)).weights([0.5], lags: 3)
        #expect(zip(geometric, [4.0 / 7, 2.0 / 7, 1.0 / 7]).allSatisfy { abs($0 - $1) < 1e-15 })

        let weibull = Adstock.weibullDensity(shape: .gamma(mean: 2, sd: 1), scale: .gamma(mean: 2, sd: 1)).weights([2.2, 3.2], lags: 10)
        #expect(abs(weibull.reduce(0, +) - 1) < 1e-15 && weibull[9] == 0 && weibull[1] > weibull[0])

        let survival = Adstock.weibullSurvival(shape: .gamma(mean: 2, sd: 1), scale: .gamma(mean: 2, sd: 1)).weights([1, 2], lags: 8)
        #expect(zip(survival, survival.dropFirst()).allSatisfy(>))
        #expect(Adstock.apply([0.5, 0.3, 0.2], to: [10, 0, 0, 0]) == [5, 3, 2, 0])
        #expect(Adstock.halfLife([0.25, 0.5, 0.25]) == 1.5)
    }

    @Test func `The day of the year follows the calendar`() {
        #expect(dayOfYear(0) == 1)
        #expect(dayOfYear(MixFiles.day("2024-12-31")) == 366)
        #expect(dayOfYear(MixFiles.day("2023-03-01")) == 60)
        #expect(dayOfYear(MixFiles.day("2000-03-01")) == 61)
        #expect(dayOfYear(MixFiles.day("1969-12-31")) == 365)
    }

    @Test func `Parameters are named in words where a sentence speaks of them`() throws {
        let data = try MixWorld().make().data
        let layout = MixLayout(.standard(for: data))
        #expect(layout.spokenNames.count == layout.names.count)
        #expect(layout.spokenNames.prefix(2) == ["adstock shape of tv", "adstock scale of tv"])
        #expect(layout.spokenNames.contains("effect of price"))
        #expect(layout.spokenNames.suffix(2) == ["intercept", "noise"])
    }
}
