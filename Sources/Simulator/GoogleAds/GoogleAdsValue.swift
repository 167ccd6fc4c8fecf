import Core

/// A field's value. Whole numbers of 64 bits travel as texts, others as numbers.
enum GoogleAdsValue: Sendable, Hashable {
    case text(String)
    case whole(Int64)
    /// A whole number of 32 bits.
    case small(Int)
    /// A decimal number in millionths.
    case amount(Int64)
    case flag(Bool)
    case texts([String])

    var json: JSON {
        switch self {
        case .text(let text): .string(text)
        case .whole(let number): .string(String(number))
        case .small(let number): .integer(number)
        case .amount(let micros): .number(Micros.text(micros, decimals: 0))
        case .flag(let flag): .bool(flag)
        case .texts(let texts): .array(texts.map { .string($0) })
        }
    }

    var isZero: Bool {
        switch self {
        case .whole(0), .small(0), .amount(0): true
        default: false
        }
    }

    /// Negative, zero or positive as this stands before, at or behind a text of a query; `nil` where they can not be compared.
    func compared(to text: String) -> Int? {
        switch self {
        case .whole(let number): Int64(text).map { Self.sign(number, $0) }
        case .small(let number): Int(text).map { Self.sign(number, $0) }
        case .amount(let micros): Micros.parse(text).map { Self.sign(micros, $0.micros) }
        case .flag(let flag): ["true", "false"].contains(text.lowercased()) ? Self.sign(flag ? 1 : 0, text.lowercased() == "true" ? 1 : 0) : nil
        case .text(let own): Self.sign(own, text)
        case .texts: nil
        }
    }

    /// As `compared(to:)`, with another value of the same field.
    func compared(to other: GoogleAdsValue) -> Int {
        switch (self, other) {
        case (.whole(let left), .whole(let right)), (.amount(let left), .amount(let right)): Self.sign(left, right)
        case (.small(let left), .small(let right)): Self.sign(left, right)
        case (.text(let left), .text(let right)): Self.sign(left, right)
        default: 0
        }
    }

    private static func sign<Value: Comparable>(_ left: Value, _ right: Value) -> Int { left < right ? -1 : left == right ? 0 : 1 }
}
