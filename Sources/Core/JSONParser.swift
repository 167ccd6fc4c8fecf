/// What a JSON text may hold. A text that passes them is refused, not cut.
package struct JSONLimits: Sendable, Hashable {
    package var depth: Int
    /// Values in all, names not counted.
    package var elements: Int
    /// Bytes of one string after unescaping.
    package var stringBytes: Int

    package init(depth: Int = 64, elements: Int = 10_000, stringBytes: Int = 65_536) {
        self.depth = depth
        self.elements = elements
        self.stringBytes = stringBytes
    }

    /// What a request body may hold.
    package static let request = JSONLimits()
    /// For texts of our own making (a stored document, a manifest of the repository).
    package static let trusted = JSONLimits(depth: 512, elements: .max, stringBytes: .max)
}

/// Why a text is no acceptable JSON, and where.
package struct JSONError: Error, Hashable, Sendable, CustomStringConvertible {
    package enum Reason: String, Sendable {
        case unexpected = "unexpected character"
        case endsEarly = "the text ends early"
        case trailing = "something stands behind the value"
        case number = "malformed number"
        case escape = "malformed escape"
        case surrogate = "half of a surrogate pair"
        case control = "control character in a string"
        case nul = "U+0000 can not be stored"
        case utf8 = "malformed UTF-8"
        case byteOrderMark = "a byte order mark is not allowed"
        case duplicate = "a member name stands twice in one object"
        case depth = "nested too deeply"
        case elements = "too many values"
        case length = "a string is too long"
    }

    package let reason: Reason
    /// Byte offset into the text.
    package let offset: Int

    package var description: String { "\(reason.rawValue), at byte \(offset)" }
}

extension JSON {
    /// Reads one JSON text strictly (RFC 8259; I-JSON's unique names; no BOM, no U+0000), within the limits.
    /// - Throws: `JSONError` with the reason and the byte offset.
    package init(parsing bytes: some Sequence<UInt8>, limits: JSONLimits = .request) throws(JSONError) {
        let copy = ContiguousArray(bytes)
        let result: Result<JSON, JSONError> = copy.withUnsafeBufferPointer { buffer in
            var parser = JSONParser(bytes: buffer, limits: limits)
            do throws(JSONError) { return .success(try parser.document()) } catch { return .failure(error) }
        }
        self = try result.get()
    }

    package init(parsing text: String, limits: JSONLimits = .request) throws(JSONError) {
        try self.init(parsing: text.utf8, limits: limits)
    }
}

private struct JSONParser {
    let bytes: UnsafeBufferPointer<UInt8>
    let limits: JSONLimits
    var position = 0
    var elements = 0

    init(bytes: UnsafeBufferPointer<UInt8>, limits: JSONLimits) {
        self.bytes = bytes
        self.limits = limits
    }

    func fault(_ reason: JSONError.Reason, at offset: Int? = nil) -> JSONError { JSONError(reason: reason, offset: offset ?? position) }

    mutating func document() throws(JSONError) -> JSON {
        if bytes.count >= 3, bytes[0] == 0xEF, bytes[1] == 0xBB, bytes[2] == 0xBF { throw fault(.byteOrderMark) }
        let value = try value(depth: 0)
        skipSpace()
        guard position == bytes.count else { throw fault(.trailing) }
        return value
    }

    mutating func value(depth: Int) throws(JSONError) -> JSON {
        guard depth <= limits.depth else { throw fault(.depth) }
        elements += 1
        guard elements <= limits.elements else { throw fault(.elements) }
        skipSpace()
        switch try peek() {
        case UInt8(ascii: "{"): return try object(depth: depth)
        case UInt8(ascii: "["): return try array(depth: depth)
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"): return try literal("true", .bool(true))
        case UInt8(ascii: "f"): return try literal("false", .bool(false))
        case UInt8(ascii: "n"): return try literal("null", .null)
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return .number(try number())
        default: throw fault(.unexpected)
        }
    }

    mutating func object(depth: Int) throws(JSONError) -> JSON {
        position += 1
        var members: [JSON.Member] = []
        var names: Set<String> = []
        skipSpace()
        if try peek() == UInt8(ascii: "}") {
            position += 1
            return .object([])
        }
        while true {
            skipSpace()
            guard try peek() == UInt8(ascii: "\"") else { throw fault(.unexpected) }
            let start = position
            let name = try string()
            guard isNew(name, members, &names) else { throw fault(.duplicate, at: start) }
            skipSpace()
            try expect(UInt8(ascii: ":"))
            members.append(JSON.Member(name, try value(depth: depth + 1)))
            skipSpace()
            if try peek() == UInt8(ascii: ",") {
                position += 1
                continue
            }
            try expect(UInt8(ascii: "}"))
            return .object(members)
        }
    }

    /// Whether no member has that name yet. Few names are compared one by one; only many get a set.
    private func isNew(_ name: String, _ members: [JSON.Member], _ names: inout Set<String>) -> Bool {
        if members.count < 24 { return !members.contains { $0.name == name } }
        if names.isEmpty { names = Set(members.map { $0.name }) }
        return names.insert(name).inserted
    }

