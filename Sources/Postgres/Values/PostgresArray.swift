package import Core

/// What may be an element of an array bind or column. Bytes are not in the list: `[UInt8]` is one `bytea`, not an array of numbers.
package protocol PostgresArrayElement: PostgresEncodable, PostgresDecodable {}

extension String: PostgresArrayElement {}
extension Bool: PostgresArrayElement {}
extension Int: PostgresArrayElement {}
extension Int64: PostgresArrayElement {}
extension Int32: PostgresArrayElement {}
extension Double: PostgresArrayElement {}
extension UniqueID: PostgresArrayElement {}
extension ID: PostgresArrayElement {}
extension Day: PostgresArrayElement {}
extension Instant: PostgresArrayElement {}
extension JSON: PostgresArrayElement {}
extension Currency: PostgresArrayElement {}
extension Optional: PostgresArrayElement where Wrapped: PostgresArrayElement {}
/// Only as the element of a `bytea`, which `[UInt8]` is.
extension UInt8: PostgresArrayElement {
    package static var postgresType: PostgresType { .int4 }
    package func appendPostgresText(to bytes: inout [UInt8]) { appendDecimal(Int64(self), to: &bytes) }
    package static func fromPostgres(_ text: UnsafeRawBufferPointer?) -> UInt8? { text.flatMap(decimal).flatMap(UInt8.init(exactly:)) }
}

extension Array: PostgresEncodable where Element: PostgresArrayElement {
    package static var postgresType: PostgresType { Element.self == UInt8.self ? .bytea : Element.postgresType.array }
    package static var mayHoldNUL: Bool { Element.mayHoldNUL }

    package func appendPostgresText(to bytes: inout [UInt8]) {
        if Element.self == UInt8.self, let binary = self as? [UInt8] { return appendBytea(binary, to: &bytes) }
        bytes.append(UInt8(ascii: "{"))
        for (index, element) in enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            appendElement(element, to: &bytes)
        }
        bytes.append(UInt8(ascii: "}"))
    }

    /// Every element in quotes, with quotes and backslashes escaped (PostgreSQL manual, 8.15.6).
    private func appendElement(_ element: Element, to bytes: inout [UInt8]) {
        guard !element.isPostgresNull else { return bytes.append(contentsOf: "NULL".utf8) }
        var text: [UInt8] = []
        element.appendPostgresText(to: &text)
        bytes.append(UInt8(ascii: "\""))
        for byte in text {
            if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") { bytes.append(UInt8(ascii: "\\")) }
            bytes.append(byte)
        }
        bytes.append(UInt8(ascii: "\""))
    }
}

extension Array: PostgresDecodable where Element: PostgresArrayElement {
    package static func fromPostgres(_ text: UnsafeRawBufferPointer?) -> [Element]? {
        guard let text else { return nil }
        if Element.self == UInt8.self { return bytea(text) as? [Element] }
        var reader = ArrayReader(text)
        return reader.elements { Element.fromPostgres($0) }
    }
}

/// Reads the text form of a one-dimensional array.
struct ArrayReader {
    private let text: UnsafeRawBufferPointer
    private var position = 0

    init(_ text: UnsafeRawBufferPointer) { self.text = text }

    /// The elements, `nil` for a malformed array or element.
    mutating func elements<Element>(_ decode: (UnsafeRawBufferPointer?) -> Element?) -> [Element]? {
        guard take() == UInt8(ascii: "{") else { return nil }
        if peek() == UInt8(ascii: "}") { return text.count == 2 ? [] : nil }
        var elements: [Element] = []
        while true {
            guard let (bytes, isNull) = element(), let value = bytes.withUnsafeBytes({ decode(isNull ? nil : $0) }) else { return nil }
            elements.append(value)
            switch take() {
            case UInt8(ascii: ","): continue
            case UInt8(ascii: "}"): return position == text.count ? elements : nil
            default: return nil
            }
        }
    }

    private mutating func element() -> (bytes: [UInt8], isNull: Bool)? {
        let isQuoted = peek() == UInt8(ascii: "\"")
        if isQuoted { position += 1 }
        var bytes: [UInt8] = []
        while let byte = peek() {
            if isQuoted ? byte == UInt8(ascii: "\"") : byte == UInt8(ascii: ",") || byte == UInt8(ascii: "}") { break }
            position += 1
            guard byte == UInt8(ascii: "\\") else {
                bytes.append(byte)
                continue
            }
            guard let escaped = take() else { return nil }
            bytes.append(escaped)
        }
        if isQuoted { guard take() == UInt8(ascii: "\"") else { return nil } }
        return (bytes, !isQuoted && bytes.elementsEqual("NULL".utf8))
    }

    private func peek() -> UInt8? { position < text.count ? text[position] : nil }

    private mutating func take() -> UInt8? {
        defer { position += 1 }
        return peek()
    }
}
