import Core
import Sealing

/// Turns the rows of one stream into the lines of a COPY: checks each value, derives ids, seals personal texts. A row with a fault is left out whole.
struct RowStager {
    /// The lines so far, in PostgreSQL's COPY text format.
    private(set) var lines: [UInt8] = []
    private(set) var count = 0
    /// The ids of records that the platform deleted.
    private(set) var tombstones: [UniqueID] = []
    /// What the rows say that they replace whole.
    private(set) var replacements: [FactReplacement] = []
    /// The first and last day of the facts.
    private(set) var days: ClosedRange<Day>?

    /// Whether a record stands twice among the lines.
    private(set) var repeats = false
    /// The ids of ad accounts that the rows name.
    private(set) var accounts: Set<UniqueID> = []
    private var seen: Set<UniqueID> = []

    let stream: CanonicalStream
    private let ids: EntityIDs
    private let keys: TenantKeyring
    private let columns: [StagingColumn]
    private let names: [[UInt8]]
    private let slots: [Int?]
    private var values: [RowScanner.Value]
    private var extras: [JSON.Member] = []

    /// - Parameter keys: seal personal texts.
    init(_ stream: CanonicalStream, ids: EntityIDs, keys: TenantKeyring) {
        self.stream = stream
        self.ids = ids
        self.keys = keys
        columns = stream.columns
        var unique: [String] = []
        slots = stream.columns.map { column in
            guard let member = column.member else { return nil }
            if let index = unique.firstIndex(of: member) { return index }
            unique.append(member)
            return unique.count - 1
        }
        names = unique.map { Array($0.utf8) }
        values = Array(repeating: .absent, count: unique.count)
    }

    /// Whether there is anything to store.
    var isEmpty: Bool { count == 0 && tombstones.isEmpty && replacements.isEmpty }

    /// Forgets what was staged and keeps the room.
    mutating func reset() {
        lines.removeAll(keepingCapacity: true)
        repeats = stream.entity == nil
        accounts.removeAll(keepingCapacity: true)
        seen.removeAll(keepingCapacity: true)
        count = 0
        tombstones = []
        replacements = []
        days = nil
    }

    /// Takes one row in.
    /// - Throws: `RowFault`; the row leaves no trace then.
    mutating func add(_ row: UnsafeRawBufferPointer) throws(RowFault) {
        let mark = lines.count
        guard Self.isUTF8(row) else { throw RowFault(field: nil, reason: "it is no UTF-8") }
        do throws(RowFault) {
            if try scan(row) { return }
            for (index, column) in columns.enumerated() {
                if index > 0 { lines.append(0x09) }
                try write(column, slot: slots[index], row)
            }
            lines.append(0x0A)
            count += 1
        } catch {
            lines.removeSubrange(mark...)
            throw error
        }
    }

    /// Finds the members; says whether the row was a control row, which has no line of its own.
    private mutating func scan(_ row: UnsafeRawBufferPointer) throws(RowFault) -> Bool {
        for index in values.indices { values[index] = .absent }
        extras.removeAll(keepingCapacity: true)
        var expected = 0
        var control: (name: String, value: RowScanner.Value)?
        var scanner = RowScanner(row)
        try scanner.members { (name, value) throws(RowFault) in
            if expected < names.count, Self.isEqual(name, names[expected]) {
                values[expected] = value
                expected += 1
            } else if let index = names.firstIndex(where: { Self.isEqual(name, $0) }) {
                values[index] = value
                expected = index + 1
            } else if name.first == UInt8(ascii: "$") {
                control = (String(decoding: name, as: UTF8.self), value)
            } else if stream.keepsExtra, value.kind != .null {
                extras.append(JSON.Member(String(decoding: name, as: UTF8.self), try Self.json(value, row, field: nil)))
            }
        }
        guard let control else { return false }
        try take(control.name, control.value, row)
        return true
    }

    private mutating func take(_ name: String, _ value: RowScanner.Value, _ row: UnsafeRawBufferPointer) throws(RowFault) {
        switch (name, stream.entity) {
        case ("$deleted", let entity?):
            guard value.kind == .yes, let slot = names.firstIndex(of: Array("id".utf8)), values[slot].kind == .string else {
                throw RowFault(field: "$deleted", reason: "a deletion needs the id of what was deleted")
            }
            tombstones.append(ids.id(entity, UnsafeRawBufferPointer(rebasing: row[values[slot].start..<values[slot].end])))
        case ("$replace", nil):
            replacements.append(try FactReplacement(try Self.json(value, row, field: name), ids))
        default: throw RowFault(field: name, reason: "the stream \(stream.rawValue) knows no such control member")
        }
    }

