/// Takes one row (a JSON object on a line) apart without building anything: where each member's name and value stand, and what kind of value it is.
/// A row comes from a connector, so nothing about it is taken on trust: strings, escapes and numbers are checked as strictly as JSON asks.
struct RowScanner {
    enum Kind: UInt8 {
        case string, escapedString, integer, number, yes, no, null, structure
    }

    /// A value in the row's bytes; for strings the part between the quotes.
    struct Value {
        var kind: Kind
        var start: Int
        var end: Int

        static let absent = Value(kind: .null, start: 0, end: 0)
    }

    private let bytes: UnsafeRawBufferPointer
    private var position = 0

    init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

    /// Calls `member` for each member of the row, in order.
    mutating func members(_ member: (_ name: UnsafeRawBufferPointer, Value) throws(RowFault) -> Void) throws(RowFault) {
        skipSpace()
        try expect(UInt8(ascii: "{"))
        skipSpace()
        if peek == UInt8(ascii: "}") {
            position += 1
        } else {
            repeat {
                skipSpace()
                let name = try string()
                guard name.kind == .string else { throw .malformed("a member's name holds an escape") }
                skipSpace()
                try expect(UInt8(ascii: ":"))
                skipSpace()
                let value = try value()
                try member(UnsafeRawBufferPointer(rebasing: bytes[name.start..<name.end]), value)
                skipSpace()
            } while take(UInt8(ascii: ","))
            try expect(UInt8(ascii: "}"))
        }
        skipSpace()
        guard position == bytes.count else { throw .malformed("something stands behind it") }
    }

    private mutating func value() throws(RowFault) -> Value {
        switch peek {
        case UInt8(ascii: "\""): return try string()
        case UInt8(ascii: "{"), UInt8(ascii: "["): return try structure()
        case UInt8(ascii: "t"): return try word("true", .yes)
        case UInt8(ascii: "f"): return try word("false", .no)
        case UInt8(ascii: "n"): return try word("null", .null)
        default: return try number()
        }
    }

    private mutating func string() throws(RowFault) -> Value {
        try expect(UInt8(ascii: "\""))
        let start = position
        var kind = Kind.string
        while position < bytes.count {
            let byte = bytes[position]
            if byte == UInt8(ascii: "\"") {
                position += 1
                return Value(kind: kind, start: start, end: position - 1)
            }
            guard byte >= 0x20 else { throw .malformed("a control character stands in a text") }
            if byte == UInt8(ascii: "\\") {
                kind = .escapedString
                position += 1
            }
            position += 1
        }
        throw .malformed("it ends within a text")
    }

    private mutating func number() throws(RowFault) -> Value {
        let start = position
        var kind = Kind.integer
        if peek == UInt8(ascii: "-") { position += 1 }
        if peek == UInt8(ascii: "0") { position += 1 } else { try digits() }
        if take(UInt8(ascii: ".")) {
            kind = .number
            try digits()
        }
        if let mark = peek, mark | 0x20 == UInt8(ascii: "e") {
            kind = .number
            position += 1
            if !take(UInt8(ascii: "+")) { _ = take(UInt8(ascii: "-")) }
            try digits()
        }
        return Value(kind: kind, start: start, end: position)
    }

    private mutating func digits() throws(RowFault) {
        let start = position
        while let byte = peek, byte &- 0x30 < 10 { position += 1 }
        guard position > start else { throw .malformed("a value is malformed") }
    }

    /// An object or array: only its end is looked for here; who wants its content reads it strictly.
    private mutating func structure() throws(RowFault) -> Value {
        let start = position
        var depth = 0
        repeat {
            switch peek {
            case nil: throw .malformed("it ends early")
            case UInt8(ascii: "\""): _ = try string()
            case UInt8(ascii: "{"), UInt8(ascii: "["):
                depth += 1
                position += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                depth -= 1
                position += 1
            default: position += 1
            }
        } while depth > 0
        return Value(kind: .structure, start: start, end: position)
    }

    private mutating func word(_ word: StaticString, _ kind: Kind) throws(RowFault) -> Value {
        let start = position
        for index in 0..<word.utf8CodeUnitCount { try expect(word.utf8Start[index]) }
        return Value(kind: kind, start: start, end: position)
    }

    private var peek: UInt8? { position < bytes.count ? bytes[position] : nil }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard peek == byte else { return false }
        position += 1
        return true
    }

    private mutating func expect(_ byte: UInt8) throws(RowFault) {
        guard take(byte) else { throw .malformed("\"\(Character(Unicode.Scalar(byte)))\" is missing at byte \(position)") }
    }

    private mutating func skipSpace() {
        while let byte = peek, byte == 0x20 || byte == 0x09 || byte == 0x0D { position += 1 }
    }
}
