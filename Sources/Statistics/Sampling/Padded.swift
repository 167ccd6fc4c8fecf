/// A vector of doubles inside a buffer that someone else owns, four at a time: padded with zeros to whole lanes, so that no loop has a remainder.
typealias PaddedVector = UnsafeMutablePointer<Lanes>

/// What the sampler does with padded vectors.
enum Padded {
    /// Lanes that hold `count` numbers.
    static func needed(_ count: Int) -> Int { (count + 3) / 4 }

    @inline(__always)
    static func copy(_ from: PaddedVector, to: PaddedVector, _ lanes: Int) {
        for i in 0..<lanes { to[i] = from[i] }
    }

    @inline(__always)
    static func fill(_ vector: PaddedVector, _ value: Double, _ lanes: Int) {
        for i in 0..<lanes { vector[i] = Lanes(repeating: value) }
    }

    /// to += from
    @inline(__always)
    static func add(_ from: PaddedVector, to: PaddedVector, _ lanes: Int) {
        for i in 0..<lanes { to[i] += from[i] }
    }

    @inline(__always)
    static func squaredLength(_ a: PaddedVector, _ lanes: Int) -> Double {
        var sum = Lanes()
        for i in 0..<lanes { sum += a[i] * a[i] }
        return sum.sum()
    }

    /// Whether both momenta point along `x + y`: the generalised criterion that a trajectory has not turned (Betancourt 2017, A.4.2).
    @inline(__always)
    static func bothAlong(_ first: PaddedVector, _ last: PaddedVector, sumOf x: PaddedVector, _ y: PaddedVector, _ lanes: Int) -> Bool {
        var a = Lanes()
        var b = Lanes()
        for i in 0..<lanes {
            let way = x[i] + y[i]
            a += first[i] * way
            b += last[i] * way
        }
        return a.sum() > 0 && b.sum() > 0
    }
}
