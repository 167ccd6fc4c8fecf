/// The metric from a window of the warm-up, by positions alone or by positions and gradients.
struct MetricEstimate {
    private let dimension: Int
    private let dense: Bool
    private var positions: CovarianceEstimate
    private var gradients: CovarianceEstimate

    init(dimension: Int, dense: Bool) {
        self.dimension = dimension
        self.dense = dense
        positions = CovarianceEstimate(dimension: dimension, dense: dense)
        gradients = positions
    }

    mutating func add(_ position: UnsafeBufferPointer<Double>, _ gradient: UnsafeBufferPointer<Double>) {
        positions.add(position)
        gradients.add(gradient)
    }

    mutating func clear() {
        self = MetricEstimate(dimension: dimension, dense: dense)
    }

    /// The positions' covariance, regularised: for the window that decides.
    func sampled() -> Matrix? { positions.regularised() }

    /// The matrix S with S cov(gradients) S = cov(positions): for short windows.
    ///
    /// For a normal density it is the covariance itself as soon as there are more draws than parameters, and scales are right after a handful. It is
    /// the geometric mean of the positions' covariance and the inverse of the gradients' one. Source: Seyboldt, Carlson, Carpenter, "Preconditioning
    /// Hamiltonian Monte Carlo by minimizing Fisher divergence", arXiv:2603.18845 (2026). Both covariances are first brought to the scales of the
    /// diagonal answer and their correlations shrunk, the more the fewer draws there are; that part is ours.
    func balanced() -> Matrix? {
        guard positions.count > 2 else { return nil }
        let scales = (0..<dimension).map { scale($0) }
        guard dense else { return Matrix(diagonal: scales.map { $0 * $0 }) }
        let ridge = self.ridge
        var spread = Matrix(rows: dimension, columns: dimension)
        var pull = spread
        for i in 0..<dimension {
            for j in 0..<dimension {
                let extra = i == j ? 1 + ridge : 1
                spread[i, j] = extra * positions.covariance(i, j) / (scales[i] * scales[j])
                pull[i, j] = extra * gradients.covariance(i, j) * (scales[i] * scales[j])
            }
        }
        guard var mean = GeometricMean.of(spread, inverseOf: pull) else { return Matrix(diagonal: scales.map { $0 * $0 }) }
        for i in 0..<dimension { for j in 0..<dimension { mean[i, j] *= scales[i] * scales[j] } }
        return mean.values.allSatisfy(\.isFinite) ? mean : nil
    }

    /// The deviation of one parameter by the diagonal answer; 1 where it did not move or nothing pulled at it.
    private func scale(_ i: Int) -> Double {
        let square = (positions.covariance(i, i) / gradients.covariance(i, i)).squareRoot()
        return square > 1e-30 && square < 1e30 ? square.squareRoot() : 1
    }

    /// Weight of no correlation: large while the draws do not span the space.
    private var ridge: Double {
        let count = Double(positions.count)
        return count < 2 * Double(dimension) ? 5 / (count + 5) : 1e-3 * 5 / (count + 5)
    }
}
