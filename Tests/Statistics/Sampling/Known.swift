import RealModule

@testable import Statistics

/// Densities whose answers are known.
enum Known {
    /// A density from closures, for odd cases.
    struct Custom: LogDensity {
        let dimension: Int
        let body: @Sendable (UnsafeBufferPointer<Double>, UnsafeMutableBufferPointer<Double>) -> Double
        func workspace() {}
        func evaluate(_ point: UnsafeBufferPointer<Double>, gradient: UnsafeMutableBufferPointer<Double>, in workspace: inout Void) -> Double {
            body(point, gradient)
        }
    }

    /// A normal with mean 1, 2, 3 ... and this precision.
    struct Normal: LogDensity {
        let precision: Matrix
        var dimension: Int { precision.rows }
        func workspace() {}

        /// Deviations from 1 to `condition`^½ with neighbours correlated by `correlation`.
        static func covariance(_ dimension: Int, condition: Double, correlation: Double) -> Matrix {
            var result = Matrix(rows: dimension, columns: dimension)
            func deviation(_ i: Int) -> Double { dimension == 1 ? 1 : Double.pow(condition, 0.5 * Double(i) / Double(dimension - 1)) }
            for i in 0..<dimension {
                for j in 0..<dimension { result[i, j] = deviation(i) * deviation(j) * Double.pow(correlation, abs(i - j)) }
            }
            return result
        }

        func evaluate(_ point: UnsafeBufferPointer<Double>, gradient: UnsafeMutableBufferPointer<Double>, in workspace: inout Void) -> Double {
            let size = precision.rows
            var value = 0.0
            precision.values.withUnsafeBufferPointer { rows in
                for i in 0..<size {
                    var pull = 0.0
                    for j in 0..<size { pull += rows[i * size + j] * (point[j] - Double(j + 1)) }
                    gradient[i] = -pull
                    value -= 0.5 * pull * (point[i] - Double(i + 1))
                }
            }
            return value
        }
    }

    /// Neal's funnel: v is normal with deviation 3, the others are normal with deviation exp(v/2). Centred in the others, or not.
    static func funnel(centred: Bool, others: Int = 9) -> Custom {
        Custom(dimension: others + 1) { point, gradient in
            let v = point[0]
            guard centred else {
                var value = -v * v / 18
                gradient[0] = -v / 9
                for i in 1...others {
                    value -= point[i] * point[i] / 2
                    gradient[i] = -point[i]
                }
                return value
            }
            let precision = Double.exp(-v)
            var value = -v * v / 18 - Double(others) * v / 2
            gradient[0] = -v / 9 - Double(others) / 2
            for i in 1...others {
                let part = point[i] * point[i] * precision / 2
                value -= part
                gradient[0] += part
                gradient[i] = -point[i] * precision
            }
            return value
        }
    }

    /// Rosenbrock-type: x standard normal, y normal around x² with deviation ½.
    static let banana = Custom(dimension: 2) { point, gradient in
        let (x, y) = (point[0], point[1])
        let off = y - x * x
        gradient[0] = -x + 8 * x * off
        gradient[1] = -4 * off
        return -x * x / 2 - 2 * off * off
    }

    /// Student t with ν degrees of freedom in each of two coordinates.
    static func student(_ freedom: Double) -> Custom {
        Custom(dimension: 2) { point, gradient in
            var value = 0.0
            for i in 0..<2 {
                let t = point[i]
                value -= (freedom + 1) / 2 * Double.log(onePlus: t * t / freedom)
                gradient[i] = -(freedom + 1) * t / (freedom + t * t)
            }
            return value
        }
    }

    /// The log of a half-normal with scale 2.
    static let logHalfNormal = Custom(dimension: 1) { point, gradient in
        let square = Double.exp(2 * point[0]) / 4
        gradient[0] = 1 - square
        return point[0] - square / 2
    }

    /// Two normals in two dimensions, `apart` deviations from each other along the first.
    static func mixture(apart: Double) -> Custom {
        Custom(dimension: 2) { point, gradient in
            let (a, b) = (point[0] - apart / 2, point[0] + apart / 2)
            let (left, right) = (-b * b / 2, -a * a / 2)
            let greater = max(left, right)
            let total = Double.exp(left - greater) + Double.exp(right - greater)
            gradient[0] = -(b * Double.exp(left - greater) + a * Double.exp(right - greater)) / total
            gradient[1] = -point[1]
            return greater + Double.log(total) - point[1] * point[1] / 2
        }
    }
}

/// How many Monte Carlo errors an estimate is away from the truth.
func distance(_ estimate: Double, from truth: Double, error: Double) -> Double {
    abs(estimate - truth) / error
}
