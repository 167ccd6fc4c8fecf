import Core
import Sealing

/// Personal texts of a row: sealed with the tenant's data key, found by keyed indexes, and told apart by a keyed digest.
struct PersonalTexts: Sendable {
    /// The members that are personal, in the order of the digest.
    static let members = ["email", "phone", "first_name", "last_name"]

    let keys: TenantKeyring
    /// The table that the texts are sealed for.
    let table: StaticString

    func sealed(_ text: String, _ member: String, of row: UniqueID) throws(RowFault) -> [UInt8] {
        do {
            return try keys.seal(text, in: FieldPlace(table: table, column: Self.column(member), row: row.description))
        } catch {
            throw RowFault(field: member, reason: "it could not be sealed")
        }
    }

    /// The same for a person wherever it stands, so that a customer is found again among the profiles.
    func index(_ text: String, _ member: String) -> [UInt8] {
        keys.blindIndex.digest(of: member == "email" ? BlindIndex.normalizedEmail(text) : text, column: Self.column(member))
    }

    /// - Parameter texts: those of `members`.
    func digest(_ texts: [String?]) -> [UInt8] {
        keys.blindIndex.digest(of: texts.map { ($0 ?? "") + "\u{1F}" }.joined(), column: "personal_digest")
    }

    static func text(_ raw: UnsafeRawBufferPointer, _ value: RowScanner.Value, _ member: String) throws(RowFault) -> String {
        guard raw.count <= 1_000 else { throw RowFault(field: member, reason: "it is longer than 1000 bytes") }
        switch value.kind {
        case .string: return String(decoding: raw, as: UTF8.self)
        case .escapedString: return try RowJSON.unescaped(raw, member)
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
