/// A decimal number as text, without an exponent: for exchange rates and the like, which need more than six decimals.
public struct DecimalText: Hashable, Sendable, CustomStringConvertible {
    /// `-?digits[.digits]` without needless zeros.
    public let description: String

    /// The most digits before the point: what a rate can need, and a bound for texts such as `1e999`.
    private static let mostWhole = 28

    /// Reads `[+-]digits[.digits][e[+-]digits]` and rounds half-even to `places` decimals (0 to 18; storage keeps ten of a rate). Nil for any other
    /// text, and for 10^28 and more.
    public init?(_ text: String, places: Int = 10) {
        var text = text
        guard let value = text.withUTF8({ DecimalText(bytes: UnsafeRawBufferPointer($0), places: places) }) else { return nil }
        self = value
    }

    /// Reads bytes, as `init(_:places:)`.
    public init?(bytes: UnsafeRawBufferPointer, places: Int = 10) {
        guard let shape = Decimal.Shape(bytes), shape.pointAfter <= 1000 else { return nil }
        let zeros = (0..<shape.digits).first { shape.digit(bytes, $0) != 0 } ?? shape.digits
        guard shape.pointAfter - zeros <= DecimalText.mostWhole else { return nil }
        let places = min(max(places, 0), 18)
        let kept = shape.pointAfter + places
        var digits = kept > 0 ? (0..<kept).map { shape.digit(bytes, $0) } : []
        // A number smaller than its last decimal has no digits of its own yet.
        while digits.count <= places { digits.insert(0, at: 0) }
        let rest = shape.remainder(bytes, from: kept)
        if rest.isMoreThanHalf || (rest.isHalf && (digits.last ?? 0) & 1 == 1) { DecimalText.increment(&digits) }
        description = DecimalText.text(digits, places: places, negative: shape.negative)
    }

    /// An amount as it is.
    public init(_ micros: Micros) { description = micros.description }

    private static func increment(_ digits: inout [UInt8]) {
        for place in digits.indices.reversed() {
            if digits[place] < 9 {
                digits[place] += 1
                return
            }
            digits[place] = 0
        }
        digits.insert(1, at: 0)
    }

    private static func text(_ digits: [UInt8], places: Int, negative: Bool) -> String {
        let point = digits.count - places
        let whole = digits[..<point].drop { $0 == 0 }
        var fraction = digits[point...]
        while fraction.last == 0 { fraction.removeLast() }
        func letters(_ digits: ArraySlice<UInt8>) -> String { String(decoding: digits.map { $0 + 0x30 }, as: UTF8.self) }
        let isZero = whole.isEmpty && fraction.isEmpty
        return (negative && !isZero ? "-" : "") + (whole.isEmpty ? "0" : letters(whole)) + (fraction.isEmpty ? "" : "." + letters(fraction))
    }
}

extension JSONView {
    /// A decimal number of up to ten decimals, also from a text; half-even beyond them.
    public var decimalText: DecimalText? { withPlain { DecimalText(bytes: $0) } }
}

extension Row {
    /// A decimal number, as a text.
    public mutating func decimal(_ name: StaticString, _ value: DecimalText?) { text(name, value?.description) }
}
