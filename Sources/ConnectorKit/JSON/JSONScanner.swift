/// The pass that checks a document and notes its values.
struct JSONScanner {
    private let bytes: UnsafeRawBufferPointer
    private var index = 0
    var nodes: [JSONNode] = []
    var hasOddEscapes = false

    /// Platforms nest a dozen levels at most; the bound keeps the stack safe.
    private static let maximumDepth = 128

    init(_ bytes: UnsafeRawBufferPointer) {
        self.bytes = bytes
        // Measured on responses of several platforms: a value every 16 bytes or more.
        nodes.reserveCapacity(bytes.count / 16 + 8)
    }

    mutating func document() throws(JSONFault) {
        if bytes.count >= 3, bytes[0] == 0xEF, bytes[1] == 0xBB, bytes[2] == 0xBF { index = 3 }
        skipSpace()
        guard index < bytes.count else { throw JSONFault(reason: .empty, offset: index) }
        if bytes[index] == 0x3C { throw JSONFault(reason: .markup, offset: index) }
        try value(depth: 0)
        skipSpace()
        if index < bytes.count { throw JSONFault(reason: .syntax, offset: index) }
    }

    @inline(__always) private mutating func skipSpace() {
        while index < bytes.count {
            switch bytes[index] {
            case 0x20, 0x0A, 0x0D, 0x09: index += 1
            default: return
            }
        }
    }

    private func unexpected() -> JSONFault { JSONFault(reason: index >= bytes.count ? .cut : .syntax, offset: index) }

    private mutating func value(depth: Int) throws(JSONFault) {
        guard index < bytes.count else { throw unexpected() }
        switch bytes[index] {
        case 0x22: try text()
        case 0x7B: try object(depth: depth)
        case 0x5B: try array(depth: depth)
        case 0x74: try word("true", .yes)
        case 0x66: try word("false", .no)
        case 0x6E: try word("null", .null)
        case 0x2D, 0x30...0x39: try number()
        default: throw unexpected()
        }
    }

    private mutating func note(_ kind: JSONNode.Kind, from start: Int) {
        nodes.append(JSONNode(start: UInt32(start), end: UInt32(index), next: UInt32(nodes.count + 1), count: 0, kind: kind))
    }

    private mutating func word(_ word: StaticString, _ kind: JSONNode.Kind) throws(JSONFault) {
        let start = index
        for place in 0..<word.utf8CodeUnitCount {
            guard index < bytes.count, bytes[index] == word.utf8Start[place] else { throw unexpected() }
            index += 1
        }
        note(kind, from: start)
    }

    private mutating func digits() throws(JSONFault) {
        let start = index
        while index < bytes.count, bytes[index] &- 0x30 <= 9 { index += 1 }
        if index == start { throw unexpected() }
    }

    private mutating func number() throws(JSONFault) {
        let start = index
        if bytes[index] == 0x2D { index += 1 }
        if index < bytes.count, bytes[index] == 0x30 { index += 1 } else { try digits() }
        if index < bytes.count, bytes[index] == 0x2E {
            index += 1
            try digits()
        }
        if index < bytes.count, bytes[index] | 0x20 == 0x65 {
            index += 1
            if index < bytes.count, bytes[index] == 0x2B || bytes[index] == 0x2D { index += 1 }
            try digits()
        }
        note(.number, from: start)
    }

    private mutating func text() throws(JSONFault) {
        let start = index
        var escaped = false
        index += 1
        while index < bytes.count {
            let byte = bytes[index]
            if byte == 0x22 {
                index += 1
                note(escaped ? .escapedText : .text, from: start)
                return
            } else if byte == 0x5C {
                escaped = true
                try escape()
            } else if byte < 0x20 {
                throw JSONFault(reason: .text, offset: index)
            } else if byte < 0x80 {
                index += 1
            } else {
                let length = UTF8Bytes.sequence(bytes, index)
                if length == 0 { throw JSONFault(reason: index + 4 > bytes.count ? .cut : .text, offset: index) }
                index += length
            }
        }
        throw JSONFault(reason: .cut, offset: index)
    }

    private mutating func escape() throws(JSONFault) {
        guard index + 1 < bytes.count else { throw JSONFault(reason: .cut, offset: bytes.count) }
        switch bytes[index + 1] {
        case 0x22, 0x5C, 0x2F, 0x62, 0x66, 0x6E, 0x72, 0x74: index += 2
        case 0x75:
            guard let unit = JSONText.unit(bytes, index + 2) else {
                throw JSONFault(reason: index + 6 > bytes.count ? .cut : .syntax, offset: index)
            }
            if unit == 0 || (0xDC00...0xDFFF).contains(unit) { hasOddEscapes = true }
            index += 6
            guard (0xD800...0xDBFF).contains(unit) else { return }
            if JSONText.isLowSurrogate(bytes, index) { index += 6 } else { hasOddEscapes = true }
        default: throw JSONFault(reason: .syntax, offset: index + 1)
        }
    }

    private mutating func open(_ kind: JSONNode.Kind, _ depth: Int) throws(JSONFault) -> Int {
        if depth >= JSONScanner.maximumDepth { throw JSONFault(reason: .tooDeep, offset: index) }
        note(kind, from: index)
        index += 1
        skipSpace()
        return nodes.count - 1
    }

    private mutating func close(_ node: Int, _ count: Int) {
        index += 1
        nodes[node].end = UInt32(index)
        nodes[node].next = UInt32(nodes.count)
        nodes[node].count = UInt32(count)
    }

    private mutating func array(depth: Int) throws(JSONFault) {
        let node = try open(.array, depth)
        var count = 0
        if index < bytes.count, bytes[index] == 0x5D { return close(node, 0) }
        while true {
            try value(depth: depth + 1)
            count += 1
            skipSpace()
            guard index < bytes.count else { throw unexpected() }
            if bytes[index] == 0x5D { return close(node, count) }
            guard bytes[index] == 0x2C else { throw unexpected() }
            index += 1
            skipSpace()
        }
    }

    private mutating func object(depth: Int) throws(JSONFault) {
        let node = try open(.object, depth)
        var count = 0
        if index < bytes.count, bytes[index] == 0x7D { return close(node, 0) }
        while true {
            guard index < bytes.count, bytes[index] == 0x22 else { throw unexpected() }
            try text()
            skipSpace()
            guard index < bytes.count, bytes[index] == 0x3A else { throw unexpected() }
            index += 1
            skipSpace()
            try value(depth: depth + 1)
            count += 1
            skipSpace()
            guard index < bytes.count else { throw unexpected() }
            if bytes[index] == 0x7D { return close(node, count) }
            guard bytes[index] == 0x2C else { throw unexpected() }
            index += 1
            skipSpace()
        }
    }
}
