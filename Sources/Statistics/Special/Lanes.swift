/// Four doubles at a time. Elementary functions without calls or branches, so that a loop over a buffer stays in registers.
///
/// Written for the baseline instruction set: no fused multiply-add (a library call there), no rounding instruction, no 64-bit arithmetic shift.
typealias Lanes = SIMD4<Double>

extension Lanes {
    /// 1.5 × 2^52: adding it leaves a small integer in the low bits.
    private static let shifter = Lanes(repeating: 0x1.8p52)
    private static let ln2High = 0x1.62e42fefa3800p-1
    private static let ln2Low = 0x1.ef35793c76730p-45

    @inline(__always)
    private var bits: SIMD4<UInt64> { unsafeBitCast(self, to: SIMD4<UInt64>.self) }

    @inline(__always)
    private init(bits: SIMD4<UInt64>) { self = unsafeBitCast(bits, to: Lanes.self) }

    /// first + second · self.
    @inline(__always)
    func line(_ first: Double, _ second: Double) -> Lanes {
        Lanes(repeating: first) + self * second
    }

    /// eˣ to 1.5 units in the last place; arguments are held within ±708.
    ///
    /// x = k log 2 + r with |r| ≤ log 2 / 2, Taylor's polynomial of degree 13 in r, and 2ᵏ put into the exponent.
    @inline(__always)
    func exponential() -> Lanes {
        var x = self
        x.replace(with: 708, where: x .> 708)
        x.replace(with: -708, where: x .< -708)
        let shifted = x * 1.4426950408889634 + Lanes.shifter
        let k = shifted - Lanes.shifter
        let r = (x - k * Lanes.ln2High) - k * Lanes.ln2Low
        let r2 = r * r
        let r4 = r2 * r2
        let low = r.line(1.0 / 2, 1.0 / 6) + r2 * r.line(1.0 / 24, 1.0 / 120)
        let middle = r.line(1.0 / 720, 1.0 / 5040) + r2 * r.line(1.0 / 40320, 1.0 / 362880)
        let high = r.line(1.0 / 3_628_800, 1.0 / 39_916_800) + r2 * r.line(1.0 / 479_001_600, 1.0 / 6_227_020_800)
        let tail = r2 * (low + r4 * (middle + r4 * high))
        let power = Lanes(bits: (shifted.bits &+ 1023) &<< 52)
        return power + power * (r + tail)
    }

    /// log x for positive normal x, to 1 unit in the last place (absolute 1e-16 near 1).
    ///
    /// x = 2ᵏ m with m between √½ and √2, s = (m − 1)/(m + 1), log m = 2 artanh s by its series to s²¹.
    @inline(__always)
    func logarithm() -> Lanes {
        let offset = bits &+ (0x3FF0_0000_0000_0000 &- 0x3FE6_A09E_667F_3BCD)
        let m = Lanes(bits: bits &- (offset & 0xFFF0_0000_0000_0000) &+ 0x3FF0_0000_0000_0000)
        let k = Lanes(bits: (offset &>> 52) &+ (0x4338_0000_0000_0000 &- 1023)) - Lanes.shifter
        let f = m - 1
        let s = f / (m + 1)
        let z = s * s
        let z2 = z * z
        let z4 = z2 * z2
        let low = z.line(2.0 / 3, 2.0 / 5) + z2 * z.line(2.0 / 7, 2.0 / 9)
        let middle = z.line(2.0 / 11, 2.0 / 13) + z2 * z.line(2.0 / 15, 2.0 / 17)
        let series = z * (low + z4 * (middle + z4 * z.line(2.0 / 19, 2.0 / 21)))
        // 2s = f − s f, so that f, which is exact, carries the leading digits.
        let rest = s * (series - f) + k * Lanes.ln2Low
        return k * Lanes.ln2High + (f + rest)
    }

    /// log(1 + x) for 0 ≤ x, given 1/(1 + x).
    @inline(__always)
    func logarithmOnePlus(reciprocal: Lanes) -> Lanes {
        let sum = self + 1
        return sum.logarithm() + (self - (sum - 1)) * reciprocal
    }
}
