package import Core

/// A value that can be bound to a query, as PostgreSQL's text form of it. A `RawRepresentable` of such a value conforms by declaring it.
package protocol PostgresEncodable: Sendable {
    /// The bind's type; `.inferred` leaves it to the server.
    static var postgresType: PostgresType { get }
    /// Whether the text may hold a U+0000, which is then looked for.
    static var mayHoldNUL: Bool { get }
    var isPostgresNull: Bool { get }
    func appendPostgresText(to bytes: inout [UInt8])
}

extension PostgresEncodable {
    package static var mayHoldNUL: Bool { false }
    package var isPostgresNull: Bool { false }
}

extension PostgresEncodable where Self: RawRepresentable, RawValue: PostgresEncodable {
    package static var postgresType: PostgresType { RawValue.postgresType }
    package static var mayHoldNUL: Bool { RawValue.mayHoldNUL }
    package func appendPostgresText(to bytes: inout [UInt8]) { rawValue.appendPostgresText(to: &bytes) }
}

extension String: PostgresEncodable {
    /// Inferred, so that a text may stand for an enumeration, a number or a time where the column is one. Where nothing tells the type, write
    /// `\(text)::text`.
    package static var postgresType: PostgresType { .inferred }
    package static var mayHoldNUL: Bool { true }
    package func appendPostgresText(to bytes: inout [UInt8]) { bytes.append(contentsOf: utf8) }
}

extension Bool: PostgresEncodable {
    package static var postgresType: PostgresType { .bool }
    package func appendPostgresText(to bytes: inout [UInt8]) { bytes.append(self ? UInt8(ascii: "t") : UInt8(ascii: "f")) }
}

extension Int: PostgresEncodable {
    package static var postgresType: PostgresType { .int8 }
    package func appendPostgresText(to bytes: inout [UInt8]) { appendDecimal(Int64(self), to: &bytes) }
}

extension Int64: PostgresEncodable {
    package static var postgresType: PostgresType { .int8 }
    package func appendPostgresText(to bytes: inout [UInt8]) { appendDecimal(self, to: &bytes) }
}

extension Int32: PostgresEncodable {
    package static var postgresType: PostgresType { .int4 }
    package func appendPostgresText(to bytes: inout [UInt8]) { appendDecimal(Int64(self), to: &bytes) }
}

extension Double: PostgresEncodable {
    package static var postgresType: PostgresType { .float8 }
    package func appendPostgresText(to bytes: inout [UInt8]) {
        let text = isNaN ? "NaN" : isInfinite ? (self < 0 ? "-Infinity" : "Infinity") : description
        bytes.append(contentsOf: text.utf8)
    }
}

extension UniqueID: PostgresEncodable {
    package static var postgresType: PostgresType { .uuid }
    package func appendPostgresText(to bytes: inout [UInt8]) {
        for index in 0..<32 {
            if index == 8 || index == 12 || index == 16 || index == 20 { bytes.append(UInt8(ascii: "-")) }
            let word = index < 16 ? high : low
            bytes.append(hexadecimalDigit(UInt8(truncatingIfNeeded: word >> UInt64((15 - index % 16) * 4)) & 0xF))
        }
    }
}

extension ID: PostgresEncodable {
    package static var postgresType: PostgresType { .uuid }
    package func appendPostgresText(to bytes: inout [UInt8]) { value.appendPostgresText(to: &bytes) }
}

extension Day: PostgresEncodable {
    package static var postgresType: PostgresType { .date }
    package func appendPostgresText(to bytes: inout [UInt8]) { bytes.append(contentsOf: description.utf8) }
}

extension Instant: PostgresEncodable {
    package static var postgresType: PostgresType { .timestamptz }
    package func appendPostgresText(to bytes: inout [UInt8]) { bytes.append(contentsOf: description.utf8) }
}

extension JSON: PostgresEncodable {
    package static var postgresType: PostgresType { .jsonb }
    package func appendPostgresText(to bytes: inout [UInt8]) { bytes.append(contentsOf: encoded()) }
}

extension Currency: PostgresEncodable {
    package static var postgresType: PostgresType { .inferred }
    package func appendPostgresText(to bytes: inout [UInt8]) { bytes.append(contentsOf: code.utf8) }
}

extension Optional: PostgresEncodable where Wrapped: PostgresEncodable {
    package static var postgresType: PostgresType { Wrapped.postgresType }
    package static var mayHoldNUL: Bool { Wrapped.mayHoldNUL }
    package var isPostgresNull: Bool { self?.isPostgresNull ?? true }
    package func appendPostgresText(to bytes: inout [UInt8]) { self?.appendPostgresText(to: &bytes) }
}
