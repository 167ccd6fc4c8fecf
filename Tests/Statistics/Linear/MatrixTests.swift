import Statistics
import Testing

@Suite struct MatrixTests {
    @Test func `A Cholesky factor multiplies back to its matrix`() throws {
        let matrix = positive(6, seed: 1)

        let lower = try #require(matrix.cholesky())

        #expect(difference(lower * lower.transposed, matrix) < 1e-13)
        for i in 0..<6 { for j in (i + 1)..<6 { #expect(lower[i, j] == 0) } }
    }

    @Test func `Solving and inverting undo multiplication`() throws {
        let matrix = positive(5, seed: 2)
        let x = [1.0, -2, 3, 0.5, 7]

        let solved = try #require(matrix.solveSymmetric(matrix * x))
        let inverse = try #require(matrix.symmetricInverse())

        for (a, b) in zip(solved, x) { #expect(abs(a - b) < 1e-12) }
        #expect(difference(inverse * matrix, .identity(5)) < 1e-12)
        #expect(inverse == inverse.transposed)
    }

    @Test func `Triangular solves answer both sides`() throws {
        let lower = try #require(positive(4, seed: 3).cholesky())
        let right = [1.0, 2, 3, 4]

        let forward = lower.solveLower(right)
        let backward = lower.solveLowerTransposed(right)

        for (a, b) in zip(lower * forward, right) { #expect(abs(a - b) < 1e-13) }
        for (a, b) in zip(lower.transposed * backward, right) { #expect(abs(a - b) < 1e-13) }
    }

    @Test func `A log determinant is that of the diagonal, and turning the axes does not change it`() throws {
        let diagonal = Matrix(diagonal: [2, 3, 4])
        let turn = Matrix(rows: 3, columns: 3, values: [0.6, -0.8, 0, 0.8, 0.6, 0, 0, 0, 1])

        let turned = turn * diagonal * turn.transposed

        #expect(abs(try #require(diagonal.logDeterminant()) - 3.1780538303479458) < 1e-14)
        #expect(abs(try #require(turned.logDeterminant()) - 3.1780538303479458) < 1e-14)
    }

    @Test func `A matrix that is not positive definite has no factor, inverse or solution`() {
        let matrices = [
            Matrix(rows: 2, columns: 2, values: [1, 2, 2, 1]), Matrix(rows: 2, columns: 2),
            Matrix(rows: 2, columns: 2, values: [.nan, 0, 0, 1]), Matrix(rows: 1, columns: 1, values: [.infinity]),
        ]

        for matrix in matrices {
            #expect(matrix.cholesky() == nil && matrix.symmetricInverse() == nil)
            #expect(matrix.logDeterminant() == nil && matrix.solveSymmetric([Double](repeating: 1, count: matrix.rows)) == nil)
        }
    }

    private func positive(_ size: Int, seed: UInt64) -> Matrix {
        var generator = Philox(seed: seed)
        let any = Matrix(rows: size, columns: size, values: (0..<(size * size)).map { _ in generator.normal() })
        var result = any * any.transposed
        for index in 0..<size { result[index, index] += 0.5 }
        return result
    }

    private func difference(_ left: Matrix, _ right: Matrix) -> Double {
        zip(left.values, right.values).reduce(0) { max($0, abs($1.0 - $1.1)) }
    }
}
