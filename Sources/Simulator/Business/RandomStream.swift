import Foundation

/// Pseudo-random numbers of one purpose: xoshiro256** (Blackman, Vigna 2018), seeded through SplitMix64.
/// Every entity and day draws from a stream of its own, so that adding one thing never moves the figures of another.
struct RandomStream {
    private var a: UInt64
    private var b: UInt64
    private var c: UInt64
    private var d: UInt64

    init(seed: UInt64, _ purpose: StaticString, _ keys: Int...) {
        var state = seed &+ purpose.withUTF8Buffer { Self.digest($0) }
        for key in keys { state = Self.mixed(state &+ UInt64(bitPattern: Int64(key)) &* 0x9E37_79B9_7F4A_7C15) }
        func draw() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            return Self.mixed(state)
        }
        a = draw()
        b = draw()
        c = draw()
        d = draw()
    }

    mutating func next() -> UInt64 {
        let result = Self.rotated(b &* 5, 7) &* 9
        let shifted = b << 17
        c ^= a
        d ^= b
        b ^= c
        a ^= d
        c ^= shifted
        d = Self.rotated(d, 45)
        return result
    }

    /// From 0 to below 1, with 53 bits.
    mutating func uniform() -> Double { Double(next() >> 11) * 0x1p-53 }

    mutating func between(_ low: Double, _ high: Double) -> Double { low + (high - low) * uniform() }

    /// From 0 to below `count`. The bias of the plain product is below 2⁻⁴⁰ for the counts used here.
    mutating func below(_ count: Int) -> Int { Int(next().multipliedFullWidth(by: UInt64(count)).high) }

    mutating func chance(_ probability: Double) -> Bool { uniform() < probability }

    /// An index drawn in proportion to its weight; `nil` where all weights are zero.
    mutating func index(weights: [Double]) -> Int? {
        let total = weights.reduce(0, +)
        guard total > 0 else { return nil }
        var rest = uniform() * total
        for (index, weight) in weights.enumerated() {
            rest -= weight
            if rest < 0, weight > 0 { return index }
        }
        return weights.lastIndex { $0 > 0 }
    }

    private static func mixed(_ value: UInt64) -> UInt64 {
        var z = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    private static func rotated(_ value: UInt64, _ bits: UInt64) -> UInt64 { (value << bits) | (value >> (64 - bits)) }

    /// FNV-1a, so that two purposes never share a stream.
    private static func digest(_ bytes: UnsafeBufferPointer<UInt8>) -> UInt64 {
        bytes.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01B3 }
    }
}

// The distributions of the models.
extension RandomStream {
    /// Standard normal, by Box and Muller.
    mutating func normal() -> Double { (-2 * log(1 - uniform())).squareRoot() * cos(2 * .pi * uniform()) }

    /// Around 1, never negative: a factor with the given spread of its logarithm.
    mutating func noise(_ spread: Double) -> Double { exp(spread * normal() - spread * spread / 2) }

    mutating func exponential(rate: Double) -> Double { -log(1 - uniform()) / rate }

    /// Gamma by Marsaglia and Tsang (2000); shapes below 1 by their boost.
    mutating func gamma(shape: Double, rate: Double) -> Double {
        if shape < 1 {
            let boost = pow(1 - uniform(), 1 / shape)
            return gamma(shape: shape + 1, rate: rate) * boost
        }
        let d = shape - 1.0 / 3
        let c = 1 / (9 * d).squareRoot()
        while true {
            let x = normal()
            let v = pow(1 + c * x, 3)
            guard v > 0 else { continue }
            if log(1 - uniform()) < x * x / 2 + d - d * v + d * log(v) { return d * v / rate }
        }
    }

    mutating func beta(_ a: Double, _ b: Double) -> Double {
        let x = gamma(shape: a, rate: 1)
        return x / (x + gamma(shape: b, rate: 1))
    }

    /// Poisson: Knuth's product for small means, the rounded normal above 60.
    mutating func poisson(mean: Double) -> Int {
        if mean > 60 { return max(0, Int((mean + mean.squareRoot() * normal()).rounded())) }
        let floor = exp(-mean)
        var count = 0
        var product = 1 - uniform()
        while product > floor {
            count += 1
            product *= 1 - uniform()
        }
        return count
    }
}
