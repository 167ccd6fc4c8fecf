import RealModule

/// A linear fit by iteratively reweighted least squares with Tukey's bisquare (Beaton and Tukey 1974; tuning constant 4.685, which keeps 95 % of the
/// efficiency on normal data). Spikes get weight 0, gaps as well.
struct RobustRegression {
    static let tuning = 4.685
    /// Upper limit of the reweighting passes.
    static let passes = 10

    /// Columns of the design in the order fitted, then one for each step.
    private(set) var columns: [Int] = []
    /// Rows from which a level shift adds its height.
    private(set) var steps: [Int] = []
    private(set) var coefficients: [Double] = []
    /// y − fit; `nan` at a gap.
    private(set) var residuals: [Double] = []
    /// 0 (ignored) to 1 (ordinary).
    private(set) var weights: [Double] = []
    /// Robust standard deviation of the residuals, with the degrees of freedom of the fit.
    private(set) var scale = 0.0
    /// Lower Cholesky factor of XᵀWX, row-major.
    private(set) var factor: [Double] = []
    /// L⁻¹XᵀWy: the square of element j is what column j takes off the weighted sum of squares after those before it.
    private(set) var reductions: [Double] = []
    /// Weighted sum of squares of y.
    private(set) var total = 0.0
    /// Sum of the weights.
    private(set) var effective = 0.0

    private var rows: [Double] = []
    var width: Int { columns.count + steps.count }

    /// Fits the first `count` values of `y` (0 where `present` is 0).
    init(design: HarmonicDesign, columns: [Int], steps: [Int] = [], y: UnsafeBufferPointer<Double>, present: UnsafeBufferPointer<Double>, count: Int)
    {
        self.columns = columns
        self.steps = steps
        rows = RobustRegression.gather(design, columns: columns, steps: steps, count: count)
        weights = Array(present.prefix(count))
        residuals = [Double](repeating: 0, count: count)
        coefficients = [Double](repeating: 0, count: width)
        factor = [Double](repeating: 0, count: width * width)
        reductions = [Double](repeating: 0, count: width)
        iterate(y: y, present: present)
    }

    private static func gather(_ design: HarmonicDesign, columns: [Int], steps: [Int], count: Int) -> [Double] {
        let width = columns.count + steps.count
        return [Double](unsafeUninitializedCapacity: count * width) { out, used in
            var place = 0
            for row in 0..<count {
                for column in columns {
                    out[place] = design.values[row * design.width + column]
                    place += 1
                }
                for step in steps {
                    out[place] = row >= step ? 1 : 0
                    place += 1
                }
            }
            used = place
        }
    }

    private mutating func iterate(y: UnsafeBufferPointer<Double>, present: UnsafeBufferPointer<Double>) {
        var last = 0.0
        for pass in 0..<RobustRegression.passes {
            solve(y)
            updateScale(y, present: present)
            if scale <= 0 || (pass > 1 && abs(scale - last) < 1e-4 * scale) { break }
            last = scale
            reweigh(present)
        }
    }

    /// Normal equations of the weighted fit; a column that adds nothing keeps the coefficient 0.
    private mutating func solve(_ y: UnsafeBufferPointer<Double>) {
        let p = width
        let n = weights.count
        var right = [Double](repeating: 0, count: p)
        var sum = 0.0
        var mass = 0.0
        rows.withUnsafeBufferPointer { x in
            weights.withUnsafeBufferPointer { w in
                factor.withUnsafeMutableBufferPointer { gram in
                    right.withUnsafeMutableBufferPointer { r in
                        gram.update(repeating: 0)
                        for row in 0..<n where w[row] > 0 {
                            let weight = w[row]
                            let base = row * p
                            mass += weight
                            sum += weight * y[row] * y[row]
                            for i in 0..<p {
                                let left = weight * x[base + i]
                                r[i] += left * y[row]
                                for j in 0...i { gram[i * p + j] += left * x[base + j] }
                            }
                        }
                    }
                }
            }
        }
        total = sum
        effective = mass
        decompose(right)
    }

