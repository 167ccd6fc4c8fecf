/// Minimisation with exact second derivatives in a trust region, within bounds.
/// Source: Nocedal, Wright, "Numerical optimization", 2nd edition, algorithms 4.1 and 4.3 (Moré, Sorensen 1983); elements on a bound that the
/// gradient pushes outward are held.
public struct TrustRegionNewton: Sendable {
    /// A function's value with its first and second derivatives.
    public struct Expansion: Sendable {
        public var value: Double
        public var gradient: [Double]
        public var hessian: Matrix

        public init(value: Double, gradient: [Double], hessian: Matrix) {
            self.value = value
            self.gradient = gradient
            self.hessian = hessian
        }
    }

    public var iterationLimit = 100
    /// The run ends where no free gradient element is greater.
    public var gradientTolerance = 1e-10
    /// Or after a step whose promised improvement is below this share of the value.
    public var valueTolerance = 1e-15
    public var firstRadius = 1.0
    public var greatestRadius = 10.0
    /// Bounds of every element; empty for none.
    public var lower: [Double] = []
    public var upper: [Double] = []

    public init() {}

    /// Minimises `function`; a value that is not finite is outside its domain.
    public func minimise(from start: [Double], _ function: ([Double]) throws -> Expansion) rethrows -> OptimiserReport {
        var run = Run(settings: self, start: start)
        while let trial = run.trial { run.take(try function(trial)) }
        return run.report
    }

    /// The same for a function that suspends, such as a sum over many rows taken in parallel.
    public func minimise(from start: [Double], _ function: ([Double]) async throws -> Expansion) async rethrows -> OptimiserReport {
        var run = Run(settings: self, start: start)
        while let trial = run.trial { run.take(try await function(trial)) }
        return run.report
    }
}

extension TrustRegionNewton {
    /// The decisions: which point to ask for next, and what its answer means.
    struct Run {
        private let settings: TrustRegionNewton
        private var radius: Double
        private var current: Expansion?
        private var predicted = 0.0
        private var stepLength = 0.0
        private(set) var report: OptimiserReport
        /// The point to evaluate; nil when the run has ended.
        private(set) var trial: [Double]?

        init(settings: TrustRegionNewton, start: [Double]) {
            self.settings = settings
            radius = settings.firstRadius
            let point = Run.held(start, settings)
            report = OptimiserReport(
                point: point, value: .nan, gradient: [], gradientNorm: .infinity, iterations: 0, evaluations: 0, reason: .notFinite)
            trial = point
        }

        mutating func take(_ answer: Expansion) {
            guard let asked = trial else { return }
            report.evaluations += 1
            guard let before = current else {
                trial = nil
                guard answer.value.isFinite, greatestMagnitude(answer.gradient).isFinite else { return }
                accept(asked, answer)
                propose()
                return
            }
            report.iterations += 1
            let ratio = (before.value - answer.value) / predicted
            let noise = settings.valueTolerance * max(abs(before.value), 1e-300)
            let fine = answer.value.isFinite && greatestMagnitude(answer.gradient).isFinite
            let tiny = predicted <= noise
            if fine && (ratio > 1e-4 || (tiny && answer.value - before.value <= noise)) { accept(asked, answer) }
            if tiny { return end(.precision) }
            adapt(fine ? ratio : -1)
            propose()
        }

        private mutating func accept(_ point: [Double], _ answer: Expansion) {
            current = answer
            report.point = point
            report.value = answer.value
            report.gradient = answer.gradient
            report.gradientNorm = greatestMagnitude(free(answer.gradient).map { answer.gradient[$0] })
        }

        private mutating func adapt(_ ratio: Double) {
            if !(ratio > 0.25) {
                radius = 0.25 * min(radius, stepLength)
            } else if ratio > 0.75 && stepLength > 0.8 * radius {
                radius = min(2 * radius, settings.greatestRadius)
            }
        }

        private mutating func propose() {
            guard let current else { return end(.notFinite) }
            if report.gradientNorm <= settings.gradientTolerance { return end(.gradient) }
            if report.iterations >= settings.iterationLimit { return end(.iterations) }
            if radius < 1e-14 { return end(.lineSearch) }
            while radius >= 1e-14 {
                let point = candidate(current)
                let taken = zip(point, report.point).map { $0 - $1 }
                stepLength = innerProduct(taken, taken).squareRoot()
                predicted = -innerProduct(current.gradient, taken) - 0.5 * innerProduct(taken, current.hessian * taken)
                if predicted > 0 {
                    trial = point
                    return
                }
                // A bound has cut the step into one that promises nothing: stay closer.
                radius *= 0.25
            }
            end(.precision)
        }

        private func candidate(_ current: Expansion) -> [Double] {
            let indices = free(current.gradient)
            let step = TrustRegionStep.solve(current.gradient.picked(indices), current.hessian.picked(indices), radius: radius)
            var point = report.point
            for (place, index) in indices.enumerated() { point[index] += step[place] }
            return Run.held(point, settings)
        }

        private mutating func end(_ reason: OptimiserReport.Reason) {
            report.reason = reason
            trial = nil
        }

        /// Elements that no bound holds back.
        private func free(_ gradient: [Double]) -> [Int] {
            gradient.indices.filter { index in
                if !settings.lower.isEmpty, report.point[index] <= settings.lower[index], gradient[index] > 0 { return false }
                if !settings.upper.isEmpty, report.point[index] >= settings.upper[index], gradient[index] < 0 { return false }
                return true
            }
        }

        private static func held(_ point: [Double], _ settings: TrustRegionNewton) -> [Double] {
            var point = point
            for index in point.indices {
                if !settings.lower.isEmpty { point[index] = max(point[index], settings.lower[index]) }
                if !settings.upper.isEmpty { point[index] = min(point[index], settings.upper[index]) }
            }
            return point
        }
    }
}

extension [Double] {
    func picked(_ indices: [Int]) -> [Double] { indices.map { self[$0] } }
}

extension Matrix {
    func picked(_ indices: [Int]) -> Matrix {
        var result = Matrix(rows: indices.count, columns: indices.count)
        for (i, row) in indices.enumerated() {
            for (j, column) in indices.enumerated() { result[i, j] = self[row, column] }
        }
        return result
    }
}
