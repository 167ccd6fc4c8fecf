/// A small dense matrix of doubles, row after row.
public struct Matrix: Sendable, Equatable {
    public let rows, columns: Int
    /// Element (i, j) is at `i * columns + j`.
    public var values: [Double]

    /// `values` row after row; there must be `rows * columns` of them.
    public init(rows: Int, columns: Int, values: [Double]) {
        precondition(values.count == rows * columns, "a matrix of \(rows) by \(columns) needs \(rows * columns) values")
        self.rows = rows
        self.columns = columns
        self.values = values
    }

    /// Zeros.
    public init(rows: Int, columns: Int) {
        self.init(rows: rows, columns: columns, values: [Double](repeating: 0, count: rows * columns))
    }

    /// A square matrix with `diagonal` and zeros elsewhere.
    public init(diagonal: [Double]) {
        self.init(rows: diagonal.count, columns: diagonal.count)
        for index in diagonal.indices { self[index, index] = diagonal[index] }
    }

    /// Ones on the diagonal.
    public static func identity(_ size: Int) -> Matrix {
        Matrix(diagonal: [Double](repeating: 1, count: size))
    }

    public subscript(i: Int, j: Int) -> Double {
        get { values[i * columns + j] }
        set { values[i * columns + j] = newValue }
    }

    /// The diagonal from the upper left.
    public var diagonal: [Double] {
        (0..<min(rows, columns)).map { self[$0, $0] }
    }

    public var transposed: Matrix {
        var result = Matrix(rows: columns, columns: rows)
        for i in 0..<rows { for j in 0..<columns { result[j, i] = self[i, j] } }
        return result
    }

    public static func * (left: Matrix, right: Matrix) -> Matrix {
        precondition(left.columns == right.rows, "the inner sizes differ")
        var result = Matrix(rows: left.rows, columns: right.columns)
        for i in 0..<left.rows {
            for k in 0..<left.columns {
                let factor = left[i, k]
                for j in 0..<right.columns { result[i, j] += factor * right[k, j] }
            }
        }
        return result
    }

    /// Matrix times column vector.
    public static func * (left: Matrix, right: [Double]) -> [Double] {
        precondition(left.columns == right.count, "the inner sizes differ")
        return (0..<left.rows).map { i in
            var sum = 0.0
            for j in 0..<left.columns { sum += left[i, j] * right[j] }
            return sum
        }
    }
}
