import ConnectorKit

/// Why an answer is no JSON of the expected form.
struct BrokenAnswer: Error {
    let reason: JSONFault.Reason
    let offset: Int

    init(reason: JSONFault.Reason, offset: Int) {
        self.reason = reason
        self.offset = offset
    }

    init(_ fault: JSONFault) { self.init(reason: fault.reason, offset: fault.offset) }
}

/// Takes the rows out of an answer while its bytes come: of `search` (an object with `results`) and of `searchStream` (an array of such objects).
/// Only one row is kept at a time, so that an answer of any size needs the memory of its largest row. What surrounds the rows is given too, with
/// `results` emptied.
struct RowScanner {
    /// Called with each element of `results`.
    typealias Row = (JSONView) throws -> Void
    /// Called with each object around them.
    typealias Envelope = (JSONView) throws -> Void

    /// Where the next byte belongs to.
    private enum Place { case start, list, envelope, results, row, end }

    private var place = Place.start
    private var isList = false
    /// Open braces and brackets of the envelope, or of the row.
    private var depth = 0
    private var isText = false
    private var isEscaped = false
    private var needsComma = false
    private var row: [UInt8] = []
    private var envelope: [UInt8] = []
    /// Where the last text of the envelope's own level began, to know the name before a bracket.
    private var nameStart = 0
    private var isResults = false
    private var offset = 0

    /// A row of the API is a few hundred bytes; an envelope has a field mask and ids.
    private static let largest = 4 * 1024 * 1024

    /// Reads the next piece.
    mutating func read(_ bytes: UnsafeRawBufferPointer, row handle: Row, envelope close: Envelope) throws {
        var index = 0
        while index < bytes.count {
            switch place {
            case .row: index = try readRow(bytes, index, handle)
            case .envelope: index = try readEnvelope(bytes, index, close)
            default:
                try between(bytes[index])
                index += 1
            }
            try checkSize()
        }
        offset += bytes.count
    }

    /// Says that nothing follows.
    func finish() throws(BrokenAnswer) {
        switch place {
        case .end: break
        case .start: throw BrokenAnswer(reason: .empty, offset: offset)
        default: throw BrokenAnswer(reason: .cut, offset: offset)
        }
    }

    private func checkSize() throws {
        guard row.count <= Self.largest, envelope.count <= Self.largest else {
            throw ConnectorFailure(.contract, "A row of Google's answer is larger than \(Self.largest) bytes.")
        }
    }

    /// A byte outside of rows and envelopes.
    private mutating func between(_ byte: UInt8) throws(BrokenAnswer) {
        switch (place, byte) {
        case (_, 0x20), (_, 0x0A), (_, 0x0D), (_, 0x09): break
        case (.start, 0x5B):
            isList = true
            place = .list
        case (.start, 0x7B): openEnvelope()
        case (.start, 0x3C): throw BrokenAnswer(reason: .markup, offset: offset)
        case (.list, 0x7B) where !needsComma: openEnvelope()
        case (.results, 0x7B) where !needsComma: openRow()
        case (.list, 0x2C) where needsComma, (.results, 0x2C) where needsComma: needsComma = false
        case (.list, 0x5D): place = .end
        case (.results, 0x5D):
            envelope.append(byte)
            needsComma = false
            depth = 1
            place = .envelope
        default: throw BrokenAnswer(reason: .syntax, offset: offset)
        }
    }

    private mutating func openEnvelope() {
        envelope.removeAll(keepingCapacity: true)
        envelope.append(0x7B)
        isResults = false
        depth = 1
        place = .envelope
    }

    private mutating func openRow() {
        row.removeAll(keepingCapacity: true)
        row.append(0x7B)
        depth = 1
        place = .row
    }

    /// Reads up to the end of the row or of the bytes.
    private mutating func readRow(_ bytes: UnsafeRawBufferPointer, _ start: Int, _ handle: Row) throws -> Int {
        var index = start
        while index < bytes.count, depth > 0 {
            step(bytes[index])
            index += 1
        }
        row.append(contentsOf: UnsafeRawBufferPointer(rebasing: bytes[start..<index]))
        guard depth == 0 else { return index }
        place = .results
        needsComma = true
        try handle(try JSONDocument(row).root)
        return index
    }

    /// Reads up to the rows, to the end of the envelope or of the bytes.
    private mutating func readEnvelope(_ bytes: UnsafeRawBufferPointer, _ start: Int, _ close: Envelope) throws -> Int {
        var index = start
        while index < bytes.count {
            let byte = bytes[index]
            index += 1
            let wasText = isText
            noteName(byte, wasText)
            step(byte)
            envelope.append(byte)
            if depth == 2, byte == 0x5B, !wasText, isResults {
                isResults = false
                needsComma = false
                place = .results
                return index
            }
            if depth == 0 { break }
        }
        guard depth == 0 else { return index }
        place = isList ? .list : .end
        needsComma = true
        try close(try JSONDocument(envelope).root)
        return index
    }

    /// Whether the text before a colon of the envelope's own level is `results`.
    private mutating func noteName(_ byte: UInt8, _ wasText: Bool) {
        guard depth == 1, !isEscaped else { return }
        if byte == 0x22, !wasText { nameStart = envelope.count }
        if byte == 0x3A, !wasText { isResults = envelope[nameStart...].starts(with: Self.results) }
        if byte == 0x2C, !wasText { isResults = false }
    }

    private static let results = Array("\"results\"".utf8)

    /// Follows texts, braces and brackets.
    @inline(__always) private mutating func step(_ byte: UInt8) {
        if isText {
            if isEscaped {
                isEscaped = false
            } else if byte == 0x5C {
                isEscaped = true
            } else if byte == 0x22 {
                isText = false
            }
            return
        }
        switch byte {
        case 0x22: isText = true
        case 0x7B, 0x5B: depth += 1
        case 0x7D, 0x5D: depth -= 1
        default: break
        }
    }
}