    private mutating func write(_ column: StagingColumn, slot: Int?, _ row: UnsafeRawBufferPointer) throws(RowFault) {
        let value = slot.map { values[$0] } ?? .absent
        if value.kind == .null, slot != nil {
            if case .flag = column.source { return lines.append(UInt8(ascii: "f")) }
            if case .text("breakdown", _) = column.source { return }
            guard !column.isRequired else { throw RowFault(field: column.member, reason: "it is needed and missing") }
            return writeNull()
        }
        let raw = UnsafeRawBufferPointer(rebasing: row[value.start..<value.end])
        switch column.source {
        case .ordinal: lines.append(contentsOf: String(count).utf8)
        case .derivedID(let kind, let member):
            let id = ids.id(kind, try bounded(raw, value, member, 200))
            if member == "id" { remember(id) }
            if kind == .adAccount { accounts.insert(id) }
            write(id)
        case .factEntityID: write(try factEntityID(row))
        case .text(let member, let most): try writeText(raw, value, member, most)
        case .word(let member, let words):
            guard value.kind == .string, words.contains(where: { Self.isEqual(raw, Array($0.utf8)) }) else {
                throw RowFault(field: member, reason: "it has to be one of \(words.joined(separator: ", "))")
            }
            lines.append(contentsOf: raw)
        case .integer(let member): try writeInteger(raw, value, member)
        case .decimal(let member): try writeDecimal(raw, value, member)
        case .day(let member): try writeDay(raw, value, member)
        case .instant(let member): try writeInstant(raw, value, member)
        case .flag(let member):
            guard value.kind == .yes || value.kind == .no else { throw RowFault(field: member, reason: "it has to be true or false") }
            lines.append(UInt8(ascii: value.kind == .yes ? "t" : "f"))
        case .json(let member): writeEscaped(try Self.json(value, row, field: member).encoded())
        case .sealed(let member): writeBytes(try sealed(raw, value, member, row))
        case .blindIndex(let member): writeBytes(try blindIndex(raw, value, member))
        case .personalDigest: try writePersonalDigest(row)
        case .extra: extras.isEmpty ? writeNull() : writeEscaped(JSON.object(extras).encoded())
        }
    }

    /// A record that comes again after its deletion is there again.
    private mutating func remember(_ id: UniqueID) {
        if !seen.insert(id).inserted { repeats = true }
        if !tombstones.isEmpty { tombstones.removeAll { $0 == id } }
    }

    private func factEntityID(_ row: UnsafeRawBufferPointer) throws(RowFault) -> UniqueID {
        let kinds: [String: EntityKind] = ["account": .adAccount, "campaign": .campaign, "ad_group": .adGroup, "ad": .ad]
        guard let level = value(of: "level", row), let kind = kinds[String(decoding: level.raw, as: UTF8.self)] else {
            throw RowFault(field: "level", reason: "it has to be account, campaign, ad_group or ad")
        }
        guard let entity = value(of: "entity_id", row) else { throw RowFault(field: "entity_id", reason: "it is needed and missing") }
        return ids.id(kind, try bounded(entity.raw, entity.value, "entity_id", 200))
    }

    private func value(of member: String, _ row: UnsafeRawBufferPointer) -> (raw: UnsafeRawBufferPointer, value: RowScanner.Value)? {
        guard let slot = names.firstIndex(of: Array(member.utf8)), values[slot].kind != .null else { return nil }
        return (UnsafeRawBufferPointer(rebasing: row[values[slot].start..<values[slot].end]), values[slot])
    }

    /// The id of the row itself: where its personal texts belong.
    private func customerID(_ row: UnsafeRawBufferPointer) -> CustomerID {
        guard let found = value(of: "id", row) else { preconditionFailure("the id stands before the personal texts and is needed") }
        return CustomerID(ids.id(.customer, found.raw))
    }

