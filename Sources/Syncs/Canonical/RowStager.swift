import Core
import Sealing

/// Turns the rows of one stream into the lines of a COPY: checks each value, derives ids, seals personal texts. A row with a fault is left out whole.
struct RowStager {
    /// The lines so far, in PostgreSQL's COPY text format.
    private(set) var lines: [UInt8] = []
    private(set) var count = 0
    /// The number of the next row. It runs on behind what was stored, so that the lines of several batches can be put together.
    private var ordinal = 0
    /// The ids of records that the platform deleted.
    private(set) var tombstones: [UniqueID] = []
    /// What the rows say that they replace whole.
    private(set) var replacements: [FactReplacement] = []
    /// The first and last day of the facts that are stored by months.
    private(set) var days: ClosedRange<Day>?

    /// Whether a record stands twice among the lines.
    private(set) var repeats: Bool
    /// The ids of ad accounts that the rows name.
    private(set) var accounts: Set<UniqueID> = []
    private var seen: Set<UniqueID> = []

    let stream: CanonicalStream
    private let ids: EntityIDs
    private let personal: PersonalTexts?
    private let columns: [StagingColumn]
    private let names: [[UInt8]]
    private let slots: [Int?]
    private let currencySlot: Int?
    private var values: [RowScanner.Value]
    private var extras: [JSON.Member] = []
    /// The id of the row at hand.
    private var rowID: UniqueID?

    /// - Parameter keys: seal personal texts.
    init(_ stream: CanonicalStream, ids: EntityIDs, keys: TenantKeyring) {
        self.stream = stream
        self.ids = ids
        personal = stream.personalTable.map { PersonalTexts(keys: keys, table: $0) }
        repeats = stream.entity == nil
        columns = stream.columns
        var unique: [String] = []
        slots = stream.columns.map { column in
            guard let member = column.member else { return nil }
            if let index = unique.firstIndex(of: member) { return index }
            unique.append(member)
            return unique.count - 1
        }
        names = unique.map { Array($0.utf8) }
        currencySlot = unique.firstIndex(of: "currency")
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
        guard RowJSON.isUTF8(row) else { throw RowFault(field: nil, reason: "it is no UTF-8") }
        do throws(RowFault) {
            if try scan(row) { return }
            for (index, column) in columns.enumerated() {
                if index > 0 { lines.append(0x09) }
                try write(column, slot: slots[index], row)
            }
            lines.append(0x0A)
            count += 1
            ordinal += 1
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
                extras.append(JSON.Member(String(decoding: name, as: UTF8.self), try RowJSON.value(value, row, field: nil)))
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
            let replacement = try FactReplacement(try RowJSON.value(value, row, field: name), of: stream, ids)
            // What is withdrawn is as much the account's as what is stored.
            if let account = replacement.account { accounts.insert(account) }
            replacements.append(replacement)
        default: throw RowFault(field: name, reason: "the stream \(stream.rawValue) knows no such control member")
        }
    }

    private mutating func write(_ column: StagingColumn, slot: Int?, _ row: UnsafeRawBufferPointer) throws(RowFault) {
        let value = slot.map { values[$0] } ?? .absent
        if value.kind == .null, slot != nil {
            switch column.absence {
            case .null: lines.copyNull()
            case .empty: break
            case .no: lines.append(UInt8(ascii: "f"))
            case .refused: throw RowFault(field: column.member, reason: "it is needed and missing")
            }
            return
        }
        let raw = UnsafeRawBufferPointer(rebasing: row[value.start..<value.end])
        switch column.source {
        case .ordinal: lines.append(contentsOf: String(ordinal).utf8)
        case .derivedID(let kind, let member):
            let id = ids.id(kind, try bounded(raw, value, member, 200))
            if member == "id" { remember(id) }
            if kind == .adAccount { accounts.insert(id) }
            lines.copy(id)
        case .factEntityID: lines.copy(try factEntityID(row))
        case .facetID(let members): lines.copy(try facetID(members, row))
        case .text(let member, let most): try writeText(raw, value, member, most)
        case .name(let member, let most):
            guard !raw.isEmpty else { throw RowFault(field: member, reason: "it is needed and empty") }
            try writeText(raw, value, member, most)
        case .word(let member, let words):
            guard value.kind == .string, words.contains(where: { Self.isEqual(raw, Array($0.utf8)) }) else {
                throw RowFault(field: member, reason: "it has to be one of \(words.joined(separator: ", "))")
            }
            lines.append(contentsOf: raw)
        case .currency(let member): lines.append(contentsOf: try RowNumbers.currency(raw, value, member))
        case .integer(let member): lines.append(contentsOf: try RowNumbers.integer(raw, value, member))
        case .amount(let member):
            guard let currencySlot, values[currencySlot].kind != .null else {
                throw RowFault(field: member, reason: "it is an amount without a currency")
            }
            lines.append(contentsOf: try RowNumbers.integer(raw, value, member))
        case .bounded(let member, let bounds): lines.append(contentsOf: try RowNumbers.integer(raw, value, member, in: bounds))
        case .decimal(let member): lines.append(contentsOf: try RowNumbers.decimal(raw, value, member))
        case .share(let member): lines.append(contentsOf: try RowNumbers.share(raw, value, member))
        case .rate(let member): lines.append(contentsOf: try RowNumbers.rate(raw, value, member))
        case .day(let member): try writeDay(raw, value, member)
        case .instant(let member): try writeInstant(raw, value, member)
        case .flag(let member):
            guard value.kind == .yes || value.kind == .no else { throw RowFault(field: member, reason: "it has to be true or false") }
            lines.append(UInt8(ascii: value.kind == .yes ? "t" : "f"))
        case .json(let member): lines.copyEscaped(try RowJSON.value(value, row, field: member).encoded())
        case .sealed(let member):
            try writePersonal(raw, value, member) { (personal, text, id) throws(RowFault) in try personal.sealed(text, member, of: id) }
        case .blindIndex(let member): try writePersonal(raw, value, member) { (personal, text, _) in personal.index(text, member) }
        case .personalDigest: try writePersonalDigest(row)
        case .extra: extras.isEmpty ? lines.copyNull() : lines.copyEscaped(JSON.object(extras).encoded())
        }
    }

