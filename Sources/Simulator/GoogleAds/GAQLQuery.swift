/// A query that was read: what the grammar of the query language allows.
struct GAQLQuery: Sendable, Hashable {
    enum Comparison: String, Sendable, Hashable {
        case equal = "="
        case different = "!="
        case less = "<"
        case atMost = "<="
        case more = ">"
        case atLeast = ">="
        case isOneOf = "IN"
        case isNoneOf = "NOT IN"
        case like = "LIKE"
        case unlike = "NOT LIKE"
        case between = "BETWEEN"
        case during = "DURING"
        case isNull = "IS NULL"
        case isNotNull = "IS NOT NULL"
    }

    struct Condition: Sendable, Hashable {
        let field: String
        let comparison: Comparison
        let values: [String]
    }

    struct Order: Sendable, Hashable {
        let field: String
        let isDescending: Bool
    }

    var fields: [String] = []
    var resource = ""
    var conditions: [Condition] = []
    var order: [Order] = []
    var limit: Int?
    var parameters: [String: String] = [:]

    init(parsing text: String) throws(GoogleAdsError) {
        var reader = GAQLReader(try GAQLLexer.tokens(of: text))
        try reader.read(into: &self)
    }
}

/// Reads the clauses in their order: SELECT, FROM, WHERE, ORDER BY, LIMIT, PARAMETERS.
private struct GAQLReader {
    private var tokens: ArraySlice<GAQLToken>

    init(_ tokens: [GAQLToken]) { self.tokens = tokens[...] }

    mutating func read(into query: inout GAQLQuery) throws(GoogleAdsError) {
        guard take("SELECT") else { throw .query("EXPECTED_SELECT", "Error in query: expected SELECT.") }
        query.fields = try names()
        guard take("FROM") else { throw .query("EXPECTED_FROM", "Error in query: expected FROM.") }
        query.resource = try name()
        if take("WHERE") {
            repeat { query.conditions.append(try condition()) } while take("AND")
        }
        if take("ORDER") {
            guard take("BY") else { throw .query("EXPECTED_BY", "Error in query: expected BY.") }
            repeat {
                let field = try name()
                let isDescending = take("DESC")
                if !isDescending { _ = take("ASC") }
                query.order.append(GAQLQuery.Order(field: field, isDescending: isDescending))
            } while takeSign(",")
        }
        if take("LIMIT") { query.limit = try limit() }
        if take("PARAMETERS") { try parameters(into: &query) }
        guard tokens.isEmpty else { throw .query("UNEXPECTED_INPUT", "Error in query: unexpected input.") }
    }

    private mutating func take(_ word: String) -> Bool {
        guard case .word(let next)? = tokens.first, next.uppercased() == word else { return false }
        tokens.removeFirst()
        return true
    }

    private mutating func takeSign(_ sign: String) -> Bool {
        guard tokens.first == .sign(sign) else { return false }
        tokens.removeFirst()
        return true
    }

    private mutating func name() throws(GoogleAdsError) -> String {
        guard case .word(let name)? = tokens.first else { throw .query("UNEXPECTED_END_OF_QUERY", "Error in query: expected a name.") }
        tokens.removeFirst()
        return name
    }

    private mutating func names() throws(GoogleAdsError) -> [String] {
        var names: [String] = []
        repeat { names.append(try name()) } while takeSign(",")
        return names
    }

    private mutating func limit() throws(GoogleAdsError) -> Int {
        guard case .number(let text)? = tokens.first, let limit = Int(text) else {
            throw .query("BAD_LIMIT_VALUE", "Error in query: the limit is no number.")
        }
        tokens.removeFirst()
        guard limit > 0 else { throw .query("LIMIT_VALUE_TOO_LOW", "Error in query: the limit is too low.") }
        return limit
    }

    private mutating func parameters(into query: inout GAQLQuery) throws(GoogleAdsError) {
        repeat {
            let parameter = try name()
            guard ["include_drafts", "omit_unselected_resource_names"].contains(parameter) else {
                throw .query("BAD_PARAMETER_NAME", "Error in query: the parameter \(parameter) is not supported.")
            }
            guard takeSign("="), case .word(let value)? = tokens.popFirst(), ["true", "false"].contains(value) else {
                throw .query("BAD_PARAMETER_VALUE", "Error in query: the parameter \(parameter) is true or false.")
            }
            query.parameters[parameter] = value
        } while takeSign(",")
    }

    private mutating func condition() throws(GoogleAdsError) -> GAQLQuery.Condition {
        let field = try name()
        let comparison = try comparison()
        let values: [String]
        switch comparison {
        case .isNull, .isNotNull: values = []
        case .isOneOf, .isNoneOf: values = try list()
        case .between:
            let first = try value()
            guard take("AND") else { throw .query("EXPECTED_AND", "Error in query: expected AND.") }
            values = [first, try value()]
        case .during: values = [try name().uppercased()]
        default: values = [try value()]
        }
        return GAQLQuery.Condition(field: field, comparison: comparison, values: values)
    }

    private mutating func comparison() throws(GoogleAdsError) -> GAQLQuery.Comparison {
        if take("NOT") {
            if take("IN") { return .isNoneOf }
            if take("LIKE") { return .unlike }
        } else if take("IS") {
            if take("NOT") { if take("NULL") { return .isNotNull } } else if take("NULL") { return .isNull }
        } else {
            for word in ["IN", "LIKE", "BETWEEN", "DURING"] where take(word) { return GAQLQuery.Comparison(rawValue: word) ?? .equal }
            if case .sign(let sign)? = tokens.first, let comparison = GAQLQuery.Comparison(rawValue: sign) {
                tokens.removeFirst()
                return comparison
            }
        }
        throw .query("BAD_OPERATOR", "Error in query: invalid operator.")
    }

    private mutating func value() throws(GoogleAdsError) -> String {
        switch tokens.popFirst() {
        case .text(let text)?, .number(let text)?, .word(let text)?: return text
        default: throw .query("BAD_VALUE", "Error in query: a value is missing.")
        }
    }

    private mutating func list() throws(GoogleAdsError) -> [String] {
        guard takeSign("(") else { throw .query("EXPECTED_LIST", "Error in query: expected a list.") }
        guard !takeSign(")") else { throw .query("PROHIBITED_EMPTY_LIST_IN_CONDITION", "Error in query: the list is empty.") }
        var values: [String] = []
        repeat { values.append(try value()) } while takeSign(",")
        guard takeSign(")") else { throw .query("EXPECTED_LIST", "Error in query: the list has no end.") }
        return values
    }
}
