/// Writes JSON text straight into a byte buffer, without building a tree first.
package struct JSONWriter: Sendable {
    package private(set) var bytes: [UInt8] = []

    package init(reservingCapacity capacity: Int = 0) { bytes.reserveCapacity(capacity) }

    /// Bytes that are JSON text already (a value that PostgreSQL built, punctuation).
    package mutating func raw(_ text: some Sequence<UInt8>) { bytes.append(contentsOf: text) }

    /// The same for bytes that lie together: one copy of memory.
    package mutating func raw(_ text: UnsafeRawBufferPointer) { bytes.append(contentsOf: text) }

    package mutating func raw(_ text: [UInt8]) { bytes.append(contentsOf: text) }

    package mutating func raw(_ text: StaticString) {
        text.withUTF8Buffer { bytes.append(contentsOf: $0) }
    }

    package mutating func string(_ text: some StringProtocol) {
        if text.utf8.withContiguousStorageIfAvailable({ quote($0) }) == nil { Array(text.utf8).withUnsafeBufferPointer { quote($0) } }
    }

    /// What needs no escape goes over in runs.
    private mutating func quote(_ text: UnsafeBufferPointer<UInt8>) {
        bytes.append(UInt8(ascii: "\""))
        var start = 0
        for (index, byte) in text.enumerated() where byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") {
            bytes.append(contentsOf: text[start..<index])
            escape(byte)
            start = index + 1
        }
        bytes.append(contentsOf: text[start...])
        bytes.append(UInt8(ascii: "\""))
    }

    package mutating func integer(_ value: some BinaryInteger) { bytes.append(contentsOf: String(value).utf8) }

    package mutating func value(_ value: JSON) {
        switch value {
        case .null: raw("null")
        case .bool(let flag): flag ? raw("true") : raw("false")
        case .number(let text): raw(text.utf8)
        case .string(let text): string(text)
        case .array(let items):
            list(items, open: "[", close: "]") { $0.value($1) }
        case .object(let members):
            list(members, open: "{", close: "}") { writer, member in
                writer.string(member.name)
                writer.raw(":")
                writer.value(member.value)
            }
        }
    }

    private mutating func list<Item>(_ items: [Item], open: StaticString, close: StaticString, _ write: (inout JSONWriter, Item) -> Void) {
        raw(open)
        for (index, item) in items.enumerated() {
            if index > 0 { raw(",") }
            write(&self, item)
        }
        raw(close)
    }

    private mutating func escape(_ byte: UInt8) {
        switch byte {
        case UInt8(ascii: "\""): raw("\\\"")
        case UInt8(ascii: "\\"): raw("\\\\")
        case 0x0A: raw("\\n")
        case 0x0D: raw("\\r")
        case 0x09: raw("\\t")
        case 0..<0x20:
            raw("\\u00")
            bytes.append(hexadecimalDigit(byte >> 4))
            bytes.append(hexadecimalDigit(byte & 0xF))
        default: bytes.append(byte)
        }
    }
}

extension JSON {
    /// The compact text as UTF-8.
    package func encoded() -> [UInt8] {
        var writer = JSONWriter()
        writer.value(self)
        return writer.bytes
    }
}
