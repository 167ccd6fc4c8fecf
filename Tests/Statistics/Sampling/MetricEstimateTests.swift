import Testing

@testable import Statistics

struct MetricEstimateTests {
    /// Positions of a normal and the gradients there.
    private func estimate(of covariance: Matrix, draws: Int, dense: Bool = true) throws -> MetricEstimate {
        let lower = try #require(covariance.cholesky())
        let precision = try #require(covariance.symmetricInverse())
        var random = Philox(seed: 7)
        var estimate = MetricEstimate(dimension: covariance.rows, dense: dense)
        for _ in 0..<draws {
            let position = lower * (0..<covariance.rows).map { _ in random.normal() }
            let gradient = (precision * position).map { -$0 }
            position.withUnsafeBufferPointer { at in gradient.withUnsafeBufferPointer { estimate.add(at, $0) } }
        }
        return estimate
    }

    @Test func `Gradients give a normal's covariance from few draws`() throws {
        let covariance = Known.Normal.covariance(6, condition: 1e6, correlation: 0.9)

        let balanced = try #require(try estimate(of: covariance, draws: 12).balanced())

        for i in 0..<6 {
            for j in 0..<6 {
                let unit = (covariance[i, i] * covariance[j, j]).squareRoot()
                #expect(abs(balanced[i, j] - covariance[i, j]) < 0.05 * unit)
            }
        }
    }

    @Test func `Fewer draws than parameters still give a usable metric`() throws {
        let covariance = Known.Normal.covariance(20, condition: 1e6, correlation: 0.5)

        let balanced = try #require(try estimate(of: covariance, draws: 8).balanced())

        #expect(balanced.cholesky() != nil)
        for i in 0..<20 { #expect((0.03...30).contains(balanced[i, i] / covariance[i, i])) }
    }

    @Test func `Positions alone are shrunk as in Stan`() throws {
        let estimate = try estimate(of: Matrix(diagonal: [4, 9]), draws: 5_000)

        let sampled = try #require(estimate.sampled())

        #expect(abs(sampled[0, 0] - 4) < 0.4)
        #expect(abs(sampled[1, 1] - 9) < 0.9)
        #expect(abs(sampled[0, 1]) < 0.4)
    }

    @Test func `Parameters that nothing pulls at get a scale of one`() throws {
        var estimate = MetricEstimate(dimension: 2, dense: true)
        for value in 0..<10 { [Double(value), 1].withUnsafeBufferPointer { at in [0.0, 0].withUnsafeBufferPointer { estimate.add(at, $0) } } }

        #expect(estimate.balanced() == .identity(2))
    }

    @Test func `A geometric mean solves its equation`() throws {
        let a = Known.Normal.covariance(7, condition: 1e4, correlation: 0.6)
        let b = Known.Normal.covariance(7, condition: 10, correlation: -0.4)

        let mean = try #require(GeometricMean.of(a, inverseOf: b))

        let product = mean * b * mean
        for (found, wanted) in zip(product.values, a.values) { #expect(abs(found - wanted) < 1e-9 * 1e4) }
        #expect(GeometricMean.of(Matrix(diagonal: [1, -1]), inverseOf: .identity(2)) == nil)
        #expect(GeometricMean.of(.identity(2), inverseOf: Matrix(diagonal: [1, 0])) == nil)
    }
}
