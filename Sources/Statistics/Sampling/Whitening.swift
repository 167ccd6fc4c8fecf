/// The map between the sampler's coordinates, in which the metric is the identity, and the model's: parameters = origin + L y with L Lᵀ the
/// estimated covariance. The chain rule gives the gradient with respect to y as Lᵀ g.
///
/// A dense L is kept in tiles of four by four (and their transposes), each tile's four columns side by side: both products then run over memory in
/// order and keep their sums in registers.
struct Whitening: ~Copyable {
    let lanes: Int
    /// Standard deviations for the diagonal map.
    private let scale: PaddedVector
    /// Tiles of L by block row, then block column up to the diagonal; nil for the diagonal map.
    private let tiles: PaddedVector?
    /// Tiles of Lᵀ by block row, then block column from the diagonal on.
    private let transposed: PaddedVector?

    /// Standard deviations only.
    init(deviations: [Double]) {
        lanes = Padded.needed(deviations.count)
        scale = PaddedVector.allocate(capacity: lanes)
        Padded.fill(scale, 0, lanes)
        for (i, deviation) in deviations.enumerated() { scale[i / 4][i % 4] = deviation }
        tiles = nil
        transposed = nil
    }

    /// A lower triangle.
    init(lower: Matrix) {
        lanes = Padded.needed(lower.rows)
        scale = PaddedVector.allocate(capacity: lanes)
        Padded.fill(scale, 0, lanes)
        let capacity = lanes * (lanes + 1) / 2 * 4
        let straight = PaddedVector.allocate(capacity: capacity)
        let turned = PaddedVector.allocate(capacity: capacity)
        func element(_ i: Int, _ j: Int) -> Double { i < lower.rows && j <= i ? lower[i, j] : 0 }
        var next = 0
        for row in 0..<lanes {
            for column in 0...row {
                for k in 0..<4 {
                    (straight + next).initialize(to: Lanes((0..<4).map { element(row * 4 + $0, column * 4 + k) }))
                    next += 1
                }
            }
        }
        next = 0
        for row in 0..<lanes {
            for column in row..<lanes {
                for k in 0..<4 {
                    (turned + next).initialize(to: Lanes((0..<4).map { element(column * 4 + k, row * 4 + $0) }))
                    next += 1
                }
            }
        }
        tiles = straight
        transposed = turned
    }

    deinit {
        scale.deallocate()
        tiles?.deallocate()
        transposed?.deallocate()
    }

    /// to = origin + L y
    func position(_ y: PaddedVector, origin: PaddedVector, to: PaddedVector) {
        guard var tile = tiles else {
            for i in 0..<lanes { to[i] = origin[i] + scale[i] * y[i] }
            return
        }
        for row in 0..<lanes {
            var sum = origin[row]
            for column in 0...row {
                let part = y[column]
                sum += Self.product(tile, part)
                tile += 4
            }
            to[row] = sum
        }
    }

    /// to = Lᵀ gradient
    func pullBack(_ gradient: PaddedVector, to: PaddedVector) {
        guard var tile = transposed else {
            for i in 0..<lanes { to[i] = scale[i] * gradient[i] }
            return
        }
        for row in 0..<lanes {
            var sum = Lanes()
            for column in row..<lanes {
                let part = gradient[column]
                sum += Self.product(tile, part)
                tile += 4
            }
            to[row] = sum
        }
    }

    /// Four columns, each times its number.
    @inline(__always)
    private static func product(_ tile: PaddedVector, _ part: Lanes) -> Lanes {
        let left: Lanes = tile[0] * part[0] + tile[1] * part[1]
        let right: Lanes = tile[2] * part[2] + tile[3] * part[3]
        return left + right
    }
}