    private mutating func decompose(_ right: [Double]) {
        let p = width
        factor.withUnsafeMutableBufferPointer { a in
            for i in 0..<p {
                let original = a[i * p + i]
                for j in 0...i {
                    var value = a[i * p + j]
                    for k in 0..<j { value -= a[i * p + k] * a[j * p + k] }
                    if i == j {
                        a[i * p + i] = value > 1e-10 * original ? value.squareRoot() : .infinity
                    } else {
                        a[i * p + j] = value / a[j * p + j]
                    }
                }
            }
            for i in 0..<p {
                var value = right[i]
                for k in 0..<i where a[i * p + k] != 0 { value -= a[i * p + k] * reductions[k] }
                reductions[i] = value / a[i * p + i]
            }
            for i in stride(from: p - 1, through: 0, by: -1) {
                var value = reductions[i]
                for k in (i + 1)..<max(p, i + 1) where a[k * p + i] != 0 { value -= a[k * p + i] * coefficients[k] }
                coefficients[i] = value / a[i * p + i]
            }
        }
    }

    private mutating func updateScale(_ y: UnsafeBufferPointer<Double>, present: UnsafeBufferPointer<Double>) {
        let p = width
        var sizes: [Double] = []
        sizes.reserveCapacity(weights.count)
        rows.withUnsafeBufferPointer { x in
            for row in 0..<weights.count {
                var fitted = 0.0
                for j in 0..<p { fitted += x[row * p + j] * coefficients[j] }
                let residual = present[row] > 0 ? y[row] - fitted : .nan
                residuals[row] = residual
                if !residual.isNaN { sizes.append(abs(residual)) }
            }
        }
        let freedom = Double(sizes.count) / Double(max(sizes.count - p, 1))
        scale = Median.toDeviation * sizes.withUnsafeMutableBufferPointer { Median.of($0) } * freedom.squareRoot()
    }

    private mutating func reweigh(_ present: UnsafeBufferPointer<Double>) {
        let cut = RobustRegression.tuning * scale
        for row in 0..<weights.count {
            guard present[row] > 0 else { continue }
            let u = residuals[row] / cut
            let inside = 1 - u * u
            weights[row] = inside > 0 ? inside * inside : 0
        }
    }

    /// The fit at a row of the design, also beyond the history.
    func fitted(_ design: HarmonicDesign, row: Int) -> Double {
        var value = 0.0
        for (j, column) in columns.enumerated() { value += coefficients[j] * design.values[row * design.width + column] }
        for (j, step) in steps.enumerated() where row >= step { value += coefficients[columns.count + j] }
        return value
    }

    /// The part of the fit that repeats: everything but level, trend and steps.
    func season(_ design: HarmonicDesign, row: Int) -> Double {
        var value = 0.0
        for (j, column) in columns.enumerated() where column >= 2 { value += coefficients[j] * design.values[row * design.width + column] }
        return value
    }

    /// xᵀ(XᵀWX)⁻¹x at a row: the variance of the fit there in units of the residual variance.
    func leverage(_ design: HarmonicDesign, row: Int) -> Double {
        let p = width
        var z = [Double](repeating: 0, count: p)
        var sum = 0.0
        for i in 0..<p {
            var value = i < columns.count ? design.values[row * design.width + columns[i]] : (row >= steps[i - columns.count] ? 1 : 0)
            for k in 0..<i where factor[i * p + k] != 0 { value -= factor[i * p + k] * z[k] }
            z[i] = value / factor[i * p + i]
            sum += z[i] * z[i]
        }
        return sum
    }

    /// Lag-one autocorrelation of the ordinary residuals (weight above one half on both sides), within [−0.5, 0.98].
    func autocorrelation() -> Double {
        var cross = 0.0
        var square = 0.0
        for row in 1..<max(weights.count, 1) where weights[row] > 0.3 && weights[row - 1] > 0.3 {
            cross += residuals[row] * residuals[row - 1]
            square += (residuals[row] * residuals[row] + residuals[row - 1] * residuals[row - 1]) / 2
        }
        return square > 0 ? min(max(cross / square, -0.5), 0.98) : 0
    }
}
