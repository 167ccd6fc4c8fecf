package import Core

/// Rows in COPY's text format (PostgreSQL manual, COPY, "Text Format"), appended field by field straight into one byte buffer.
package struct CopyBuffer: Sendable {
    package private(set) var bytes: [UInt8] = []
    /// Rows that are complete.
    package private(set) var rows = 0
    private var isAtRowStart = true
    /// A text with U+0000 came in; the buffer is then refused.
    private(set) var hasNUL = false

    /// - Parameter capacity: bytes to reserve.
    package init(reservingCapacity capacity: Int = 0) { bytes.reserveCapacity(capacity) }

    /// Rows that stand ready as lines of the format, each ended by a newline. The caller answers for their escapes and for U+0000.
    package init(lines: [UInt8], rows: Int) {
        bytes = lines
        self.rows = rows
    }

    package mutating func appendNull() {
        separate()
        bytes.append(UInt8(ascii: "\\"))
        bytes.append(UInt8(ascii: "N"))
    }

    package mutating func append(_ value: Int64) {
        separate()
        appendDecimal(value, to: &bytes)
    }

    package mutating func append(_ value: Int) { append(Int64(value)) }

    package mutating func append(_ text: String) {
        separate()
        var text = text
        text.withUTF8 { escape(UnsafeRawBufferPointer($0)) }
    }

    /// Appends bytes that are UTF-8 text already (a JSON value, say) as one field.
    package mutating func append(text bytes: [UInt8]) {
        separate()
        bytes.withUnsafeBytes { escape($0) }
    }

    package mutating func append(text bytes: ArraySlice<UInt8>) {
        separate()
        bytes.withUnsafeBytes { escape($0) }
    }

    package mutating func append(_ flag: Bool) {
        separate()
        bytes.append(flag ? UInt8(ascii: "t") : UInt8(ascii: "f"))
    }

    /// Types whose text needs no escaping.
    package mutating func append(_ value: UniqueID) {
        separate()
        value.appendPostgresText(to: &bytes)
    }

    package mutating func append<Subject>(_ id: ID<Subject>) { append(id.value) }

    package mutating func append(_ day: Day) {
        separate()
        day.appendPostgresText(to: &bytes)
    }

    package mutating func append(_ instant: Instant) {
        separate()
        instant.appendPostgresText(to: &bytes)
    }

    package mutating func append(_ value: Double) {
        separate()
        value.appendPostgresText(to: &bytes)
    }

    package mutating func append(_ value: Currency) { append(value.code) }

    /// Any other value, through its text (arrays, JSON, `bytea`).
    package mutating func append(value: some PostgresEncodable) {
        guard !value.isPostgresNull else { return appendNull() }
        var text: [UInt8] = []
        value.appendPostgresText(to: &text)
        append(text: text)
    }

    package mutating func append(_ value: Int64?) { if let value { append(value) } else { appendNull() } }
    package mutating func append(_ value: Int?) { if let value { append(value) } else { appendNull() } }
    package mutating func append(_ value: String?) { if let value { append(value) } else { appendNull() } }
    package mutating func append(_ value: Bool?) { if let value { append(value) } else { appendNull() } }
    package mutating func append(_ value: Day?) { if let value { append(value) } else { appendNull() } }
    package mutating func append(_ value: Instant?) { if let value { append(value) } else { appendNull() } }
    package mutating func append(_ value: Currency?) { if let value { append(value) } else { appendNull() } }

    /// Ends a row.
    package mutating func endRow() {
        bytes.append(UInt8(ascii: "\n"))
        isAtRowStart = true
        rows += 1
    }

    /// Empties the buffer and keeps its memory.
    package mutating func removeAll() {
        bytes.removeAll(keepingCapacity: true)
        rows = 0
        isAtRowStart = true
        hasNUL = false
    }

    @inline(__always)
    private mutating func separate() {
        if isAtRowStart { isAtRowStart = false } else { bytes.append(UInt8(ascii: "\t")) }
    }

    /// Copies runs of ordinary bytes as a whole and escapes the four that mean something to COPY.
    private mutating func escape(_ text: UnsafeRawBufferPointer) {
        var start = 0
        for index in 0..<text.count {
            let byte = text[index]
            if byte > 0x0D && byte != UInt8(ascii: "\\") { continue }
            guard let escaped = Self.escape(byte) else {
                if byte == 0 { hasNUL = true }
                continue
            }
            bytes.append(contentsOf: UnsafeRawBufferPointer(rebasing: text[start..<index]))
            bytes.append(UInt8(ascii: "\\"))
            bytes.append(escaped)
            start = index + 1
        }
        bytes.append(contentsOf: UnsafeRawBufferPointer(rebasing: text[start...]))
    }

    private static func escape(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "\\"): UInt8(ascii: "\\")
        case UInt8(ascii: "\t"): UInt8(ascii: "t")
        case UInt8(ascii: "\n"): UInt8(ascii: "n")
        case UInt8(ascii: "\r"): UInt8(ascii: "r")
        default: nil
        }
    }
}
