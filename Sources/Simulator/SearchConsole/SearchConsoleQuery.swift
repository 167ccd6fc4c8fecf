import Core

/// What a query of Search Analytics asks for, checked.
struct SearchConsoleQuery: Sendable {
    enum Dimension: String, Sendable {
        case date, query, page, country, device
    }

    let days: ClosedRange<Day>
    let dimensions: [Dimension]
    let filters: [SearchConsoleFilter]
    let isByPage: Bool
    /// Other kinds of search have no figures here.
    let isWeb: Bool
    let includesFresh: Bool
    let limit: Int
    let start: Int

    private static let types: Set<String> = ["web", "image", "video", "news", "discover", "googleNews"]

    init(_ json: JSON, _ settings: SearchConsoleSettings) throws(SearchConsoleError) {
        guard let since = json["startDate"]?.string.flatMap({ Day($0) }), let until = json["endDate"]?.string.flatMap({ Day($0) }) else {
            throw .argument("Date parameter should be specified as YYYY-MM-DD.")
        }
        guard since <= until else { throw .argument("startDate must not be after endDate.") }
        days = since...until
        let type = json["type"]?.string ?? json["searchType"]?.string ?? "web"
        guard Self.types.contains(type) else { throw .argument("Invalid value at 'type': \(type)") }
        isWeb = type == "web"
        dimensions = try Self.dimensions(json, type)
        var filters: [SearchConsoleFilter] = []
        for group in json["dimensionFilterGroups"]?.array ?? [] { filters.append(try SearchConsoleFilter(group)) }
        self.filters = filters
        isByPage = try Self.isByPage(json, dimensions, filters)
        let state = json["dataState"]?.string ?? "final"
        guard ["final", "all"].contains(state) else { throw .argument("dataState \(state) is not part of this simulated API") }
        includesFresh = state == "all"
        limit = Int(json["rowLimit"]?.integer ?? Int64(settings.defaultLimit))
        guard (1...settings.largestLimit).contains(limit) else { throw .argument("rowLimit must be between 1 and \(settings.largestLimit).") }
        start = Int(json["startRow"]?.integer ?? 0)
        guard start >= 0 else { throw .argument("startRow must not be negative.") }
    }

    private static func dimensions(_ json: JSON, _ type: String) throws(SearchConsoleError) -> [Dimension] {
        let missing = type == "discover" ? ["query", "device"] : type == "googleNews" ? ["query"] : []
        var found: [Dimension] = []
        for name in (json["dimensions"]?.array ?? []).map({ $0.string ?? "" }) {
            guard let dimension = Dimension(rawValue: name), !found.contains(dimension), !missing.contains(name) else {
                throw .argument("Dimension '\(name)' is not valid for this query.")
            }
            found.append(dimension)
        }
        return found
    }

    private static func isByPage(
        _ json: JSON, _ dimensions: [Dimension], _ filters: [SearchConsoleFilter]
    ) throws(SearchConsoleError) -> Bool {
        let needsPage = dimensions.contains(.page) || filters.contains { $0.fields.contains(.page) }
        switch json["aggregationType"]?.string ?? "auto" {
        case "auto": return needsPage
        case "byPage": return true
        case "byProperty":
            guard !needsPage else { throw .argument("'BY_PROPERTY' is not a valid aggregation type when grouping or filtering by page.") }
            return false
        case let other: throw .argument("Invalid value at 'aggregation_type': \(other)")
        }
    }
}

/// A group of conditions, all of which must hold.
struct SearchConsoleFilter: Sendable {
    private struct Condition: Sendable {
        let field: SearchConsoleQuery.Dimension
        let test: @Sendable (String) -> Bool
    }

    private let conditions: [Condition]

    var fields: [SearchConsoleQuery.Dimension] { conditions.map(\.field) }

    init(_ json: JSON) throws(SearchConsoleError) {
        guard json["groupType"]?.string ?? "and" == "and" else { throw .argument("groupType must be and.") }
        var conditions: [Condition] = []
        for item in json["filters"]?.array ?? [] {
            guard let field = item["dimension"]?.string.flatMap(SearchConsoleQuery.Dimension.init(rawValue:)), field != .date,
                let expression = item["expression"]?.string
            else { throw .argument("A filter needs a dimension and an expression.") }
            conditions.append(Condition(field: field, test: try Self.test(item["operator"]?.string ?? "equals", expression)))
        }
        self.conditions = conditions
    }

    private static func test(_ name: String, _ expression: String) throws(SearchConsoleError) -> @Sendable (String) -> Bool {
        let wanted = expression.lowercased()
        switch name {
        case "equals": return { $0.lowercased() == wanted }
        case "notEquals": return { $0.lowercased() != wanted }
        case "contains": return { $0.lowercased().contains(wanted) }
        case "notContains": return { !$0.lowercased().contains(wanted) }
        case "includingRegex", "excludingRegex":
            guard (try? Regex(expression)) != nil else { throw .argument("Invalid regular expression.") }
            let includes = name == "includingRegex"
            return { text in ((try? Regex(expression).firstMatch(in: text)) != nil) == includes }
        default: throw .argument("Invalid value at 'operator': \(name)")
        }
    }

    func admits(_ fact: SearchFact) -> Bool { conditions.allSatisfy { $0.test($0.field.value(fact)) } }
}

extension SearchConsoleQuery.Dimension {
    func value(_ fact: SearchFact) -> String {
        switch self {
        case .date: fact.day.description
        case .query: fact.query
        case .page: fact.page
        case .country: fact.country
        case .device: fact.device
        }
    }
}
