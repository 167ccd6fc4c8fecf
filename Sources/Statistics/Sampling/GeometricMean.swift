import RealModule

/// The geometric mean of a positive definite matrix and the inverse of another.
enum GeometricMean {
    /// The S with S b S = a: with a = L Lᵀ it is L (Lᵀ b L)^(-1/2) Lᵀ. Nil where a or b is not positive definite.
    /// Source: Bhatia, "Positive definite matrices", Princeton 2007, chapter 4.
    static func of(_ a: Matrix, inverseOf b: Matrix) -> Matrix? {
        guard let lower = a.cholesky() else { return nil }
        let upper = lower.transposed
        guard let root = inverseRoot(upper * b * lower) else { return nil }
        var mean = lower * root * upper
        for i in 0..<mean.rows { for j in 0..<i { mean[i, j] = mean[j, i] } }
        return mean
    }

    /// m^(-1/2) by its eigenvalues; nil where one is not positive.
    static func inverseRoot(_ m: Matrix) -> Matrix? {
        guard m.values.allSatisfy(\.isFinite) else { return nil }
        let (values, vectors) = eigen(m)
        guard values.allSatisfy({ $0 > 0 && $0.isFinite }) else { return nil }
        var scaled = vectors
        for j in 0..<m.rows {
            let factor = 1 / values[j].squareRoot()
            for i in 0..<m.rows { scaled[i, j] *= factor }
        }
        return scaled * vectors.transposed
    }

    /// Eigenvalues and, in columns, eigenvectors of a symmetric matrix by cyclic rotations.
    /// Source: Golub, Van Loan, "Matrix computations", 4th edition, section 8.5.
    static func eigen(_ symmetric: Matrix) -> (values: [Double], vectors: Matrix) {
        let size = symmetric.rows
        var a = symmetric
        var vectors = Matrix.identity(size)
        for _ in 0..<30 {
            var off = 0.0
            for i in 0..<size { for j in 0..<i { off += a[i, j] * a[i, j] } }
            let trace = a.diagonal.reduce(0) { $0 + $1 * $1 }
            guard off > 1e-24 * trace else { break }
            for p in 0..<size {
                for q in p + 1..<max(size, p + 1) where a[p, q] != 0 { rotate(&a, &vectors, p, q) }
            }
        }
        return (a.diagonal, vectors)
    }

    /// Makes element (p, q) zero.
    private static func rotate(_ a: inout Matrix, _ vectors: inout Matrix, _ p: Int, _ q: Int) {
        let slope = (a[q, q] - a[p, p]) / (2 * a[p, q])
        let tangent = (slope >= 0 ? 1.0 : -1.0) / (abs(slope) + (1 + slope * slope).squareRoot())
        let cosine = 1 / (1 + tangent * tangent).squareRoot()
        let sine = tangent * cosine
        for k in 0..<a.rows {
            let (x, y) = (a[k, p], a[k, q])
            a[k, p] = cosine * x - sine * y
            a[k, q] = sine * x + cosine * y
        }
        for k in 0..<a.rows {
            let (x, y) = (a[p, k], a[q, k])
            a[p, k] = cosine * x - sine * y
            a[q, k] = sine * x + cosine * y
        }
        for k in 0..<a.rows {
            let (x, y) = (vectors[k, p], vectors[k, q])
            vectors[k, p] = cosine * x - sine * y
            vectors[k, q] = sine * x + cosine * y
        }
    }
}
