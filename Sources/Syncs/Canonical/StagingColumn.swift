/// One column of a staging table: how it is made from a row.
struct StagingColumn: Sendable {
    enum Source: Sendable {
        /// The row's number: where a record comes twice in a batch, the later one counts.
        case ordinal
        /// The id that is derived from a member that holds the platform's own id.
        case derivedID(EntityKind, member: String)
        /// The id of the entity of a fact, whose kind stands in `level`.
        case factEntityID
        /// The id that stands for these texts in a key.
        case facetID(members: [String])
        /// A text of at most so many bytes.
        case text(member: String, most: Int)
        /// What a platform calls something: a text of 1 to so many bytes.
        case name(member: String, most: Int)
        /// One of these words.
        case word(member: String, [String])
        /// An ISO 4217 code.
        case currency(member: String)
        /// A whole number of 64 bits.
        case integer(member: String)
        /// Whole millionths of the row's currency, without which they say nothing.
        case amount(member: String)
        /// A whole number in these bounds.
        case bounded(member: String, ClosedRange<Int64>)
        /// A decimal number of up to six decimals, exact.
        case decimal(member: String)
        /// A part of a whole: a decimal number from 0 to 1.
        case share(member: String)
        /// A decimal number above 0 of up to ten decimals, exact.
        case rate(member: String)
        case day(member: String)
        case instant(member: String)
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

    /// What stands for a member that is not there.
    enum Absence: Sendable {
        case null
        /// The empty text, which may stand in a key.
        case empty
        /// `false`.
        case no
        /// Nothing: the row is refused.
        case refused
    }

    let source: Source
    let absence: Absence

    init(_ source: Source, absence: Absence = .null) {
        self.source = source
        self.absence = absence
    }

    /// The row has to have it.
    var needed: StagingColumn { StagingColumn(source, absence: .refused) }

    /// Where it is absent, the empty text stands for it.
    var orEmpty: StagingColumn { StagingColumn(source, absence: .empty) }

    /// Where it is absent, it is `false`.
    var orNo: StagingColumn { StagingColumn(source, absence: .no) }

    /// The member that it is made from.
    var member: String? {
        switch source {
        case .ordinal, .factEntityID, .facetID, .personalDigest, .extra: nil
        case .derivedID(_, let member), .text(let member, _), .name(let member, _), .word(let member, _), .currency(let member),
            .integer(let member), .amount(let member), .bounded(let member, _), .decimal(let member), .share(let member), .rate(let member),
            .day(let member),
            .instant(let member),
            .flag(let member), .json(let member), .sealed(let member), .blindIndex(let member):
            member
        }
    }
}

extension StagingColumn {
    static let ordinal = StagingColumn(.ordinal)
    static let extra = StagingColumn(.extra)

    static func id(_ kind: EntityKind, _ member: String) -> StagingColumn { .init(.derivedID(kind, member: member)) }
    static func text(_ member: String, most: Int = 500) -> StagingColumn { .init(.text(member: member, most: most)) }
    static func name(_ member: String, most: Int) -> StagingColumn { .init(.name(member: member, most: most), absence: .refused) }
    static func word(_ member: String, _ words: [String]) -> StagingColumn { .init(.word(member: member, words)) }
    static func currency(_ member: String) -> StagingColumn { .init(.currency(member: member)) }
    static func amount(_ member: String) -> StagingColumn { .init(.amount(member: member)) }
    static func integer(_ member: String) -> StagingColumn { .init(.integer(member: member)) }
    static func integer(_ member: String, in bounds: ClosedRange<Int64>) -> StagingColumn { .init(.bounded(member: member, bounds)) }
    static func decimal(_ member: String) -> StagingColumn { .init(.decimal(member: member)) }
    static func share(_ member: String) -> StagingColumn { .init(.share(member: member)) }
    static func rate(_ member: String) -> StagingColumn { .init(.rate(member: member)) }
    static func day(_ member: String) -> StagingColumn { .init(.day(member: member)) }
    static func instant(_ member: String) -> StagingColumn { .init(.instant(member: member)) }
    static func flag(_ member: String) -> StagingColumn { .init(.flag(member: member)) }
    static func json(_ member: String) -> StagingColumn { .init(.json(member: member)) }
}
