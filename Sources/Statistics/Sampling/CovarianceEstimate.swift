/// Running mean and covariance of positions, regularised for use as an inverse metric.
/// Source: Welford, "Note on a method for calculating corrected sums of squares and products", Technometrics 4 (1962); the shrinkage towards
/// 10⁻³ I with the weight of five observations is that of the Stan reference manual.
struct CovarianceEstimate {
    private let dimension: Int
    private let dense: Bool
    private(set) var count = 0
    private var mean: [Double]
    private var before: [Double]
    /// Row after row for a dense estimate, the diagonal alone otherwise.
    private var products: [Double]

    init(dimension: Int, dense: Bool) {
        self.dimension = dimension
        self.dense = dense
        mean = [Double](repeating: 0, count: dimension)
        before = mean
        products = [Double](repeating: 0, count: dense ? dimension * dimension : dimension)
    }

    mutating func add(_ position: UnsafeBufferPointer<Double>) {
        count += 1
        for i in 0..<dimension {
            before[i] = position[i] - mean[i]
            mean[i] += before[i] / Double(count)
        }
        for i in 0..<dimension {
            let after = position[i] - mean[i]
            if dense {
                for j in 0...i { products[i * dimension + j] += after * before[j] }
            } else {
                products[i] += after * before[i]
            }
        }
    }

    /// Covariance of two coordinates so far; for a diagonal estimate only of a coordinate with itself.
    func covariance(_ i: Int, _ j: Int) -> Double {
        (dense ? products[max(i, j) * dimension + min(i, j)] : products[i]) / Double(count - 1)
    }

    mutating func clear() {
        self = CovarianceEstimate(dimension: dimension, dense: dense)
    }

    /// The shrunken covariance, lower triangle mirrored; nil where it is not finite or nothing was seen.
    func regularised() -> Matrix? {
        guard count > 1 else { return nil }
        let n = Double(count)
        let factor = n / (n + 5) / (n - 1)
        let ridge = 1e-3 * 5 / (n + 5)
        var result = Matrix(rows: dimension, columns: dimension)
        for i in 0..<dimension {
            if dense {
                for j in 0...i {
                    result[i, j] = factor * products[i * dimension + j]
                    result[j, i] = result[i, j]
                }
            } else {
                result[i, i] = factor * products[i]
            }
            result[i, i] += ridge
        }
        return result.values.allSatisfy(\.isFinite) ? result : nil
    }
}
