import Core

/// A `FilterExpression`, checked.
indirect enum AnalyticsFilter: Sendable {
    case and([AnalyticsFilter])
    case or([AnalyticsFilter])
    case not(AnalyticsFilter)
    case field(String, @Sendable (String) -> Bool)

    init(_ json: JSON) throws(AnalyticsError) {
        if let group = json["andGroup"] {
            self = .and(try Self.list(group))
        } else if let group = json["orGroup"] {
            self = .or(try Self.list(group))
        } else if let inner = json["notExpression"] {
            self = .not(try AnalyticsFilter(inner))
        } else if let filter = json["filter"], let name = filter["fieldName"]?.string {
            self = .field(name, try Self.test(filter))
        } else {
            throw .argument("A filter expression must have exactly one of andGroup, orGroup, notExpression and filter.")
        }
    }

    /// The names of all fields inside.
    var fields: [String] {
        switch self {
        case .and(let parts), .or(let parts): parts.flatMap(\.fields)
        case .not(let part): part.fields
        case .field(let name, _): [name]
        }
    }

    func admits(_ value: (String) -> String) -> Bool {
        switch self {
        case .and(let parts): parts.allSatisfy { $0.admits(value) }
        case .or(let parts): parts.contains { $0.admits(value) }
        case .not(let part): !part.admits(value)
        case .field(let name, let test): test(value(name))
        }
    }

    private static func list(_ json: JSON) throws(AnalyticsError) -> [AnalyticsFilter] {
        var parts: [AnalyticsFilter] = []
        for item in json["expressions"]?.array ?? [] { parts.append(try AnalyticsFilter(item)) }
        guard !parts.isEmpty else { throw .argument("A filter group must have expressions.") }
        return parts
    }

    private static func test(_ filter: JSON) throws(AnalyticsError) -> @Sendable (String) -> Bool {
        if let text = filter["stringFilter"] { return try stringTest(text) }
        if let list = filter["inListFilter"] {
            let isExact = list["caseSensitive"]?.bool == true
            let values = Set((list["values"]?.array ?? []).compactMap(\.string).map { isExact ? $0 : $0.lowercased() })
            return { values.contains(isExact ? $0 : $0.lowercased()) }
        }
        if let number = filter["numericFilter"], let bound = number["value"].flatMap({ Self.number($0) }) {
            return try numberTest(number["operation"]?.string ?? "", bound)
        }
        if let between = filter["betweenFilter"], let low = between["fromValue"].flatMap({ Self.number($0) }),
            let high = between["toValue"].flatMap({ Self.number($0) })
        {
            return { text in Double(text).map { $0 >= low && $0 <= high } ?? false }
        }
        if filter["emptyFilter"] != nil { return { $0.isEmpty || $0 == "(not set)" } }
        throw .argument("A filter must have a stringFilter, an inListFilter, a numericFilter or a betweenFilter.")
    }

    private static func stringTest(_ json: JSON) throws(AnalyticsError) -> @Sendable (String) -> Bool {
        let isExact = json["caseSensitive"]?.bool == true
        let value = isExact ? json["value"]?.string ?? "" : (json["value"]?.string ?? "").lowercased()
        func test(_ holds: @escaping @Sendable (String) -> Bool) -> @Sendable (String) -> Bool { { holds(isExact ? $0 : $0.lowercased()) } }
        switch json["matchType"]?.string ?? "EXACT" {
        case "EXACT", "MATCH_TYPE_UNSPECIFIED": return test { $0 == value }
        case "BEGINS_WITH": return test { $0.hasPrefix(value) }
        case "ENDS_WITH": return test { $0.hasSuffix(value) }
        case "CONTAINS": return test { $0.contains(value) }
        default: throw .argument("matchType \(json["matchType"]?.string ?? "") is not part of this simulated API")
        }
    }

    private static func numberTest(_ operation: String, _ bound: Double) throws(AnalyticsError) -> @Sendable (String) -> Bool {
        switch operation {
        case "EQUAL": return { Double($0) == bound }
        case "LESS_THAN": return { text in Double(text).map { $0 < bound } ?? false }
        case "LESS_THAN_OR_EQUAL": return { text in Double(text).map { $0 <= bound } ?? false }
        case "GREATER_THAN": return { text in Double(text).map { $0 > bound } ?? false }
        case "GREATER_THAN_OR_EQUAL": return { text in Double(text).map { $0 >= bound } ?? false }
        default: throw .argument("A numericFilter must have an operation.")
        }
    }

    /// `{"int64Value": "5"}` or `{"doubleValue": 5.5}`.
    private static func number(_ json: JSON) -> Double? {
        json["int64Value"]?.string.flatMap { Double($0) } ?? json["int64Value"]?.double ?? json["doubleValue"]?.double
    }
}
