import RealModule

/// Factorisation of symmetric positive definite matrices; only the lower triangle is read.
/// Source: Golub, Van Loan, "Matrix computations", 4th edition, sections 3.1 and 4.2.
extension Matrix {
    /// The lower triangle L with L Lᵀ = self; nil where the matrix is not positive definite or not finite.
    public func cholesky() -> Matrix? {
        precondition(rows == columns, "only a square matrix has a Cholesky factor")
        var lower = Matrix(rows: rows, columns: rows)
        for i in 0..<rows {
            for j in 0...i {
                var sum = self[i, j]
                for k in 0..<j { sum -= lower[i, k] * lower[j, k] }
                if i == j {
                    guard sum > 0, sum.isFinite else { return nil }
                    lower[i, i] = sum.squareRoot()
                } else {
                    lower[i, j] = sum / lower[j, j]
                }
            }
        }
        return lower
    }

    /// For a lower triangle L: y with L y = `right`.
    public func solveLower(_ right: [Double]) -> [Double] {
        var y = right
        for i in 0..<rows {
            var sum = y[i]
            for k in 0..<i { sum -= self[i, k] * y[k] }
            y[i] = sum / self[i, i]
        }
        return y
    }

    /// For a lower triangle L: y with Lᵀ y = `right`.
    public func solveLowerTransposed(_ right: [Double]) -> [Double] {
        var y = right
        for i in (0..<rows).reversed() {
            var sum = y[i]
            for k in (i + 1)..<max(rows, i + 1) { sum -= self[k, i] * y[k] }
            y[i] = sum / self[i, i]
        }
        return y
    }

    /// For a lower triangle L: y with L Lᵀ y = `right`.
    public func solveCholesky(_ right: [Double]) -> [Double] {
        solveLowerTransposed(solveLower(right))
    }

    /// For a lower triangle L: log |L Lᵀ|.
    public var logDeterminantOfCholesky: Double {
        2 * diagonal.reduce(0) { $0 + Double.log($1) }
    }

    /// y with self y = `right`, for a symmetric positive definite matrix; nil otherwise.
    public func solveSymmetric(_ right: [Double]) -> [Double]? {
        cholesky()?.solveCholesky(right)
    }

    /// The inverse of a symmetric positive definite matrix, exactly symmetric; nil otherwise.
    public func symmetricInverse() -> Matrix? {
        guard let lower = cholesky() else { return nil }
        var result = Matrix(rows: rows, columns: rows)
        for j in 0..<rows {
            var unit = [Double](repeating: 0, count: rows)
            unit[j] = 1
            let column = lower.solveCholesky(unit)
            for i in j..<rows {
                result[i, j] = column[i]
                result[j, i] = column[i]
            }
        }
        return result
    }

    /// log |self| of a symmetric positive definite matrix; nil otherwise.
    public func logDeterminant() -> Double? {
        cholesky()?.logDeterminantOfCholesky
    }
}
