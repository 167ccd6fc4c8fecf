import Core

/// A report: its rows, and how it is written.
struct AnalyticsReport {
    private struct Row {
        let dimensions: [String]
        var figures = AnalyticsFigures()
        var metrics: [String] = []
    }

    private let query: AnalyticsQuery
    private let rows: [Row]
    private var hasRanges: Bool { query.ranges.count > 1 }

    init(_ query: AnalyticsQuery, _ business: SimulatedBusiness) {
        self.query = query
        var rows: [Row] = []
        for range in query.ranges { rows += Self.rows(query, range, business) }
        for index in rows.indices { rows[index].metrics = query.metrics.map { $0.read(rows[index].figures) } }
        let names = query.metrics.map(\.name)
        rows.removeAll { row in
            guard let filter = query.metricFilter else { return false }
            return !filter.admits { name in names.firstIndex(of: name).map { row.metrics[$0] } ?? "" }
        }
        rows.sort { Self.stands($0, before: $1, query) }
        self.rows = rows
    }

    var count: Int { rows.count }

    private static func rows(_ query: AnalyticsQuery, _ range: AnalyticsQuery.Range, _ business: SimulatedBusiness) -> [Row] {
        var rows: [Row] = []
        var places: [[String]: Int] = [:]
        for record in query.table.records(business, range.days) {
            if let filter = query.dimensionFilter, !filter.admits({ AnalyticsDimension.byName[$0]?.read(record) ?? "" }) { continue }
            var key = query.dimensions.map { $0.read(record) }
            if query.ranges.count > 1 { key.append(range.name) }
            let place = places[key] ?? rows.count
            if place == rows.count {
                places[key] = place
                rows.append(Row(dimensions: key))
            }
            rows[place].figures.add(record)
        }
        return rows
    }

    /// As asked for; behind that, and without a wish, by the first metric, the largest first, and then by the dimensions.
    private static func stands(_ left: Row, before right: Row, _ query: AnalyticsQuery) -> Bool {
        let width = query.dimensions.count
        for order in query.orders {
            let (a, b) =
                order.column < width
                ? (left.dimensions[order.column], right.dimensions[order.column])
                : (left.metrics[order.column - width], right.metrics[order.column - width])
            guard a != b else { continue }
            let isLess = order.isNumeric ? (Double(a) ?? 0, a) < (Double(b) ?? 0, b) : a < b
            return isLess != order.isDescending
        }
        if query.orders.isEmpty, let a = left.metrics.first.flatMap({ Double($0) }), let b = right.metrics.first.flatMap({ Double($0) }), a != b {
            return a > b
        }
        return left.dimensions.lexicographicallyPrecedes(right.dimensions)
    }

    /// The page asked for.
    func json(_ business: SimulatedBusiness, quota: JSON?, _ settings: AnalyticsSettings) -> JSON {
        let heads = query.dimensions.map(\.name) + (hasRanges ? ["dateRange"] : [])
        var members: [JSON.Member] = [
            .init("dimensionHeaders", .array(heads.map { ["name": .string($0)] })),
            .init("metricHeaders", .array(query.metrics.map { ["name": .string($0.name), "type": .string($0.type)] })),
        ]
        let page = rows.dropFirst(query.offset).prefix(query.limit)
        if !page.isEmpty { members.append(.init("rows", .array(page.map { Self.json($0.dimensions, $0.metrics) }))) }
        if query.wantsTotals { members.append(.init("totals", .array(totals(heads.count)))) }
        if !rows.isEmpty { members.append(.init("rowCount", .integer(rows.count))) }
        members.append(.init("metadata", metadata(business, settings)))
        if let quota, query.wantsQuota { members.append(.init("propertyQuota", quota)) }
        members.append(.init("kind", "analyticsData#runReport"))
        return .object(members)
    }

    private static func json(_ dimensions: [String], _ metrics: [String]) -> JSON {
        [
            "dimensionValues": .array(dimensions.map { ["value": .string($0)] }), "metricValues": .array(metrics.map { ["value": .string($0)] }),
        ]
    }

    private func totals(_ width: Int) -> [JSON] {
        query.ranges.map { range in
            var sum = AnalyticsFigures()
            for row in rows where !hasRanges || row.dimensions.last == range.name { sum.join(row.figures) }
            var dimensions = Array(repeating: "RESERVED_TOTAL", count: width)
            if hasRanges { dimensions[width - 1] = range.name }
            return Self.json(dimensions, query.metrics.map { $0.read(sum) })
        }
    }

    private func metadata(_ business: SimulatedBusiness, _ settings: AnalyticsSettings) -> JSON {
        var metadata: JSON = ["currencyCode": .string(business.currency.code), "timeZone": .string(business.shopZone.name)]
        if case .trait = query.table, settings.subjectsTraitsToThresholding {
            metadata = metadata.setting("subjectToThresholding", true)
        }
        return metadata
    }
}
