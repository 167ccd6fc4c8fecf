import RealModule

/// For one model: sums of E[Y(t) | x, alive] as polynomials in log(α + T), one for every x that enough customers have.
///
/// Given the model and x, expected purchases of a living customer depend on α + T alone, and smoothly; so does any weighted sum over horizons. A dozen
/// horizons for a customer are then one short polynomial. Each is checked against its last coefficients; one that is not good to 1e-13, and a rare x,
/// is left to the series.
struct PurchaseTables: Sendable {
    /// Ages that the customers of one x have.
    struct Span: Sendable {
        var count = 0
        var least = Double.infinity
        var greatest = 0.0
    }

    private struct Piece: Sendable {
        /// First of four-coefficient blocks in `blocks`; negative where no polynomial stands.
        var start: Int32
        var length: Int32
        var centre, perUnit: Double
    }

    let sums: [HorizonSum]
    private let model: BGNBD
    /// Pieces of x for sum j are `pieces[index(x)]...`; −1 where x has none.
    private var first: [Int32]
    private var pieceCount: [Int32]
    private var lowest: [Double]
    private var perPiece: [Double]
    private var pieces: [Piece] = []
    private var blocks: [Lanes] = []

    init(_ model: BGNBD, _ sums: [HorizonSum], spans: [Span], bases: ChebyshevBases) {
        self.model = model
        self.sums = sums
        first = [Int32](repeating: -1, count: spans.count)
        pieceCount = [Int32](repeating: 0, count: spans.count)
        lowest = [Double](repeating: 0, count: spans.count)
        perPiece = [Double](repeating: 0, count: spans.count)
        for (x, span) in spans.enumerated() where span.count > 0 { build(x, span, bases) }
    }

    private mutating func build(_ x: Int, _ span: Span, _ bases: ChebyshevBases) {
        let low = Double.log(model.alpha + span.least)
        let width = max(Double.log(model.alpha + span.greatest) - low, 1e-9)
        let count = max(1, Int((width / 1.2).rounded(.up)))
        let half = 0.5 * width / Double(count)
        let basis = bases[Chebyshev.count(halfWidth: half)]
        guard span.count > basis.points.count * count else { return }
        first[x] = Int32(pieces.count)
        pieceCount[x] = Int32(count)
        lowest[x] = low
        perPiece[x] = 0.5 / half
        let series = PurchaseExpectation(model, frequency: x)
        for piece in 0..<count {
            let centre = low + half * Double(2 * piece + 1)
            let paces = basis.points.map { Double.exp(centre + half * $0) }
            let values = PurchaseTables.values(series, sums, paces)
            for sum in values { append(basis.polynomial(sum, tolerance: 1e-13), centre: centre, perUnit: 1 / half) }
        }
    }

    private mutating func append(_ polynomial: [Double]?, centre: Double, perUnit: Double) {
        guard let polynomial else {
            pieces.append(Piece(start: -1, length: 0, centre: centre, perUnit: perUnit))
            return
        }
        let length = polynomial.count / 4
        pieces.append(Piece(start: Int32(blocks.count), length: Int32(length), centre: centre, perUnit: perUnit))
        for block in 0..<length {
            blocks.append(Lanes(polynomial[4 * block], polynomial[4 * block + 1], polynomial[4 * block + 2], polynomial[4 * block + 3]))
        }
    }

    /// Every sum at every pace s = α + T, from the series.
    private static func values(_ series: PurchaseExpectation, _ sums: [HorizonSum], _ paces: [Double]) -> [[Double]] {
        let horizons = sums.flatMap { $0.terms.map(\.horizon) }
        var z: [Double] = []
        var ratios: [Double] = []
        z.reserveCapacity(horizons.count * paces.count)
        ratios.reserveCapacity(horizons.count * paces.count)
        for pace in paces {
            for horizon in horizons {
                z.append(horizon / (pace + horizon))
                ratios.append(horizon / pace)
            }
        }
        let expected = series.values(z, ratios: ratios)
        var results = [[Double]](repeating: [], count: sums.count)
        var place = 0
        for _ in paces {
            for (index, sum) in sums.enumerated() {
                var total = 0.0
                for term in sum.terms {
                    total += term.weight * expected[place]
                    place += 1
                }
                results[index].append(total)
            }
        }
        return results
    }

    /// The sum `index` for a living customer; `log` is log(α + T).
    @inline(__always)
    func value(_ index: Int, frequency: Int, log: Double, age: Double) -> Double {
        guard frequency < first.count, first[frequency] >= 0 else { return direct(index, frequency: frequency, age: age) }
        let last = Int(pieceCount[frequency]) - 1
        let place = min(max(Int((log - lowest[frequency]) * perPiece[frequency]), 0), last)
        let piece = pieces[Int(first[frequency]) + place * sums.count + index]
        guard piece.start >= 0 else { return direct(index, frequency: frequency, age: age) }
        return polynomial(piece, (log - piece.centre) * piece.perUnit)
    }

    @inline(__always)
    private func polynomial(_ piece: Piece, _ u: Double) -> Double {
        let square = u * u
        let fourth = square * square
        return blocks.withUnsafeBufferPointer { blocks in
            var block = Int(piece.start + piece.length) - 1
            var sum = blocks[block]
            while block > Int(piece.start) {
                block -= 1
                sum = sum * fourth + blocks[block]
            }
            return sum[0] + u * sum[1] + square * (sum[2] + u * sum[3])
        }
    }

    /// From the series, for one customer.
    private func direct(_ index: Int, frequency: Int, age: Double) -> Double {
        let series = PurchaseExpectation(model, frequency: frequency)
        return PurchaseTables.values(series, [sums[index]], [model.alpha + age])[0][0]
    }
}

/// The interpolations of every size in use, made once.
struct ChebyshevBases: Sendable {
    private let bases: [Chebyshev]

    init() { bases = (1...7).map { Chebyshev(4 * $0) } }

    /// `count` is a multiple of four up to 28.
    subscript(count: Int) -> Chebyshev { bases[count / 4 - 1] }
}
