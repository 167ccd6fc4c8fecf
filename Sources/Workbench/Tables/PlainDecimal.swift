/// A decimal number of a sign, digits and a point, and nothing else, read from its bytes.
struct PlainDecimal {
    let isNegative: Bool
    /// The digits as a whole number, the point left out.
    let digits: Int64
    /// Digits behind the point.
    let places: Int

    /// Nil where there is no digit, more than `longest` (at most 18) of them, or anything else.
    @inline(__always)
    init?(_ text: UnsafeBufferPointer<UInt8>, longest: Int) {
        guard let base = text.baseAddress, text.count > 0, text.count <= longest &+ 2 else { return nil }
        let sign = base[0] == UInt8(ascii: "-") ? 1 : 0
        let end = text.count
        var (at, point, value) = (sign, -1, Int64(0))
        while at < end {
            let digit = base[at] &- UInt8(ascii: "0")
            if digit < 10 {
                value = value &* 10 &+ Int64(digit)
            } else if base[at] == UInt8(ascii: "."), point < 0 {
                point = at
            } else {
                return nil
            }
            at &+= 1
        }
        let count = end &- sign &- (point < 0 ? 0 : 1)
        guard count > 0, count <= longest else { return nil }
        (isNegative, digits, places) = (sign == 1, value, point < 0 ? 0 : end &- 1 &- point)
    }
}
