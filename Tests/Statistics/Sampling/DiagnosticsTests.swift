import Foundation
import Testing

@testable import Statistics

/// Against arviz on shared draws: Tests/Fixtures/sampling/README.md.
struct DiagnosticsTests {
    struct Fixture: Decodable {
        struct Case: Decodable {
            let name: String
            let chains: [[Double]]
            let rhat, bulk, tail, essMean, essSD, essQ30, mcseMean, mcseSD, mcseQ10, mcseMedian: Double
            let hdi94, hdi50, bfmi: [Double]
        }

        struct Loo: Decodable {
            struct Result: Decodable {
                let efficiency, elpd, se, p, goodK: Double
                let pointwise, k: [Double]
            }

            let likelihood: [[Double]]
            let results: [Result]
        }

        struct Score: Decodable {
            let draws: [Double]
            let observed, score: Double
        }

        let cases: [Case]
        let loo: Loo
        let crps: Score
    }

    private static let fixture: Fixture = {
        var folder = URL(filePath: #filePath)
        for _ in 0..<3 { folder.deleteLastPathComponent() }
        let file = folder.appending(path: "Fixtures/sampling/diagnostics.json")
        guard let data = try? Data(contentsOf: file), let fixture = try? JSONDecoder().decode(Fixture.self, from: data) else {
            preconditionFailure("no fixture at \(file.path)")
        }
        return fixture
    }()

    private func agrees(_ ours: Double, _ theirs: Double) -> Bool {
        abs(ours - theirs) <= 1e-9 * max(1, abs(theirs))
    }

    @Test func `Convergence measures agree with arviz`() {
        for sample in Self.fixture.cases {
            #expect(agrees(Convergence.rHat(sample.chains), sample.rhat), "\(sample.name)")
            #expect(agrees(Convergence.bulkESS(sample.chains), sample.bulk), "\(sample.name)")
            #expect(agrees(Convergence.tailESS(sample.chains), sample.tail), "\(sample.name)")
            #expect(agrees(Convergence.meanESS(sample.chains), sample.essMean), "\(sample.name)")
            #expect(agrees(Convergence.deviationESS(sample.chains), sample.essSD), "\(sample.name)")
            #expect(agrees(Convergence.quantileESS(sample.chains, 0.3), sample.essQ30), "\(sample.name)")
        }
    }

    @Test func `Monte Carlo errors agree with arviz`() {
        for sample in Self.fixture.cases {
            #expect(agrees(MonteCarloError.mean(sample.chains), sample.mcseMean), "\(sample.name)")
            #expect(agrees(MonteCarloError.deviation(sample.chains), sample.mcseSD), "\(sample.name)")
            #expect(agrees(MonteCarloError.quantile(sample.chains, 0.1), sample.mcseQ10), "\(sample.name)")
            #expect(agrees(MonteCarloError.quantile(sample.chains, 0.5), sample.mcseMedian), "\(sample.name)")
        }
    }

    @Test func `Shortest intervals and energy fractions agree with arviz`() {
        for sample in Self.fixture.cases {
            let flat = sample.chains.flatMap { $0 }
            let (wide, narrow) = (Quantiles.shortest(0.94, of: flat), Quantiles.shortest(0.5, of: flat))
            #expect([wide.lowerBound, wide.upperBound] == sample.hdi94, "\(sample.name)")
            #expect([narrow.lowerBound, narrow.upperBound] == sample.hdi50, "\(sample.name)")
            for (chain, fraction) in zip(sample.chains, sample.bfmi) {
                #expect(agrees(Convergence.energyFraction(chain), fraction), "\(sample.name)")
            }
        }
    }

    @Test func `Leave-one-out agrees with arviz`() {
        let loo = Self.fixture.loo
        let matrix = Matrix(rows: loo.likelihood.count, columns: loo.likelihood[0].count, values: loo.likelihood.flatMap { $0 })
        for theirs in loo.results {
            let ours = LeaveOneOut(logLikelihood: matrix, efficiency: theirs.efficiency)
            #expect(agrees(ours.elpd, theirs.elpd))
            #expect(agrees(ours.standardError, theirs.se))
            #expect(agrees(ours.parameters, theirs.p))
            #expect(agrees(ours.trusted, theirs.goodK))
            #expect(zip(ours.pointwise, theirs.pointwise).allSatisfy { agrees($0, $1) })
            #expect(zip(ours.shapes, theirs.k).allSatisfy { agrees($0, $1) })
            #expect(ours.influential == theirs.k.indices.filter { theirs.k[$0] > theirs.goodK })
        }
    }

    @Test func `The ranked probability score is its definition`() {
        let score = Self.fixture.crps

        #expect(agrees(CRPS.of(score.draws, observed: score.observed), score.score))
        #expect(CRPS.of([2], observed: 5) == 3)
        #expect(CRPS.of([], observed: 5).isNaN)
    }

    @Test func `Measures of nothing are not numbers`() {
        for chains in [[], [[]], [[1, 2, 3]], [[1, 2, 3, 4], [1, 2, 3]], [[1, 2, .nan, 4]], [[1, 2, .infinity, 4]]] {
            #expect(Convergence.rHat(chains).isNaN)
            #expect(Convergence.bulkESS(chains).isNaN)
            #expect(Convergence.tailESS(chains).isNaN)
            #expect(MonteCarloError.mean(chains).isNaN)
            #expect(MonteCarloError.deviation(chains).isNaN)
            #expect(MonteCarloError.quantile(chains, 0.5).isNaN)
        }
        #expect(Quantiles.quantile(0.5, of: []).isNaN)
        #expect(Quantiles.shortest(0.9, of: [.nan, .nan]).contains(0))
    }

    @Test func `Constant chains are stuck, not perfect`() {
        let draws = Draws(chains: 2, count: 10, dimension: 1, values: [Double](repeating: 3, count: 20))

        #expect(Diagnosis(of: draws).verdict == .failed)
    }

    @Test func `A quantile lies between its neighbours`() {
        #expect(Quantiles.quantile(0.25, of: [4, 1, 3, 2]) == 1.75)
        #expect(Quantiles.quantile(0, of: [4, 1, 3, 2]) == 1)
        #expect(Quantiles.quantile(1, of: [4, 1, 3, 2]) == 4)
        #expect(Quantiles.interval(0.5, of: [1, 2, 3, 4, 5]) == 2...4)
    }
}