    /// A platform's own id: a plain text without escapes, so that its bytes are its identity.
    private func bounded(
        _ raw: UnsafeRawBufferPointer, _ value: RowScanner.Value, _ member: String, _ most: Int
    ) throws(RowFault) -> UnsafeRawBufferPointer {
        guard value.kind == .string, (1...most).contains(raw.count) else {
            throw RowFault(field: member, reason: "an id is a text of 1 to \(most) bytes without escapes")
        }
        return raw
    }
}

// MARK: - Writing values

extension RowStager {
    private mutating func writeNull() { lines.append(contentsOf: [UInt8(ascii: "\\"), UInt8(ascii: "N")]) }

    private mutating func write(_ id: UniqueID) { lines.append(contentsOf: id.description.utf8) }

    private mutating func writeText(_ raw: UnsafeRawBufferPointer, _ value: RowScanner.Value, _ member: String, _ most: Int) throws(RowFault) {
        switch value.kind {
        case .string:
            guard raw.count <= most else { throw RowFault(field: member, reason: "it is longer than \(most) bytes") }
            lines.append(contentsOf: raw)
        case .escapedString:
            let text = try Self.unescaped(raw, member)
            guard text.utf8.count <= most else { throw RowFault(field: member, reason: "it is longer than \(most) bytes") }
            guard !text.utf8.contains(0) else { throw RowFault(field: member, reason: "it holds the character U+0000") }
            writeEscaped(text.utf8)
        default: throw RowFault(field: member, reason: "it has to be a text")
        }
    }

    private mutating func writeInteger(_ raw: UnsafeRawBufferPointer, _ value: RowScanner.Value, _ member: String) throws(RowFault) {
        guard value.kind == .integer, raw.count <= 18 || Int64(String(decoding: raw, as: UTF8.self)) != nil else {
            throw RowFault(field: member, reason: "it has to be a whole number of 64 bits")
        }
        lines.append(contentsOf: raw)
    }

    private mutating func writeDecimal(_ raw: UnsafeRawBufferPointer, _ value: RowScanner.Value, _ member: String) throws(RowFault) {
        guard value.kind == .string || value.kind == .integer || value.kind == .number,
            let number = Micros.parse(String(decoding: raw, as: UTF8.self))
        else {
            throw RowFault(field: member, reason: "it has to be a decimal number")
        }
        lines.append(contentsOf: Micros.text(number.micros, decimals: 0).utf8)
    }

    private mutating func writeDay(_ raw: UnsafeRawBufferPointer, _ value: RowScanner.Value, _ member: String) throws(RowFault) {
        guard value.kind == .string, let day = FastTime.day(raw), Self.possibleDays.contains(day) else {
            throw RowFault(field: member, reason: "it has to be a date as YYYY-MM-DD between 1970 and 2100")
        }
        if stream == .adDaily { days = days.map { min($0.lowerBound, day)...max($0.upperBound, day) } ?? day...day }
        lines.append(contentsOf: raw)
    }

    private mutating func writeInstant(_ raw: UnsafeRawBufferPointer, _ value: RowScanner.Value, _ member: String) throws(RowFault) {
        guard value.kind == .string, FastTime.isInstant(raw) else {
            throw RowFault(field: member, reason: "it has to be a time as RFC 3339, with its zone, between 1970 and 2100")
        }
        lines.append(contentsOf: raw)
    }

    private mutating func writeBytes(_ bytes: [UInt8]) {
        lines.append(contentsOf: [UInt8(ascii: "\\"), UInt8(ascii: "\\"), UInt8(ascii: "x")])
        for byte in bytes {
            lines.append(hexadecimalDigit(byte >> 4))
            lines.append(hexadecimalDigit(byte & 0xF))
        }
    }

    /// Text with the escapes of the COPY format.
    private mutating func writeEscaped(_ bytes: some Sequence<UInt8>) {
        for byte in bytes {
            switch byte {
            case UInt8(ascii: "\\"): lines.append(contentsOf: [byte, byte])
            case 0x09: lines.append(contentsOf: [UInt8(ascii: "\\"), UInt8(ascii: "t")])
            case 0x0A: lines.append(contentsOf: [UInt8(ascii: "\\"), UInt8(ascii: "n")])
            case 0x0D: lines.append(contentsOf: [UInt8(ascii: "\\"), UInt8(ascii: "r")])
            default: lines.append(byte)
            }
        }
    }

