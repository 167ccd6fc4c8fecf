/// An amount in millionths of a unit (of a currency, mostly). Never computed with floats.
public struct Micros: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// Millionths.
    public let value: Int64

    /// So many millionths.
    public init(_ value: Int64) { self.value = value }

    /// Nothing.
    public static let zero = Micros(0)

    /// An amount in a currency's minor unit: 1234 is 12.34 EUR, 1234 JPY, 1.234 KWD. Nil on overflow. The decimals are those of ISO 4217; where a
    /// platform counts otherwise, use `init(minor:decimals:)`.
    public init?(minor: Int64, currency: String) { self.init(minor: minor, decimals: Micros.decimals(of: currency)) }

    /// An amount in units of 10^-`decimals` (0 to 6). Nil on overflow.
    public init?(minor: Int64, decimals: Int) {
        guard (0...6).contains(decimals) else { return nil }
        var factor: Int64 = 1
        for _ in decimals..<6 { factor *= 10 }
        let (product, overflow) = minor.multipliedReportingOverflow(by: factor)
        guard !overflow else { return nil }
        value = product
    }

    /// The amount that a decimal text says, rounded half-even; nil where the text is no number. `Decimal.read` also says whether it was exact.
    public init?(_ text: String) {
        var text = text
        guard let read = text.withUTF8({ Decimal.read(UnsafeRawBufferPointer($0)) }) else { return nil }
        self = read.micros
    }

    /// How many decimals a currency's minor unit has (ISO 4217): 2 where the list names nothing else.
    public static func decimals(of currency: String) -> Int {
        switch currency.uppercased() {
        case "BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "UYI", "VND", "VUV", "XAF", "XOF", "XPF": 0
        case "BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND": 3
        case "CLF", "UYW": 4
        default: 2
        }
    }

    /// The exact decimal text without trailing zeros: `12.34`.
    public var description: String {
        let whole = value.magnitude / 1_000_000
        var fraction = String(value.magnitude % 1_000_000)
        fraction = String(repeating: "0", count: 6 - fraction.count) + fraction
        while fraction.last == "0" { fraction.removeLast() }
        return (value < 0 ? "-" : "") + String(whole) + (fraction.isEmpty ? "" : "." + fraction)
    }

    /// Smaller amounts come first.
    public static func < (left: Micros, right: Micros) -> Bool { left.value < right.value }
    /// The sum, nil on overflow.
    public func adding(_ other: Micros) -> Micros? {
        let (sum, overflow) = value.addingReportingOverflow(other.value)
        return overflow ? nil : Micros(sum)
    }
}

/// Reads decimal texts exactly.
public enum Decimal {
    /// An amount, and whether it is exactly what the text said.
    public struct Reading: Hashable, Sendable {
        /// The amount, rounded half-even to millionths.
        public let micros: Micros
        /// False where the text had digits beyond the sixth decimal that are not zero: keep the text beside the amount then.
        public let exact: Bool
    }

    /// Reads `[+-]digits[.digits][e[+-]digits]`; nil for any other text or when it does not fit into 64 bits.
    public static func read(_ bytes: UnsafeRawBufferPointer) -> Reading? {
        guard let shape = Shape(bytes) else { return nil }
        let kept = shape.pointAfter + 6
        var value: UInt64 = 0
        for place in 0..<max(kept, 0) {
            let digit = UInt64(shape.digit(bytes, place))
            let (scaled, first) = value.multipliedReportingOverflow(by: 10)
            let (sum, second) = scaled.addingReportingOverflow(digit)
            if first || second { return nil }
            value = sum
        }
        let rest = shape.remainder(bytes, from: kept)
        if rest.isMoreThanHalf || (rest.isHalf && value & 1 == 1) { value &+= 1 }
        guard value <= UInt64(Int64.max) else { return nil }
        let signed = shape.negative ? -Int64(value) : Int64(value)
        return Reading(micros: Micros(signed), exact: rest.isZero)
    }

    /// Where sign, digits, point and exponent of a number stand.
    struct Shape {
        var negative = false
        var start = 0
        var whole = 0
        var digits = 0
        /// How many digits stand before the point once the exponent has moved it; may be negative or beyond the digits.
        var pointAfter = 0

        init?(_ bytes: UnsafeRawBufferPointer) {
            var index = 0
            if index < bytes.count, bytes[index] == 0x2D || bytes[index] == 0x2B {
                negative = bytes[index] == 0x2D
                index += 1
            }
            start = index
            while index < bytes.count, bytes[index] &- 0x30 <= 9 { index += 1 }
            whole = index - start
            digits = whole
            if index < bytes.count, bytes[index] == 0x2E {
                index += 1
                let first = index
                while index < bytes.count, bytes[index] &- 0x30 <= 9 { index += 1 }
                digits += index - first
            }
            guard digits > 0 else { return nil }
            var exponent = 0
            if index < bytes.count, bytes[index] | 0x20 == 0x65 {
                guard let read = Shape.exponent(bytes, index + 1) else { return nil }
                exponent = read
                index = bytes.count
            }
            guard index == bytes.count else { return nil }
            pointAfter = whole + exponent
            skipZeros(bytes)
        }

        /// Leading zeros say nothing, but would make 0e300 long.
        private mutating func skipZeros(_ bytes: UnsafeRawBufferPointer) {
            for place in 0..<digits where digit(bytes, place) != 0 { return }
            pointAfter = min(pointAfter, 1)
        }

        static func exponent(_ bytes: UnsafeRawBufferPointer, _ start: Int) -> Int? {
            var index = start
            var negative = false
            if index < bytes.count, bytes[index] == 0x2D || bytes[index] == 0x2B {
                negative = bytes[index] == 0x2D
                index += 1
            }
            guard index < bytes.count else { return nil }
            var value = 0
            while index < bytes.count {
                let digit = bytes[index] &- 0x30
                guard digit <= 9 else { return nil }
                value = min(value * 10 + Int(digit), 1000)
                index += 1
            }
            return negative ? -value : value
        }

        /// The digit at a place; zero beyond the last.
        @inline(__always) func digit(_ bytes: UnsafeRawBufferPointer, _ place: Int) -> UInt8 {
            guard place < digits else { return 0 }
            return bytes[start + place + (place >= whole ? 1 : 0)] &- 0x30
        }

        /// What the digits from a place on amount to, as a part of the place before them.
        func remainder(_ bytes: UnsafeRawBufferPointer, from kept: Int) -> (isZero: Bool, isHalf: Bool, isMoreThanHalf: Bool) {
            var othersAreZero = true
            for place in max(kept + 1, 0)..<max(digits, kept + 1, 0) where digit(bytes, place) != 0 {
                othersAreZero = false
                break
            }
            let first = kept >= 0 ? digit(bytes, kept) : 0
            return (first == 0 && othersAreZero, first == 5 && othersAreZero, first > 5 || (first == 5 && !othersAreZero))
        }
    }
}
