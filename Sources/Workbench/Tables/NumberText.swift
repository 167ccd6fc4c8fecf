/// Numbers as text, both ways.
package enum NumberText {
    /// A plain decimal of at most 15 digits and 22 places: digits and power are exact doubles, so one division rounds right (Clinger 1990, the fast path).
    static func quick(_ text: UnsafeBufferPointer<UInt8>) -> Double? {
        var index = 0
        let isNegative = text.count > 1 && text[0] == 0x2D
        if isNegative { index = 1 }
        guard index < text.count else { return nil }
        var digits: Int64 = 0
        var (count, places, hasPoint) = (0, 0, false)
        while index < text.count {
            let byte = text[index]
            index &+= 1
            if byte == 0x2E, !hasPoint {
                hasPoint = true
                continue
            }
            guard byte >= 0x30, byte <= 0x39, count < 15 else { return nil }
            digits = digits &* 10 &+ Int64(byte &- 0x30)
            count &+= 1
            if hasPoint { places &+= 1 }
        }
        guard count > 0 else { return nil }
        let value = places == 0 ? Double(digits) : Double(digits) / powers[places]
        return isNegative ? -value : value
    }

    /// A plain decimal of at most 12 digits and 6 places as micros, exactly; nil for anything else.
    static func quickMicros(_ text: UnsafeBufferPointer<UInt8>) -> Int64? {
        let isNegative = text.first == 0x2D
        var digits: Int64 = 0
        var (count, places, hasPoint) = (0, 0, false)
        for byte in text.dropFirst(isNegative ? 1 : 0) {
            if byte == 0x2E, !hasPoint {
                hasPoint = true
                continue
            }
            guard byte >= 0x30, byte <= 0x39, count < 12, places < 6 else { return nil }
            digits = digits &* 10 &+ Int64(byte &- 0x30)
            count &+= 1
            if hasPoint { places &+= 1 }
        }
        guard count > 0 else { return nil }
        for _ in places..<6 { digits &*= 10 }
        return isNegative ? -digits : digits
    }

    private static let powers: [Double] = (0...22).map { (0..<$0).reduce(1.0) { power, _ in power * 10 } }

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
