/// A step length that satisfies the strong Wolfe conditions.
/// Source: Nocedal, Wright, "Numerical optimization", 2nd edition, algorithms 3.5 and 3.6.
struct LineSearch {
    /// The function along the line: step, value, slope, and what it was computed from.
    struct Point {
        var step: Double
        var value: Double
        var slope: Double
        var point: [Double]
        var gradient: [Double]
    }

    var sufficientDecrease = 1e-4
    var curvature = 0.9
    var evaluationLimit = 40
    private(set) var evaluations = 0

    private let origin: Point
    private let direction: [Double]
    private let function: ([Double]) -> (value: Double, gradient: [Double])

    init(
        from point: [Double], value: Double, gradient: [Double], along direction: [Double],
        _ function: @escaping ([Double]) -> (value: Double, gradient: [Double])
    ) {
        origin = Point(step: 0, value: value, slope: innerProduct(gradient, direction), point: point, gradient: gradient)
        self.direction = direction
        self.function = function
    }

    /// The point found, or nil where no step improves the value.
    mutating func search(first: Double) -> Point? {
        guard origin.slope < 0 else { return nil }
        var previous = origin
        var step = first
        while evaluations < evaluationLimit {
            let trial = evaluate(step)
            guard trial.value.isFinite, trial.slope.isFinite else {
                step = previous.step + 0.25 * (step - previous.step)
                continue
            }
            if !decreases(trial) || (previous.step > 0 && trial.value >= previous.value) { return zoom(previous, trial) }
            if flat(trial) { return trial }
            if trial.slope >= 0 { return zoom(trial, previous) }
            previous = trial
            step *= 2.5
        }
        return previous.step > 0 ? previous : nil
    }

    private mutating func zoom(_ first: Point, _ second: Point) -> Point? {
        var (low, high) = (first, second)
        while evaluations < evaluationLimit {
            let trial = evaluate(LineSearch.interpolated(low, high))
            if !trial.value.isFinite || !decreases(trial) || trial.value >= low.value {
                high = trial
                if abs(high.step - low.step) < 1e-16 * abs(low.step) { break }
                continue
            }
            if flat(trial) { return trial }
            if trial.slope * (high.step - low.step) >= 0 { high = low }
            low = trial
        }
        return low.step > 0 && low.value < origin.value ? low : nil
    }

    private func decreases(_ trial: Point) -> Bool {
        trial.value <= origin.value + sufficientDecrease * trial.step * origin.slope
    }

    private func flat(_ trial: Point) -> Bool {
        abs(trial.slope) <= -curvature * origin.slope
    }

    private mutating func evaluate(_ step: Double) -> Point {
        evaluations += 1
        var point = origin.point
        for index in point.indices { point[index] += step * direction[index] }
        let result = function(point)
        let slope = innerProduct(result.gradient, direction)
        return Point(step: step, value: result.value, slope: slope, point: point, gradient: result.gradient)
    }

    /// The minimum of the cubic through both ends, kept away from them; the middle where there is none.
    private static func interpolated(_ low: Point, _ high: Point) -> Double {
        let middle = 0.5 * (low.step + high.step)
        guard high.value.isFinite, high.slope.isFinite else { return low.step + 0.25 * (high.step - low.step) }
        let width = high.step - low.step
        let first = low.slope + high.slope - 3 * (low.value - high.value) / (low.step - high.step)
        let square = first * first - low.slope * high.slope
        guard square >= 0 else { return middle }
        let root = width > 0 ? square.squareRoot() : -square.squareRoot()
        let step = high.step - width * (high.slope + root - first) / (high.slope - low.slope + 2 * root)
        let share = (step - low.step) / width
        return share > 0.1 && share < 0.9 ? step : middle
    }
}
