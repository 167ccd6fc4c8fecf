/// A statement and its binds. What stands between `\(` and `)` becomes a bind (`$1`, `$2`, …) or, for another `Query`, is spliced in; there is no way
/// from a `String` to SQL text.
///
///     "SELECT name FROM marketing.campaigns WHERE id = \(id) \(filter)"
package struct Query: Sendable, ExpressibleByStringInterpolation {
    /// The text with numbered placeholders.
    package private(set) var sql: String
    var binds: Binds
    /// Where each placeholder stands in `sql`, in UTF-8 bytes; splicing renumbers by it.
    private var placeholders: [Int] = []

    package init(stringLiteral value: String) {
        sql = value
        binds = Binds()
    }

    package init(stringInterpolation: StringInterpolation) { self = stringInterpolation.query }

    /// Text that stands in the program itself.
    package init(trusted text: StaticString) { self.init(stringLiteral: text.description) }

    /// Text from a file of ours (a migration) or from a name that was checked: inside this kit alone.
    init(unchecked text: String) { self.init(stringLiteral: text) }

    /// Nothing: to splice where a filter is absent.
    package static let empty = Query(trusted: "")

    package static func + (left: Query, right: Query) -> Query {
        var sum = left
        sum.append(right)
        return sum
    }

    mutating func append(literal: String) { sql += literal }

    mutating func append(_ value: some PostgresEncodable) {
        placeholders.append(sql.utf8.count)
        binds.append(value)
        sql += "$"
        sql += String(binds.count)
    }

    mutating func append(_ other: Query) {
        guard !other.placeholders.isEmpty else {
            sql += other.sql
            return
        }
        let text = other.sql.utf8
        var start = text.startIndex
        for (index, offset) in other.placeholders.enumerated() {
            let placeholder = text.index(text.startIndex, offsetBy: offset)
            sql += other.sql[start..<placeholder]
            placeholders.append(sql.utf8.count)
            sql += "$\(binds.count + index + 1)"
            start = text.index(placeholder, offsetBy: 1 + String(index + 1).utf8.count)
        }
        sql += other.sql[start...]
        binds.append(other.binds)
    }

    package struct StringInterpolation: StringInterpolationProtocol, Sendable {
        fileprivate var query: Query

        package init(literalCapacity: Int, interpolationCount: Int) {
            query = .empty
            query.sql.reserveCapacity(literalCapacity + interpolationCount * 3)
        }

        package mutating func appendLiteral(_ literal: String) { query.append(literal: literal) }

        package mutating func appendInterpolation(_ value: some PostgresEncodable) { query.append(value) }

        /// An absent value becomes NULL.
        package mutating func appendInterpolation<Value: PostgresEncodable>(_ value: Value?) { query.append(value) }

        package mutating func appendInterpolation(_ other: Query) { query.append(other) }
    }
}

extension Sequence<Query> {
    /// One query of many, with trusted text between them: `filters.joined(separator: " AND ")`.
    package func joined(separator: StaticString) -> Query {
        var joined = Query.empty
        for (index, query) in enumerated() {
            if index > 0 { joined.append(literal: separator.description) }
            joined.append(query)
        }
        return joined
    }
}
