import Core

/// Answers a query: checks it against what there is, chooses and orders rows, and writes those that are asked for.
struct GoogleAdsSearch {
    let view: GoogleAdsView
    let query: GAQLQuery
    private let resource: GoogleAdsResource
    private let fields: [GoogleAdsField]
    private let settings: GoogleAdsSettings

    init(_ text: String, _ view: GoogleAdsView, _ settings: GoogleAdsSettings) throws(GoogleAdsError) {
        query = try GAQLQuery(parsing: text)
        self.view = view
        self.settings = settings
        guard let resource = GoogleAdsResource.all[query.resource] else {
            throw .query("BAD_RESOURCE_TYPE_IN_FROM_CLAUSE", "Invalid resource type in the FROM clause: '\(query.resource)'.")
        }
        self.resource = resource
        var fields: [GoogleAdsField] = []
        for name in query.fields { fields.append(try Self.field(name, resource, in: "SELECT")) }
        self.fields = fields
        for condition in query.conditions { _ = try Self.field(condition.field, resource, in: "WHERE") }
        for order in query.order where !query.fields.contains(order.field) {
            throw .query("EXPECTED_REFERENCED_FIELD_IN_SELECT_CLAUSE", "'\(order.field)' has to be in the SELECT clause.")
        }
        if view.account == nil, fields.contains(where: \.isMetric) {
            throw .query("REQUESTED_METRICS_FOR_MANAGER", "Metrics cannot be requested for a manager account.")
        }
    }

    private static func field(_ name: String, _ resource: GoogleAdsResource, in clause: String) throws(GoogleAdsError) -> GoogleAdsField {
        guard let field = GoogleAdsField.all[name] else { throw .query("UNRECOGNIZED_FIELD", "Unrecognized field in the query: '\(name)'.") }
        if field.isMetric || field.isSegment {
            let isTerm = name == "segments.search_term_match_type" || name.hasPrefix("segments.keyword.")
            let isKeyword = name.contains("quality_score") || name.contains("impression_share")
            guard resource.hasMetrics, !isTerm || resource.name == "search_term_view", !isKeyword || resource.name == "keyword_view" else {
                let kind = field.isMetric ? "METRIC" : "SEGMENT"
                throw .query("PROHIBITED_\(kind)_IN_SELECT_OR_WHERE_CLAUSE", "'\(name)' can not be used with \(resource.name).")
            }
        } else if !resource.groups.contains(field.group) {
            throw .query("PROHIBITED_RESOURCE_TYPE_IN_\(clause)_CLAUSE", "'\(name)' can not be used with \(resource.name).")
        }
        return field
    }

    /// All rows of the answer.
    func rows() throws(GoogleAdsError) -> [GoogleAdsRow] {
        let filter = try GoogleAdsFilter(query, view)
        let all: [GoogleAdsRow]
        if fields.contains(where: { $0.isMetric || $0.isSegment }) {
            var report = GoogleAdsReport(view, resource, fields: query.fields, days: filter.days)
            all = report.read()
        } else {
            all = resource.rows(view)
        }
        var rows = all.filter { filter.admits($0, view) }
        if !query.order.isEmpty { rows = sorted(rows) }
        return query.limit.map { Array(rows.prefix($0)) } ?? rows
    }

    /// Rows that stand equal keep their order.
    private func sorted(_ rows: [GoogleAdsRow]) -> [GoogleAdsRow] {
        let order = query.order.compactMap { order in GoogleAdsField.all[order.field].map { ($0, order.isDescending) } }
        let keyed = rows.map { row in (row, order.map { $0.0.read(row, view) }) }
        return keyed.enumerated().sorted { left, right in
            for (index, (_, isDescending)) in order.enumerated() {
                guard let one = left.element.1[index], let other = right.element.1[index] else { continue }
                let sign = one.compared(to: other)
                if sign != 0 { return isDescending ? sign > 0 : sign < 0 }
            }
            return left.offset < right.offset
        }.map(\.element.0)
    }

    /// The names of the fields in an answer's own spelling.
    var mask: String { fields.map { $0.path.joined(separator: ".") }.joined(separator: ",") }

    /// A row as the API writes it.
    func json(_ row: GoogleAdsRow) -> JSON {
        var tree = GoogleAdsTree()
        if query.parameters["omit_unselected_resource_names"] != "true" {
            let own = GoogleAdsField.camel(Substring(resource.name))
            tree.set([own, "resourceName"], .string(resource.resourceName(row, view)))
        }
        for field in fields {
            guard let value = field.read(row, view), !(settings.omitsZeros && field.isMetric && value.isZero) else { continue }
            tree.set(field.path[...], value.json)
        }
        return tree.json
    }
}

/// An object that is built by paths; members keep the order in which they came.
private struct GoogleAdsTree {
    private var members: [(name: String, value: JSON?, inner: Int)] = []
    private var inner: [GoogleAdsTree] = []

    mutating func set(_ path: [String], _ value: JSON) { set(path[...], value) }

    mutating func set(_ path: ArraySlice<String>, _ value: JSON) {
        guard let name = path.first else { return }
        if path.count == 1 {
            members.append((name, value, -1))
        } else if let place = members.first(where: { $0.name == name && $0.inner >= 0 })?.inner {
            inner[place].set(path.dropFirst(), value)
        } else {
            members.append((name, nil, inner.count))
            inner.append(GoogleAdsTree())
            inner[inner.count - 1].set(path.dropFirst(), value)
        }
    }

    var json: JSON { .object(members.map { JSON.Member($0.name, $0.value ?? inner[$0.inner].json) }) }
}
