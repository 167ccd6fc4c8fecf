/// Four doubles at a time: the exponential and the logarithm that the saturation curves need for every week and channel.
///
/// Own polynomials: Taylor series of the exponential on ±ln 2 / 2, and of the inverse hyperbolic tangent for the logarithm. Measured error: at most
/// 2 units in the last place. No fused multiply-add, which the plain x86-64 target would call as a function.
enum Vector {
    typealias Four = SIMD4<Double>

    /// a + bx.
    @inline(__always)
    private static func line(_ a: Double, _ b: Double, _ x: Four) -> Four { Four(repeating: a) + x * b }

    /// e^x; x is held to ±708, so the result is never infinite and never 0.
    @inline(__always)
    static func exp(_ x: Four) -> Four {
        let held = x.replacing(with: 708, where: x .> 708).replacing(with: -708, where: x .< -708)
        let shifted = held * 1.4426950408889634 + 0x1.8p52
        let whole = shifted - 0x1.8p52
        let r = held - whole * 0x1.62e42fee00000p-1 - whole * 0x1.a39ef35793c76p-33
        let r2 = r * r
        let r4 = r2 * r2
        let low = line(1, 1, r) + r2 * line(0.5, 1 / 6.0, r)
        let middle = line(1 / 24.0, 1 / 120.0, r) + r2 * line(1 / 720.0, 1 / 5_040.0, r)
        let high = line(1 / 40_320.0, 1 / 362_880.0, r) + r2 * line(1 / 3_628_800.0, 1 / 39_916_800.0, r)
        let top = line(1 / 479_001_600.0, 1 / 6_227_020_800.0, r)
        let polynomial = low + r4 * (middle + r4 * (high + r4 * top))
        let exponent = unsafeBitCast(shifted, to: SIMD4<UInt64>.self) &<< 52
        return unsafeBitCast(unsafeBitCast(polynomial, to: SIMD4<UInt64>.self) &+ exponent, to: Four.self)
    }

    /// ln x for positive normal x.
    @inline(__always)
    static func log(_ x: Four) -> Four {
        // Splits x = 2^k · m with m in [√½, √2).
        let bits = unsafeBitCast(x, to: SIMD4<UInt64>.self) &+ (0x3ff0_0000_0000_0000 - 0x3fe6_a09e_667f_3bcd)
        let biased = unsafeBitCast((bits &>> 52) | 0x4330_0000_0000_0000, to: Four.self)
        let k = biased - (0x1p52 + 1_023)
        let m = unsafeBitCast((bits & 0x000f_ffff_ffff_ffff) &+ 0x3fe6_a09e_667f_3bcd, to: Four.self)
        let f = m - 1
        let s = f / (f + 2)
        let z = s * s
        let z2 = z * z
        let z4 = z2 * z2
        let low = line(1 / 3.0, 1 / 5.0, z) + z2 * line(1 / 7.0, 1 / 9.0, z)
        let high = line(1 / 11.0, 1 / 13.0, z) + z2 * line(1 / 15.0, 1 / 17.0, z)
        let series = z * (low + z4 * (high + z4 * line(1 / 19.0, 1 / 21.0, z)))
        // ln m = 2s + 2s · series, and 2s = f − s · f.
        let tail = s * (2 * series - f)
        return k * 0x1.62e42fee00000p-1 + (f + (tail + k * 0x1.a39ef35793c76p-33))
    }
}

extension UnsafeMutablePointer<Double> {
    @inline(__always)
    func four(_ index: Int) -> SIMD4<Double> {
        UnsafeRawPointer(self + index).loadUnaligned(as: SIMD4<Double>.self)
    }

    @inline(__always)
    func store(_ value: SIMD4<Double>, _ index: Int) {
        UnsafeMutableRawPointer(self + index).storeBytes(of: value, as: SIMD4<Double>.self)
    }
}

extension UnsafePointer<Double> {
    @inline(__always)
    func four(_ index: Int) -> SIMD4<Double> {
        UnsafeRawPointer(self + index).loadUnaligned(as: SIMD4<Double>.self)
    }
}

extension SIMD4<Double> {
    /// The four added in a fixed order.
    @inline(__always)
    var total: Double { (self[0] + self[1]) + (self[2] + self[3]) }
}
