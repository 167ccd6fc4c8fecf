import Core

/// Turns the rows of connectors' own streams into the lines of a COPY. A row is looked at lightly: an object, bounded, that PostgreSQL can store, and
/// that has the members of its key.
struct RecordStager {
    /// The lines so far, in PostgreSQL's COPY text format.
    private(set) var lines: [UInt8] = []
    private(set) var count = 0
    /// The number of the next row; it runs on behind what was stored.
    private var ordinal = 0

    /// The bytes of one row.
    static let mostBytes = 1 << 20
    /// The bytes of a key, which has to fit in an index (a third of a page: PostgreSQL manual, 67.4).
    static let mostKeyBytes = 1_000
    private static let limits = JSONLimits(depth: 32, elements: 200_000, stringBytes: mostBytes)

    /// Forgets what was staged and keeps the room.
    mutating func reset() {
        lines.removeAll(keepingCapacity: true)
        count = 0
    }

    /// Takes one row in.
    /// - Parameter key: the members that tell the rows of the stream apart.
    /// - Throws: `RowFault`; the row leaves no trace then.
    mutating func add(_ row: UnsafeRawBufferPointer, of stream: String, key: [String]) throws(RowFault) {
        guard row.count <= Self.mostBytes else { throw RowFault(field: nil, reason: "it is longer than \(Self.mostBytes) bytes") }
        let document = try RowJSON.storable(row, limits: Self.limits, field: nil)
        guard let members = document.members else { throw .malformed("something else stands there") }
        let control = members.first { $0.name.hasPrefix("$") }
        if let control { try Self.check(control) }
        let text = try Self.key(document, key)
        lines.append(contentsOf: String(ordinal).utf8)
        lines.append(0x09)
        lines.copyEscaped(stream.utf8)
        lines.append(0x09)
        lines.copyEscaped(text.utf8)
        lines.append(0x09)
        if control == nil { lines.copyEscaped(document.encoded()) } else { lines.copyNull() }
        lines.append(contentsOf: [0x09, UInt8(ascii: control == nil ? "f" : "t"), 0x0A])
        count += 1
        ordinal += 1
    }

    /// A row may say that it was deleted, and nothing else: its stream knows no windows.
    private static func check(_ control: JSON.Member) throws(RowFault) {
        guard control.name == "$deleted" else { throw RowFault(field: control.name, reason: "a connector's own stream knows no such control member") }
        guard control.value.bool == true else { throw RowFault(field: control.name, reason: "it has to be true") }
    }

    /// The text of the one member, or a JSON list of several. Behind the first one the empty text is a value like any other: a platform that breaks its
    /// figures down has some that belong to nothing.
    private static func key(_ document: JSON, _ members: [String]) throws(RowFault) -> String {
        var parts: [String] = []
        for member in members { parts.append(try part(document[member], member, mayBeEmpty: !parts.isEmpty)) }
        let text = parts.count == 1 ? parts[0] : String(decoding: JSON.array(parts.map { .string($0) }).encoded(), as: UTF8.self)
        guard text.utf8.count <= mostKeyBytes else {
            throw RowFault(field: members.first, reason: "the key is longer than \(mostKeyBytes) bytes")
        }
        return text
    }

    private static func part(_ value: JSON?, _ member: String, mayBeEmpty: Bool) throws(RowFault) -> String {
        switch value {
        case nil, .null: throw RowFault(field: member, reason: "it is a part of the key and missing")
        case .string(let text) where mayBeEmpty || !text.isEmpty: return text
        case .string: throw RowFault(field: member, reason: "the first part of a key is not empty")
        case .number(let text) where Int64(text) != nil: return text
        default: throw RowFault(field: member, reason: "a part of the key is a text or a whole number")
        }
    }
}
