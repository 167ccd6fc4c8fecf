/// The records of a CSV body (RFC 4180), read while they are asked for: `while let record = try records.next() { record["Campaign ID"] … }`. The first
/// record names the columns. Lines may end with LF or CRLF; quoted fields may hold separators, quotes (doubled) and line ends.
public struct CSVRecords {
    /// One record.
    public struct Record: Sendable {
        /// Its fields in their order.
        public let fields: [String]
        /// The line it starts on, from 1.
        public let line: Int
        let places: [String: Int]

        /// The field of a column; nil where there is no such column, or the record is too short. Of columns with the same name the first counts.
        public subscript(_ column: String) -> String? {
            guard let place = places[column], place < fields.count else { return nil }
            return fields[place]
        }
    }

    /// A record longer than this is a `contract` failure: a quote is missing somewhere.
    public static let longest = 4 * 1024 * 1024

    /// The names of the columns; empty until the first `next`.
    public private(set) var columns: [String] = []
    private var places: [String: Int] = [:]
    private let response: Response
    private let separator: UInt8
    private var bytes: [UInt8] = []
    private var position = 0
    private var ended = false
    private var line = 1

    init(response: Response, separator: Character) {
        self.response = response
        self.separator = separator.asciiValue ?? 0x2C
    }

    /// The next record, nil after the last one. Empty lines are passed over.
    public mutating func next() throws -> Record? {
        if columns.isEmpty {
            guard let first = try record() else { return nil }
            columns = first.fields
            // Some platforms begin with a byte order mark.
            if columns[0].unicodeScalars.first == "\u{FEFF}" { columns[0].unicodeScalars.removeFirst() }
            for (place, name) in columns.enumerated() where places[name] == nil { places[name] = place }
        }
        return try record().map { Record(fields: $0.fields, line: $0.line, places: places) }
    }

    private mutating func record() throws -> (fields: [String], line: Int)? {
        while true {
            let first = line
            guard let end = try end() else { return nil }
            let content = bytes[position..<end.content]
            line += content.count { $0 == 0x0A } + 1
            position = end.next
            if !content.isEmpty { return (fields(content), first) }
        }
    }

    /// Where the record that starts at `position` ends, and where the next one starts.
    private mutating func end() throws -> (content: Int, next: Int)? {
        var index = position
        var quoted = false
        while true {
            while index < bytes.count {
                if bytes[index] == 0x22 { quoted.toggle() }
                if bytes[index] == 0x0A, !quoted { return (index > position && bytes[index - 1] == 0x0D ? index - 1 : index, index + 1) }
                index += 1
            }
            if bytes.count - position > CSVRecords.longest {
                throw ConnectorFailure(
                    .contract, "The platform's answer has a record of more than \(CSVRecords.longest) bytes.", detail: "line \(line)")
            }
            if ended {
                if quoted { throw ConnectorFailure(.transient, "The platform's answer was cut off.", detail: "in a quoted field, line \(line)") }
                return position < bytes.count ? (bytes.count, bytes.count) : nil
            }
            let unread = index - position
            bytes.removeFirst(position)
            position = 0
            index = unread
            ended = try !response.host.readBody(response.handle) { bytes.append(contentsOf: $0) }
        }
    }

    private func fields(_ content: ArraySlice<UInt8>) -> [String] {
        var fields: [String] = []
        var field: [UInt8] = []
        var quoted = false
        var index = content.startIndex
        while index < content.endIndex {
            let byte = content[index]
            let doubled = quoted && byte == 0x22 && index + 1 < content.endIndex && content[index + 1] == 0x22
            if doubled { index += 1 }
            switch byte {
            case 0x22 where !doubled: quoted.toggle()
            case separator where !quoted:
                fields.append(String(decoding: field, as: UTF8.self))
                field.removeAll(keepingCapacity: true)
            default: field.append(byte)
            }
            index += 1
        }
        fields.append(String(decoding: field, as: UTF8.self))
        return fields
    }
}
