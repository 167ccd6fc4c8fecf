import ConnectorKit

/// The rows of a file, one at a time, through a window that never holds much more than one piece of the body.
final class RecordReader {
    /// A row longer than this is rejected: the boundary's rows have the same bound.
    static let longest = 1 << 20

    enum Found {
        /// A row; its fields can be asked for until the next call.
        case row(line: Int)
        /// A row that can not be split.
        case broken(Reject)
        case end
    }

    private let response: Response
    private let settings: Settings
    private var splitter: Splitter?
    private var window = ByteBuffer(capacity: 640 * 1024)
    private var scratch = ByteBuffer()
    private let spans = UnsafeMutablePointer<Span>.allocate(capacity: Splitter.mostColumns)
    private var position = 0
    private var line = 1
    private var atEnd = false
    private var started = false
    /// A row that was looked at and is still to be given.
    private var kept: Int?
    /// How many fields the row has.
    private(set) var count = 0
    /// Bytes read in front of the window.
    private var dropped = 0

    init(_ response: Response, _ settings: Settings) {
        self.response = response
        self.settings = settings
    }

    deinit { spans.deallocate() }

    /// How many bytes of the file have been used.
    var consumed: Int { dropped + position }

    /// How many bytes the file has, when the server says so.
    var size: Int? { response.header("content-length").flatMap { Int($0) } }

    /// Reads the headings, or looks at the first row, and finds the columns. Call it first.
    func columns() throws -> Columns {
        guard case .row(let line) = try nextSplittable() else {
            throw ConnectorFailure(.config, "The file is empty.")
        }
        guard settings.header else {
            kept = line
            return try Columns(settings, headings: nil, count: count)
        }
        let headings = try (0..<count).map { try heading($0) }
        return try Columns(settings, headings: headings, count: count)
    }

    /// The next row that is not blank.
    func next() throws -> Found {
        if let line = kept {
            kept = nil
            return .row(line: line)
        }
        return try nextSplittable()
    }

    /// The bytes of a field as UTF-8, without blanks around it; valid until the next row.
    func field(_ index: Int) -> UnsafeRawBufferPointer {
        let span = spans[index]
        let bytes = span.inScratch ? scratch.unsafeBytes : window.unsafeBytes
        var start = span.start
        var end = span.end
        while start < end, bytes[start] == 0x20 || bytes[start] == 0x09 { start += 1 }
        while end > start, bytes[end - 1] == 0x20 || bytes[end - 1] == 0x09 { end -= 1 }
        return UnsafeRawBufferPointer(rebasing: bytes[start..<end])
    }

    private func heading(_ index: Int) throws -> String { String(decoding: field(index), as: UTF8.self) }

    private func nextSplittable() throws -> Found {
        if !started { try start() }
        guard let splitter else { return .end }
        while true {
            if position >= window.count, atEnd { return .end }
            switch splitter.split(window.unsafeBytes, from: position, atEnd: atEnd, spans) {
            case .blank(let next):
                position = next
                line += 1
            case .needsMore:
                if window.count - position > RecordReader.longest {
                    return try broken("The row is longer than 1 MiB, or a quoted text has no closing quote.")
                }
                try fill()
            case .broken(let reason): return try broken(reason)
            case .row(let fields, let next, let lines):
                let first = line
                let start = position
                count = fields
                position = next
                line += lines
                if let fault = decode(start, next) { return .broken(Reject(fault.reason, line: first, sample: fault.sample)) }
                return .row(line: first)
            }
        }
    }

    /// Rejects the line at the position and goes on with the next one.
    private func broken(_ reason: String) throws -> Found {
        let first = line
        var sample: String?
        while true {
            let bytes = window.unsafeBytes
            let end = bytes[position...].firstIndex { $0 == 0x0A || $0 == 0x0D }
            let isWhole = atEnd || end.map { $0 + 1 < bytes.count } ?? false
            let last = end ?? bytes.count
            if sample == nil, isWhole || bytes.count - position > RecordReader.longest {
                sample = String(decoding: bytes[position..<min(last, position + 80)], as: UTF8.self)
            }
            if isWhole {
                position = end.map { bytes[$0] == 0x0D && $0 + 1 < bytes.count && bytes[$0 + 1] == 0x0A ? $0 + 2 : $0 + 1 } ?? bytes.count
                line += 1
                return .broken(Reject(reason, line: first, sample: sample))
            }
            if bytes.count - position > RecordReader.longest { position = end ?? bytes.count }
            try fill()
        }
    }

    private func fill() throws {
        dropped += position
        window.dropFirst(position)
        position = 0
        if try !response.read(into: &window) { atEnd = true }
    }

    /// Reads the beginning: what kind of file it is, its byte order mark, its delimiter.
    private func start() throws {
        started = true
        while window.count < 64 * 1024, !atEnd { try fill() }
        let bytes = window.unsafeBytes
        try FileKind.confirm(bytes)
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
        let first = UnsafeRawBufferPointer(rebasing: bytes[position...])
        splitter = Splitter(delimiter: settings.delimiter ?? FileKind.delimiter(first), isRuns: settings.format == .fixed)
    }
}

extension RecordReader {
    /// Undoes doubled quotes and turns other encodings into UTF-8. Most rows have neither, which one look at the row's bytes tells.
    private func decode(_ start: Int, _ end: Int) -> (reason: String, sample: String)? {
        let bytes = window.unsafeBytes
        var high: UInt8 = 0
        for index in start..<end { high |= bytes[index] }
        var isPlain = high < 0x80
        if isPlain { for index in 0..<count where spans[index].isQuoted { isPlain = false } }
        if isPlain { return nil }
        scratch.truncate(to: 0)
        for index in 0..<count {
            let span = spans[index]
            let field = UnsafeRawBufferPointer(rebasing: bytes[span.start..<span.end])
            let isUTF8 = FileKind.isUTF8(field)
            if !isUTF8, settings.encoding == .utf8 {
                return ("Column \(index + 1) is not UTF-8.", FileKind.latin1(field.prefix(40)))
            }
            let isLatin1 = settings.encoding == .latin1 || !isUTF8
            guard isLatin1 || span.isQuoted else { continue }
            let from = scratch.count
            var place = 0
            while place < field.count {
                let byte = field[place]
                if byte < 0x80 || !isLatin1 {
                    scratch.append(byte)
                } else {
                    scratch.append(0xC0 | byte >> 6)
                    scratch.append(0x80 | byte & 0x3F)
                }
                place += span.isQuoted && byte == 0x22 ? 2 : 1
            }
            spans[index] = Span(start: from, end: scratch.count, inScratch: true)
        }
        return nil
    }
}
