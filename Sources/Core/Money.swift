/// An exact amount: whole micros (1/1,000,000 of a currency unit) of one currency. Never a binary float.
package struct Money: Hashable, Sendable {
    package let micros: Int64
    package let currency: Currency

    package init(micros: Int64, currency: Currency) {
        self.micros = micros
        self.currency = currency
    }

    /// The amount as a decimal text with at least the currency's own decimals and no more than six: `1234.56`.
    package var display: String { Micros.text(micros, decimals: currency.minorDigits) }
}

/// Conversion between decimal text and micros.
package enum Micros {
    /// A decimal text (`-12.5`, `1e3`, `.5`) as micros. Digits beyond the sixth decimal are rounded half to even, and `exact` says so.
    /// `nil` for anything that is no decimal number or does not fit in 64 bits.
    package static func parse(_ text: some StringProtocol) -> (micros: Int64, exact: Bool)? {
        guard var number = DecimalDigits(text.utf8) else { return nil }
        return number.scaled(by: 6)
    }

    /// Micros as a decimal text with at least `decimals` decimals; further ones are shown only where they are not zero.
    package static func text(_ micros: Int64, decimals: Int = 2) -> String {
        let (whole, fraction) = micros.magnitude.quotientAndRemainder(dividingBy: 1_000_000)
        var digits = padded(Int(fraction), to: 6)
        while digits.count > decimals, digits.hasSuffix("0") { digits.removeLast() }
        return "\(micros < 0 ? "-" : "")\(whole)\(digits.isEmpty ? "" : ".")\(digits)"
    }
}

/// The digits of a decimal number and where its point stands.
private struct DecimalDigits {
    private var digits: [UInt8] = []
    private var exponent = 0
    private var isNegative = false

    init?(_ bytes: some Collection<UInt8>) {
        var rest = bytes[...]
        if let sign = rest.first, sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") {
            isNegative = sign == UInt8(ascii: "-")
            rest.removeFirst()
        }
        var sawPoint = false
        var sawDigit = false
        while let character = rest.first {
            if (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(character) {
                sawDigit = true
                digits.append(character - UInt8(ascii: "0"))
                if sawPoint { exponent -= 1 }
            } else if character == UInt8(ascii: "."), !sawPoint {
                sawPoint = true
            } else {
                break
            }
            rest.removeFirst()
        }
        guard sawDigit, digits.count <= 64 else { return nil }
        guard let mark = rest.first else { return }
        guard mark == UInt8(ascii: "e") || mark == UInt8(ascii: "E"),
            let power = Int(String(decoding: rest.dropFirst(), as: UTF8.self)), abs(power) <= 64
        else { return nil }
        exponent += power
    }

    /// The number times 10 to the `power`, rounded half to even.
    mutating func scaled(by power: Int) -> (micros: Int64, exact: Bool)? {
        exponent += power
        var dropped: [UInt8] = []
        while exponent < 0 {
            dropped.append(digits.popLast() ?? 0)
            exponent += 1
        }
        var value: Int64 = 0
        for digit in digits + Array(repeating: 0, count: exponent) {
            let (shifted, overflow) = value.multipliedReportingOverflow(by: 10)
            let (next, carry) = shifted.addingReportingOverflow(Int64(digit))
            if overflow || carry { return nil }
            value = next
        }
        // `dropped` runs from the least digit up; the last one is the first behind the new point.
        if let first = dropped.last {
            let tail = dropped.dropLast().contains { $0 != 0 }
            if first > 5 || (first == 5 && (tail || value % 2 == 1)) {
                guard value < .max else { return nil }
                value += 1
            }
        }
        return (isNegative ? -value : value, dropped.allSatisfy { $0 == 0 })
    }
}
