import Core

/// What a report asks for, checked.
struct AnalyticsQuery: Sendable {
    struct Range: Sendable {
        let name: String
        let days: ClosedRange<Day>
    }

    struct Order: Sendable {
        /// The position of the column: dimensions first, then metrics.
        let column: Int
        let isNumeric: Bool
        let isDescending: Bool
    }

    let ranges: [Range]
    let dimensions: [AnalyticsDimension]
    let metrics: [AnalyticsMetric]
    let table: AnalyticsTable
    let dimensionFilter: AnalyticsFilter?
    let metricFilter: AnalyticsFilter?
    let orders: [Order]
    let offset: Int
    let limit: Int
    let wantsTotals: Bool
    let wantsQuota: Bool

    /// - Parameter today: the property's current day.
    init(_ json: JSON, today: Day, currency: Currency, _ settings: AnalyticsSettings) throws(AnalyticsError) {
        for name in ["cohortSpec", "comparisons"] where json[name]?.isNull == false { throw .argument("\(name) is not part of this simulated API") }
        if let code = json["currencyCode"]?.string, !code.isEmpty, code != currency.code {
            throw .argument("currencyCode \(code) is not part of this simulated API")
        }
        ranges = try Self.ranges(json, today, settings)
        dimensions = try Self.dimensions(json, settings)
        metrics = try Self.metrics(json, settings)
        dimensionFilter = try json["dimensionFilter"].map { value throws(AnalyticsError) in try AnalyticsFilter(value) }
        metricFilter = try json["metricFilter"].map { value throws(AnalyticsError) in try AnalyticsFilter(value) }
        let filtered = dimensionFilter?.fields ?? []
        for name in filtered where AnalyticsDimension.byName[name] == nil { throw .unknownField(name, "dimension") }
        let measured = metrics.map(\.name)
        for name in metricFilter?.fields ?? [] where !measured.contains(name) { throw .unknownField(name, "metric") }
        table = try AnalyticsTable(dimensions: dimensions.map(\.name) + filtered, metrics: metrics)
        orders = try Self.orders(json, dimensions.map(\.name), measured)
        offset = try Self.count(json, "offset", 0...Int.max) ?? 0
        limit = min(try Self.count(json, "limit", 1...Int.max) ?? settings.defaultLimit, settings.largestLimit)
        let aggregations = (json["metricAggregations"]?.array ?? []).compactMap(\.string)
        guard aggregations.allSatisfy({ $0 == "TOTAL" }) else { throw .argument("Of metricAggregations this simulated API has TOTAL.") }
        wantsTotals = !aggregations.isEmpty
        wantsQuota = json["returnPropertyQuota"]?.bool == true
    }

    private static func ranges(_ json: JSON, _ today: Day, _ settings: AnalyticsSettings) throws(AnalyticsError) -> [Range] {
        let items = json["dateRanges"]?.array ?? []
        guard !items.isEmpty, items.count <= settings.mostRanges else {
            throw .argument("Requests are limited to 1 to \(settings.mostRanges) dateRanges.")
        }
        var ranges: [Range] = []
        for (index, item) in items.enumerated() {
            guard let start = day(item["startDate"]?.string, today), let end = day(item["endDate"]?.string, today) else {
                throw .argument("Invalid date: a date is YYYY-MM-DD, NdaysAgo, yesterday, or today.")
            }
            guard start <= end else { throw .argument("startDate must not be after endDate.") }
            ranges.append(Range(name: item["name"]?.string ?? "date_range_\(index)", days: start...end))
        }
        return ranges
    }

    private static func day(_ text: String?, _ today: Day) -> Day? {
        switch text {
        case nil: nil
        case "today": today
        case "yesterday": today - 1
        case let text? where text.hasSuffix("daysAgo"): Int(text.dropLast(7)).flatMap { $0 >= 0 ? today - $0 : nil }
        case let text?: Day(text)
        }
    }

    private static func dimensions(_ json: JSON, _ settings: AnalyticsSettings) throws(AnalyticsError) -> [AnalyticsDimension] {
        let names = (json["dimensions"]?.array ?? []).map { $0["name"]?.string ?? "" }
        guard names.count <= settings.mostDimensions else { throw .argument("Requests are limited to \(settings.mostDimensions) dimensions.") }
        guard Set(names).count == names.count else { throw .argument("A dimension can be named once.") }
        var found: [AnalyticsDimension] = []
        for name in names {
            guard let dimension = AnalyticsDimension.byName[name] else { throw .unknownField(name, "dimension") }
            found.append(dimension)
        }
        return found
    }

    private static func metrics(_ json: JSON, _ settings: AnalyticsSettings) throws(AnalyticsError) -> [AnalyticsMetric] {
        let names = (json["metrics"]?.array ?? []).map { $0["name"]?.string ?? "" }
        guard names.count <= settings.mostMetrics else { throw .argument("Requests are limited to \(settings.mostMetrics) metrics.") }
        guard !names.isEmpty else { throw .argument("A report must have a metric.") }
        guard Set(names).count == names.count else { throw .argument("A metric can be named once.") }
        var found: [AnalyticsMetric] = []
        for name in names {
            guard let metric = AnalyticsMetric.byName[name] else { throw .unknownField(name, "metric") }
            found.append(metric)
        }
        return found
    }

    private static func orders(_ json: JSON, _ dimensions: [String], _ metrics: [String]) throws(AnalyticsError) -> [Order] {
        var orders: [Order] = []
        for item in json["orderBys"]?.array ?? [] {
            let isDescending = item["desc"]?.bool == true
            if let name = item["dimension"]?["dimensionName"]?.string, let place = dimensions.firstIndex(of: name) {
                orders.append(Order(column: place, isNumeric: item["dimension"]?["orderType"]?.string == "NUMERIC", isDescending: isDescending))
            } else if let name = item["metric"]?["metricName"]?.string, let place = metrics.firstIndex(of: name) {
                orders.append(Order(column: dimensions.count + place, isNumeric: true, isDescending: isDescending))
            } else {
                throw .argument("orderBys must name a dimension or a metric of the report.")
            }
        }
        return orders
    }

    /// 64-bit numbers travel as texts, and plain ones are taken too.
    private static func count(_ json: JSON, _ name: String, _ range: ClosedRange<Int>) throws(AnalyticsError) -> Int? {
        guard let value = json[name], !value.isNull else { return nil }
        guard let count = value.string.flatMap({ Int($0) }) ?? value.integer.map({ Int($0) }) else { throw .argument("Invalid value at '\(name)'.") }
        guard range.contains(count) else { throw .argument("\(name) must not be less than \(range.lowerBound).") }
        return count
    }
}
