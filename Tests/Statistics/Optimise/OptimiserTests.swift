import Foundation
import Testing

@testable import Statistics

@Suite struct OptimiserTests {
    @Test func `BFGS finds the bottom of Rosenbrock's valley`() {
        let report = BFGS().minimise(from: [-1.2, 1]) { Valley.value($0) }

        #expect(report.converged && report.reason == .gradient)
        #expect(abs(report.point[0] - 1) < 1e-8 && abs(report.point[1] - 1) < 1e-8)
        #expect(report.iterations < 60 && report.gradientNorm <= 1e-8)
    }

    @Test func `BFGS with little memory solves a large and badly scaled problem`() {
        var bfgs = BFGS()
        bfgs.memory = 6
        bfgs.iterationLimit = 2_000
        let scales = (0..<200).map { pow(10, Double($0 % 5) - 2) }

        let report = bfgs.minimise(from: [Double](repeating: 1, count: 200)) { point in
            var value = 0.0
            let gradient = point.indices.map { index in
                let away = point[index] - Double(index)
                value += 0.5 * scales[index] * away * away
                return scales[index] * away
            }
            return (value, gradient)
        }

        #expect(report.converged)
        #expect(report.point.enumerated().allSatisfy { abs($1 - Double($0)) < 1e-5 })
    }

    @Test func `A wall of values that are not finite is kept away from`() {
        let report = BFGS().minimise(from: [5]) { point in
            guard point[0] > 0 else { return (.nan, [.nan]) }
            return (point[0] - log(point[0]), [1 - 1 / point[0]])
        }

        #expect(report.converged && abs(report.point[0] - 1) < 1e-7)
    }

    @Test func `Newton's method finds the valley's bottom in few steps and to full precision`() {
        let report = TrustRegionNewton().minimise(from: [-1.2, 1]) { Valley.expansion($0) }

        #expect(report.converged && report.iterations < 40)
        #expect(abs(report.point[0] - 1) < 1e-12 && abs(report.point[1] - 1) < 1e-12)
    }

    @Test func `Newton's method leaves a saddle point's neighbourhood downhill`() {
        // x⁴ − x² + y²: saddle at the origin, minima at x = ±√½.
        let report = TrustRegionNewton().minimise(from: [0.01, 1]) { p in
            TrustRegionNewton.Expansion(
                value: p[0] * p[0] * p[0] * p[0] - p[0] * p[0] + p[1] * p[1], gradient: [4 * p[0] * p[0] * p[0] - 2 * p[0], 2 * p[1]],
                hessian: Matrix(rows: 2, columns: 2, values: [12 * p[0] * p[0] - 2, 0, 0, 2]))
        }

        #expect(report.converged && abs(report.point[0] - 0.5.squareRoot()) < 1e-9)
    }

    @Test func `A minimum outside the bounds is found on them`() {
        var newton = TrustRegionNewton()
        newton.lower = [-2, -2]
        newton.upper = [0.5, 2]

        let report = newton.minimise(from: [-1.2, 1]) { Valley.expansion($0) }

        #expect(report.converged)
        #expect(report.point[0] == 0.5 && abs(report.point[1] - 0.25) < 1e-9)
    }

    @Test func `A start outside the domain and a run out of steps are said so`() {
        let nowhere = BFGS().minimise(from: [0]) { _ in (.nan, [0]) }
        var short = TrustRegionNewton()
        short.iterationLimit = 2
        let cut = short.minimise(from: [-1.2, 1]) { Valley.expansion($0) }

        #expect(!nowhere.converged && nowhere.reason == .notFinite)
        #expect(!cut.converged && cut.reason == .iterations && cut.iterations == 2)
    }
}

/// Rosenbrock's function.
private enum Valley {
    static func value(_ p: [Double]) -> (value: Double, gradient: [Double]) {
        let bend = p[1] - p[0] * p[0]
        return (100 * bend * bend + (1 - p[0]) * (1 - p[0]), [-400 * bend * p[0] - 2 * (1 - p[0]), 200 * bend])
    }

    static func expansion(_ p: [Double]) -> TrustRegionNewton.Expansion {
        let (value, gradient) = value(p)
        let hessian = Matrix(rows: 2, columns: 2, values: [1200 * p[0] * p[0] - 400 * p[1] + 2, -400 * p[0], -400 * p[0], 200])
        return .init(value: value, gradient: gradient, hessian: hessian)
    }
}