    mutating func array(depth: Int) throws(JSONError) -> JSON {
        position += 1
        var items: [JSON] = []
        skipSpace()
        if try peek() == UInt8(ascii: "]") {
            position += 1
            return .array([])
        }
        while true {
            items.append(try value(depth: depth + 1))
            skipSpace()
            if try peek() == UInt8(ascii: ",") {
                position += 1
                continue
            }
            try expect(UInt8(ascii: "]"))
            return .array(items)
        }
    }

    mutating func number() throws(JSONError) -> String {
        let start = position
        if try peek() == UInt8(ascii: "-") { position += 1 }
        if position < bytes.count, bytes[position] == UInt8(ascii: "0") { position += 1 } else { try digits() }
        if position < bytes.count, bytes[position] == UInt8(ascii: ".") {
            position += 1
            try digits()
        }
        if position < bytes.count, bytes[position] | 0x20 == UInt8(ascii: "e") {
            position += 1
            if position < bytes.count, bytes[position] == UInt8(ascii: "+") || bytes[position] == UInt8(ascii: "-") { position += 1 }
            try digits()
        }
        if position < bytes.count, isDigit(bytes[position]) { throw fault(.number) }
        return String(decoding: bytes[start..<position], as: UTF8.self)
    }

    mutating func digits() throws(JSONError) {
        guard position < bytes.count, isDigit(bytes[position]) else { throw fault(.number) }
        while position < bytes.count, isDigit(bytes[position]) { position += 1 }
    }

    mutating func string() throws(JSONError) -> String {
        position += 1
        let start = position
        while position < bytes.count, bytes[position] >= 0x20, bytes[position] != UInt8(ascii: "\""), bytes[position] != UInt8(ascii: "\\") {
            position += 1
        }
        if position < bytes.count, bytes[position] == UInt8(ascii: "\"") {
            defer { position += 1 }
            return try text(UnsafeBufferPointer(rebasing: bytes[start..<position]), at: start)
        }
        var unescaped = Array(bytes[start..<position])
        while true {
            let byte = try peek()
            switch byte {
            case UInt8(ascii: "\""):
                position += 1
                return try unescaped.withUnsafeBufferPointer { unescaped throws(JSONError) in try text(unescaped, at: start) }
            case UInt8(ascii: "\\"): try escape(into: &unescaped)
            case 0: throw fault(.nul)
            case 0..<0x20: throw fault(.control)
            default:
                unescaped.append(byte)
                position += 1
            }
        }
    }

    func text(_ bytes: UnsafeBufferPointer<UInt8>, at start: Int) throws(JSONError) -> String {
        guard bytes.count <= limits.stringBytes else { throw fault(.length, at: start) }
        // Most strings are ASCII, which needs no look at what follows what.
        if bytes.allSatisfy({ $0 < 0x80 }) { return String(decoding: bytes, as: UTF8.self) }
        guard let text = String(validating: bytes, as: UTF8.self) else { throw fault(.utf8, at: start) }
        return text
    }

    mutating func escape(into unescaped: inout [UInt8]) throws(JSONError) {
        position += 1
        let character = try peek()
        position += 1
        switch character {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): unescaped.append(character)
        case UInt8(ascii: "b"): unescaped.append(0x08)
        case UInt8(ascii: "f"): unescaped.append(0x0C)
        case UInt8(ascii: "n"): unescaped.append(0x0A)
        case UInt8(ascii: "r"): unescaped.append(0x0D)
        case UInt8(ascii: "t"): unescaped.append(0x09)
        case UInt8(ascii: "u"): unescaped.append(contentsOf: String(Character(try unicodeEscape())).utf8)
        default: throw fault(.escape, at: position - 1)
        }
    }

    mutating func unicodeEscape() throws(JSONError) -> Unicode.Scalar {
        let first = try fourDigits()
        guard first != 0 else { throw fault(.nul) }
        if let scalar = Unicode.Scalar(first) { return scalar }
        guard (0xD800..<0xDC00).contains(first), position + 1 < bytes.count, bytes[position] == UInt8(ascii: "\\"),
            bytes[position + 1] == UInt8(ascii: "u")
        else { throw fault(.surrogate) }
        position += 2
        let second = try fourDigits()
        guard (0xDC00..<0xE000).contains(second), let scalar = Unicode.Scalar(0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00)) else {
            throw fault(.surrogate)
        }
        return scalar
    }

    mutating func fourDigits() throws(JSONError) -> UInt32 {
        var value: UInt32 = 0
        for _ in 0..<4 {
            guard let digit = hexadecimalValue(try peek()) else { throw fault(.escape) }
            value = value << 4 | UInt32(digit)
            position += 1
        }
        return value
    }

    mutating func literal(_ word: StaticString, _ value: JSON) throws(JSONError) -> JSON {
        for index in 0..<word.utf8CodeUnitCount { try expect(word.utf8Start[index]) }
        return value
    }

    mutating func expect(_ byte: UInt8) throws(JSONError) {
        guard try peek() == byte else { throw fault(.unexpected) }
        position += 1
    }

    func peek() throws(JSONError) -> UInt8 {
        guard position < bytes.count else { throw fault(.endsEarly) }
        return bytes[position]
    }

    mutating func skipSpace() {
        while position < bytes.count, isSpace(bytes[position]) { position += 1 }
    }

    func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 }

    func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
}
