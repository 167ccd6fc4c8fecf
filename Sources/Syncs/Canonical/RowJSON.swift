import Core

/// Reads what stands in a row as strict JSON that PostgreSQL can store.
enum RowJSON {
    /// What one value of a row may hold.
    static let valueLimits = JSONLimits(depth: 32, elements: 10_000, stringBytes: 65_536)

    /// The value of a member.
    static func value(_ value: RowScanner.Value, _ row: UnsafeRawBufferPointer, field: String?) throws(RowFault) -> JSON {
        let isText = value.kind == .string || value.kind == .escapedString
        let range = isText ? value.start - 1..<value.end + 1 : value.start..<value.end
        return try storable(row[range], limits: valueLimits, field: field)
    }

    static func storable(_ bytes: some Collection<UInt8>, limits: JSONLimits, field: String?) throws(RowFault) -> JSON {
        let json: JSON
        do {
            json = try JSON(parsing: bytes, limits: limits)
        } catch {
            throw RowFault(field: field, reason: "it is no acceptable JSON: \(error.reason.rawValue)")
        }
        guard isStorable(json) else { throw RowFault(field: field, reason: "it holds a number or a character that PostgreSQL can not store") }
        return json
    }

    /// The text that stands between two quotes with escapes in it.
    static func unescaped(_ raw: UnsafeRawBufferPointer, _ member: String) throws(RowFault) -> String {
        let quote = [UInt8(ascii: "\"")]
        do {
            return try JSON(parsing: quote + Array(raw) + quote, limits: .trusted).string ?? ""
        } catch {
            throw RowFault(field: member, reason: "the text is malformed: \(error.reason.rawValue)")
        }
    }

    /// Nearly every row is plain ASCII, which needs no second look.
    static func isUTF8(_ row: UnsafeRawBufferPointer) -> Bool {
        row.allSatisfy { $0 < 0x80 } || String(validating: row, as: UTF8.self) != nil
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
}
