/// Numbers as text, both ways.
package enum NumberText {
    /// A plain decimal of at most 15 digits: digits and power are exact doubles, so one division rounds right (Clinger 1990, the fast path).
    static func quick(_ text: UnsafeBufferPointer<UInt8>) -> Double? {
        guard let plain = PlainDecimal(text, longest: 15) else { return nil }
        let value = plain.places == 0 ? Double(plain.digits) : Double(plain.digits) / powers[plain.places]
        return plain.isNegative ? -value : value
    }

    /// A plain decimal of at most 12 digits and 6 places as micros, exactly; nil for anything else.
    static func quickMicros(_ text: UnsafeBufferPointer<UInt8>) -> Int64? {
        guard let plain = PlainDecimal(text, longest: 12), plain.places <= 6 else { return nil }
        let micros = plain.digits &* wholes[6 &- plain.places]
        return plain.isNegative ? 0 &- micros : micros
    }

    private static let powers: [Double] = [1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15]
    private static let wholes: [Int64] = [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000]

    /// The shortest text that reads back as the very same number; `nan` and `inf` for what is none.
    package static func exact(_ value: Double) -> String {
        if value.isNaN { return "nan" }
        if value.isInfinite { return value < 0 ? "-inf" : "inf" }
        let text = "\(value)"
        return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    }

    /// For people: `significant` digits, thousands apart; whole numbers without decimals.
    package static func shown(_ value: Double, significant: Int = 4) -> String {
        guard value.isFinite else { return "–" }
        if value == 0 { return "0" }
        guard abs(value) < 1e15 else { return "\(value)" }
        if value == value.rounded() { return grouped(Int64(value)) }
        let size = Int(log10Floor(abs(value)))
        let places = max(0, min(9, significant - 1 - size))
        var scale = 1.0
        for _ in 0..<places { scale *= 10 }
        let scaled = (abs(value) * scale).rounded()
        let whole = Int64(scaled / scale)
        let fraction = Int64(scaled) - whole * Int64(scale)
        var text = grouped(whole)
        if places > 0 {
            let digits = String(fraction)
            text += "." + String(repeating: "0", count: max(0, places - digits.count)) + digits
        }
        return (value < 0 && scaled > 0 ? "−" : "") + text
    }

    package static func grouped(_ value: Int64) -> String {
        var text = ""
        for (index, digit) in String(value.magnitude).reversed().enumerated() {
            if index > 0, index % 3 == 0 { text.append(",") }
            text.append(digit)
        }
        return (value < 0 ? "−" : "") + String(text.reversed())
    }

    private static func log10Floor(_ value: Double) -> Double {
        var exponent = 0.0
        var rest = value
        while rest >= 10 {
            rest /= 10
            exponent += 1
        }
        while rest < 1 {
            rest *= 10
            exponent -= 1
        }
        return exponent
    }
}
