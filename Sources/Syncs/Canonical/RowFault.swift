/// Why a row that a connector emitted can not be stored.
struct RowFault: Error, Hashable, Sendable {
    /// The member; `nil` where the row as a whole is at fault.
    let field: String?
    let reason: String

    static func malformed(_ reason: String) -> RowFault { RowFault(field: nil, reason: "the row is no JSON object: \(reason)") }
}
