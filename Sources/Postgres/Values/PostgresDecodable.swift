package import Core

/// A value that can be read from a column in PostgreSQL's text form. A `RawRepresentable` of such a value conforms by declaring it.
package protocol PostgresDecodable {
    /// Reads the value; `text` is `nil` for NULL. Returns `nil` when the text (or NULL) is none of this type.
    static func fromPostgres(_ text: UnsafeRawBufferPointer?) -> Self?
}

extension PostgresDecodable where Self: RawRepresentable, RawValue: PostgresDecodable {
    package static func fromPostgres(_ text: UnsafeRawBufferPointer?) -> Self? { RawValue.fromPostgres(text).flatMap(Self.init(rawValue:)) }
}

extension String: PostgresDecodable {
    package static func fromPostgres(_ text: UnsafeRawBufferPointer?) -> String? { text.map { String(decoding: $0, as: UTF8.self) } }
}

extension Bool: PostgresDecodable {
    package static func fromPostgres(_ text: UnsafeRawBufferPointer?) -> Bool? {
        guard let text, text.count == 1 else { return nil }
        return text[0] == UInt8(ascii: "t") ? true : text[0] == UInt8(ascii: "f") ? false : nil
    }
}

extension Int: PostgresDecodable {
    package static func fromPostgres(_ text: UnsafeRawBufferPointer?) -> Int? { text.flatMap(decimal).map { Int($0) } }
}

extension Int64: PostgresDecodable {
    package static func fromPostgres(_ text: UnsafeRawBufferPointer?) -> Int64? { text.flatMap(decimal) }
}

extension Int32: PostgresDecodable {
    package static func fromPostgres(_ text: UnsafeRawBufferPointer?) -> Int32? { text.flatMap(decimal).flatMap(Int32.init(exactly:)) }
}

extension Double: PostgresDecodable {
    package static func fromPostgres(_ text: UnsafeRawBufferPointer?) -> Double? {
        guard let text = String.fromPostgres(text) else { return nil }
        return text == "NaN" ? .nan : Double(text)
    }
}

extension UniqueID: PostgresDecodable {
    package static func fromPostgres(_ text: UnsafeRawBufferPointer?) -> UniqueID? {
        guard let text, text.count == 36 else { return nil }
        var words: (UInt64, UInt64) = (0, 0)
        for (position, byte) in text.enumerated() where position != 8 && position != 13 && position != 18 && position != 23 {
            guard let digit = hexadecimalValue(byte) else { return nil }
            if position < 18 { words.0 = words.0 << 4 | UInt64(digit) } else { words.1 = words.1 << 4 | UInt64(digit) }
        }
        return UniqueID(high: words.0, low: words.1)
    }
}

extension ID: PostgresDecodable {
    package static func fromPostgres(_ text: UnsafeRawBufferPointer?) -> ID? { UniqueID.fromPostgres(text).map { ID($0) } }
}

extension Day: PostgresDecodable {
    package static func fromPostgres(_ text: UnsafeRawBufferPointer?) -> Day? {
        guard let text, text.count == 10 else { return nil }
        return civilDay(text)
    }
}

extension Instant: PostgresDecodable {
    /// `2026-05-01 10:00:00.123456+00`: the ISO date style in UTC, which every connection here asks for.
    package static func fromPostgres(_ text: UnsafeRawBufferPointer?) -> Instant? {
        guard let text, text.count >= 22, let day = civilDay(text), text[10] == UInt8(ascii: " "), text.suffix(3).elementsEqual("+00".utf8),
            let hour = digits(text, 11..<13), let minute = digits(text, 14..<16), let second = digits(text, 17..<19)
        else { return nil }
        var fraction = 0
        if text.count > 22 {
            let end = text.count - 3
            guard text[19] == UInt8(ascii: "."), (21...26).contains(end), let parsed = digits(text, 20..<end) else { return nil }
            fraction = (end..<26).reduce(parsed) { value, _ in value * 10 }
        }
        let seconds = Int64(day.number) * 86_400 + Int64(hour * 3_600 + minute * 60 + second)
        return Instant(microseconds: seconds * 1_000_000 + Int64(fraction))
    }
}

extension JSON: PostgresDecodable {
    package static func fromPostgres(_ text: UnsafeRawBufferPointer?) -> JSON? { text.flatMap { try? JSON(parsing: $0, limits: .trusted) } }
}

extension Currency: PostgresDecodable {
    package static func fromPostgres(_ text: UnsafeRawBufferPointer?) -> Currency? { String.fromPostgres(text).flatMap { Currency($0) } }
}

extension Optional: PostgresDecodable where Wrapped: PostgresDecodable {
    package static func fromPostgres(_ text: UnsafeRawBufferPointer?) -> Wrapped?? {
        guard let text else { return .some(nil) }
        return Wrapped.fromPostgres(text).map { .some($0) }
    }
}