    /// A record that comes again after its deletion is there again.
    private mutating func remember(_ id: UniqueID) {
        rowID = id
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

    /// Behind the columns of its texts, which have checked them.
    private func facetID(_ members: [String], _ row: UnsafeRawBufferPointer) throws(RowFault) -> UniqueID {
        var texts: [String] = []
        for member in members {
            let found = value(of: member, row)
            let isEscaped = found?.value.kind == .escapedString
            texts.append(
                try found.map { (found) throws(RowFault) in
                    isEscaped ? try RowJSON.unescaped(found.raw, member) : String(decoding: found.raw, as: UTF8.self)
                } ?? "")
        }
        return FacetID.of(texts)
    }

    private func value(of member: String, _ row: UnsafeRawBufferPointer) -> (raw: UnsafeRawBufferPointer, value: RowScanner.Value)? {
        guard let slot = names.firstIndex(of: Array(member.utf8)), values[slot].kind != .null else { return nil }
        return (UnsafeRawBufferPointer(rebasing: row[values[slot].start..<values[slot].end]), values[slot])
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
    private mutating func writeText(_ raw: UnsafeRawBufferPointer, _ value: RowScanner.Value, _ member: String, _ most: Int) throws(RowFault) {
        switch value.kind {
        case .string:
            guard raw.count <= most else { throw RowFault(field: member, reason: "it is longer than \(most) bytes") }
            lines.append(contentsOf: raw)
        case .escapedString:
            let text = try RowJSON.unescaped(raw, member)
            guard text.utf8.count <= most else { throw RowFault(field: member, reason: "it is longer than \(most) bytes") }
            guard !text.utf8.contains(0) else { throw RowFault(field: member, reason: "it holds the character U+0000") }
            lines.copyEscaped(text.utf8)
        default: throw RowFault(field: member, reason: "it has to be a text")
        }
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

    private mutating func writePersonal(
        _ raw: UnsafeRawBufferPointer, _ value: RowScanner.Value, _ member: String,
        _ made: (PersonalTexts, String, _ row: UniqueID) throws(RowFault) -> [UInt8]
    ) throws(RowFault) {
        guard let personal, let rowID else { preconditionFailure("a stream with personal texts has a table for them, and its id stands before them") }
        lines.copyBytes(try made(personal, try PersonalTexts.text(raw, value, member), rowID))
    }

    private mutating func writePersonalDigest(_ row: UnsafeRawBufferPointer) throws(RowFault) {
        guard let personal else { preconditionFailure("a stream with personal texts has a table for them") }
        var texts: [String?] = []
        for member in PersonalTexts.members {
            guard let found = value(of: member, row) else {
                texts.append(nil)
                continue
            }
            texts.append(try PersonalTexts.text(found.raw, found.value, member))
        }
        lines.copyBytes(personal.digest(texts))
    }

    private static func isEqual(_ left: UnsafeRawBufferPointer, _ right: [UInt8]) -> Bool {
        left.count == right.count && left.elementsEqual(right)
    }

    private static let possibleDays = Day(number: 0)...Day(number: 47_482)
}
