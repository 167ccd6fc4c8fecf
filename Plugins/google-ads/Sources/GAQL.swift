import ConnectorKit

/// A query in Google's own language. Its texts are literals of this program, its values have checked types: nothing that came from outside can change
/// its meaning.
struct GAQL: Sendable {
    /// What must hold.
    enum Condition: Sendable {
        /// A field has that word of an enumeration.
        case equal(StaticString, StaticString)
        /// A field does not have that word.
        case different(StaticString, StaticString)
        /// An id.
        case number(StaticString, Int64)
        /// A day lies in a window.
        case days(DateWindows.Window)
    }

    var fields: [StaticString]
    let resource: StaticString
    var conditions: [Condition]
    /// The field by which the rows are in order, one of `fields`.
    var order: StaticString?
    /// At most so many rows.
    var limit: Int?

    init(_ fields: [StaticString], from resource: StaticString, where conditions: [Condition] = [], order: StaticString? = nil, limit: Int? = nil) {
        self.fields = fields
        self.resource = resource
        self.conditions = conditions
        self.order = order
        self.limit = limit
    }

    /// The query's text. Resource names that nobody asked for are left out of the answer: they are half of its bytes.
    var text: String {
        var text = "SELECT \(fields.map { "\($0)" }.joined(separator: ", ")) FROM \(resource)"
        if !conditions.isEmpty { text += " WHERE " + conditions.map(Self.text).joined(separator: " AND ") }
        if let order { text += " ORDER BY \(order)" }
        if let limit { text += " LIMIT \(limit)" }
        return text + " PARAMETERS omit_unselected_resource_names=true"
    }

    private static func text(_ condition: Condition) -> String {
        switch condition {
        case .equal(let field, let word): "\(field) = '\(word)'"
        case .different(let field, let word): "\(field) != '\(word)'"
        case .number(let field, let number): "\(field) = \(number)"
        case .days(let window): "segments.date BETWEEN '\(window.since)' AND '\(window.until)'"
        }
    }
}
