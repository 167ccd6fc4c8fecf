/// A type's number in PostgreSQL's catalog (`src/include/catalog/pg_type.dat`; built-in types keep theirs for ever).
package struct PostgresType: Sendable, Hashable {
    package let oid: UInt32

    package init(oid: UInt32) { self.oid = oid }

    /// Let the server infer the type from the place of the bind.
    package static let inferred = PostgresType(oid: 0)
    package static let bool = PostgresType(oid: 16)
    package static let bytea = PostgresType(oid: 17)
    package static let int8 = PostgresType(oid: 20)
    package static let int4 = PostgresType(oid: 23)
    package static let float8 = PostgresType(oid: 701)
    package static let date = PostgresType(oid: 1082)
    package static let timestamptz = PostgresType(oid: 1184)
    package static let uuid = PostgresType(oid: 2950)
    package static let jsonb = PostgresType(oid: 3802)

    /// The type of an array of this type; an array of texts for an inferred one.
    var array: PostgresType {
        switch self {
        case .bool: PostgresType(oid: 1000)
        case .bytea: PostgresType(oid: 1001)
        case .int8: PostgresType(oid: 1016)
        case .int4: PostgresType(oid: 1007)
        case .float8: PostgresType(oid: 1022)
        case .date: PostgresType(oid: 1182)
        case .timestamptz: PostgresType(oid: 1185)
        case .uuid: PostgresType(oid: 2951)
        case .jsonb: PostgresType(oid: 3807)
        default: PostgresType(oid: 1009)
        }
    }
}
