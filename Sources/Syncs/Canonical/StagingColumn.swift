/// One column of a staging table: what PostgreSQL calls it, and how it is made from a row.
struct StagingColumn: Sendable {
    enum Source: Sendable {
        /// The row's number within its batch: where a record comes twice, the later one counts.
        case ordinal
        /// The id that is derived from a member that holds the platform's own id.
        case derivedID(EntityKind, member: String)
        /// The id of the entity of a fact, whose kind stands in `level`.
        case factEntityID
        /// A text of at most so many bytes.
        case text(member: String, most: Int)
        /// One of these words.
        case word(member: String, [String])
        /// A whole number of 64 bits.
        case integer(member: String)
        /// A decimal number, exact.
        case decimal(member: String)
        case day(member: String)
        case instant(member: String)
        /// `false` where it is absent.
        case flag(member: String)
        /// An object or a list, kept as JSON.
        case json(member: String)
        /// A personal text: sealed with the tenant's data key.
        case sealed(member: String)
        /// The keyed index by which a personal text is found.
        case blindIndex(member: String)
        /// A keyed hash over all personal texts of the row.
        case personalDigest
        /// The members that no column asks for, as a JSON object.
        case extra
    }

    let source: Source
    let isRequired: Bool

    init(_ source: Source, required: Bool = false) {
        self.source = source
        isRequired = required
    }

    /// The member that it is made from.
    var member: String? {
        switch source {
        case .ordinal, .factEntityID, .personalDigest, .extra: nil
        case .derivedID(_, let member), .text(let member, _), .word(let member, _), .integer(let member), .decimal(let member), .day(let member),
            .instant(let member), .flag(let member), .json(let member), .sealed(let member), .blindIndex(let member):
            member
        }
    }
}