    private static func isEqual(_ left: UnsafeRawBufferPointer, _ right: [UInt8]) -> Bool {
        left.count == right.count && left.elementsEqual(right)
    }

    /// Nearly every row is plain ASCII, which needs no second look.
    private static func isUTF8(_ row: UnsafeRawBufferPointer) -> Bool {
        row.allSatisfy { $0 < 0x80 } || String(validating: row, as: UTF8.self) != nil
    }

    /// An object or a list as strict JSON.
    private static func json(_ value: RowScanner.Value, _ row: UnsafeRawBufferPointer, field: String?) throws(RowFault) -> JSON {
        let isText = value.kind == .string || value.kind == .escapedString
        let range = isText ? value.start - 1..<value.end + 1 : value.start..<value.end
        let json: JSON
        do {
            json = try JSON(parsing: row[range], limits: JSONLimits(depth: 32, elements: 10_000, stringBytes: 65_536))
        } catch {
            throw RowFault(field: field, reason: "it is no acceptable JSON: \(error.reason.rawValue)")
        }
        guard isStorable(json) else { throw RowFault(field: field, reason: "it holds a number or a character that PostgreSQL can not store") }
        return json
    }

    /// `jsonb` takes no U+0000, and its numbers are `numeric`, whose exponents are bounded (PostgreSQL manual, 8.14 and 8.1.2).
    private static func isStorable(_ json: JSON) -> Bool {
        switch json {
        case .string(let text): !text.utf8.contains(0)
        case .number(let text): text.utf8.count <= 100 && (Double(text).map { $0.isFinite } ?? false)
        case .array(let elements): elements.allSatisfy(isStorable)
        case .object(let members): members.allSatisfy { !$0.name.utf8.contains(0) && isStorable($0.value) }
        default: true
        }
    }

    private static func unescaped(_ raw: UnsafeRawBufferPointer, _ member: String) throws(RowFault) -> String {
        let quote = [UInt8(ascii: "\"")]
        do {
            return try JSON(parsing: quote + Array(raw) + quote, limits: .trusted).string ?? ""
        } catch {
            throw RowFault(field: member, reason: "the text is malformed: \(error.reason.rawValue)")
        }
    }

    private static let possibleDays = Day(number: 0)...Day(number: 47_482)
}

// MARK: - Personal texts

extension RowStager {
    private static let personal = ["email", "phone", "first_name", "last_name"]

    private func sealed(
        _ raw: UnsafeRawBufferPointer, _ value: RowScanner.Value, _ member: String, _ row: UnsafeRawBufferPointer
    ) throws(RowFault) -> [UInt8] {
        let text = try personalText(raw, value, member)
        do {
            return try keys.seal(text, in: FieldPlace(table: "commerce.customers", column: Self.column(member), row: customerID(row)))
        } catch {
            throw RowFault(field: member, reason: "it could not be sealed")
        }
    }

    private func blindIndex(_ raw: UnsafeRawBufferPointer, _ value: RowScanner.Value, _ member: String) throws(RowFault) -> [UInt8] {
        let text = try personalText(raw, value, member)
        return keys.blindIndex.digest(of: member == "email" ? BlindIndex.normalizedEmail(text) : text, column: Self.column(member))
    }

    private mutating func writePersonalDigest(_ row: UnsafeRawBufferPointer) throws(RowFault) {
        var joined = ""
        for member in Self.personal {
            if let found = value(of: member, row) { joined += try personalText(found.raw, found.value, member) }
            joined += "\u{1F}"
        }
        writeBytes(keys.blindIndex.digest(of: joined, column: "personal_digest"))
    }

    private func personalText(_ raw: UnsafeRawBufferPointer, _ value: RowScanner.Value, _ member: String) throws(RowFault) -> String {
        guard raw.count <= 1_000 else { throw RowFault(field: member, reason: "it is longer than 1000 bytes") }
        switch value.kind {
        case .string: return String(decoding: raw, as: UTF8.self)
        case .escapedString: return try Self.unescaped(raw, member)
        default: throw RowFault(field: member, reason: "it has to be a text")
        }
    }

    private static func column(_ member: String) -> StaticString {
        switch member {
        case "email": "email"
        case "phone": "phone"
        case "first_name": "first_name"
        default: "last_name"
        }
    }
}
