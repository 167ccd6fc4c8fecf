import Core

/// `POST /api/metric-aggregates`: how often a metric happened on each day and what it was worth, by one dimension.
struct KlaviyoAggregate {
    private let business: SimulatedBusiness
    private let kind: MailEvent.Kind
    private let measurements: [String]
    private let dimension: String?
    private let days: ClosedRange<Day>

    private static let dimensions: Set<String> = ["$attributed_channel", "$attributed_message", "$attributed_flow", "$message", "$flow"]

    init(_ request: SimulatedRequest, _ business: SimulatedBusiness, _ settings: KlaviyoSettings) throws(KlaviyoError) {
        self.business = business
        guard let attributes = (try? JSON(parsing: request.body, limits: .trusted))?["data"]?["attributes"] else {
            throw .body("/data", "The body lacks data.attributes.")
        }
        guard let kind = MailEvent.Kind.allCases.first(where: { KlaviyoResources.metricID($0) == attributes["metric_id"]?.string }) else {
            throw .body("/data/attributes/metric_id", "The metric does not exist.")
        }
        self.kind = kind
        measurements = attributes["measurements"]?.array?.compactMap(\.string) ?? []
        guard !measurements.isEmpty, measurements.allSatisfy(["count", "sum_value", "unique"].contains) else {
            throw .body("/data/attributes/measurements", "A measurement is not known.")
        }
        guard (attributes["interval"] ?? "day") == "day" else { throw .body("/data/attributes/interval", "Only day is simulated.") }
        dimension = attributes["by"]?.array?.first?.string
        if let dimension, !Self.dimensions.contains(dimension) { throw .body("/data/attributes/by", "One can not group by '\(dimension)'.") }
        guard let zone = BusinessZone(attributes["timezone"]?.string ?? "UTC"), zone.name == business.shopZone.name else {
            throw .body("/data/attributes/timezone", "Only the zone of the account is simulated.")
        }
        let texts = attributes["filter"]?.array?.compactMap(\.string) ?? []
        let filter = try KlaviyoFilter(texts, fields: ["datetime": ["greater-or-equal", "less-than"]], parameter: "filter")
        let span = try filter.span(of: "datetime", zone: zone)
        guard filter.conditions.count == 2, span.from < span.to else { throw .body("/data/attributes/filter", "A start and an end are required.") }
        let range = zone.day(of: span.from)...zone.day(of: span.to - .seconds(1))
        guard range.upperBound - range.lowerBound < settings.longestReport else { throw .body("/data/attributes/filter", "At most a year.") }
        days = range
    }

    func response() -> SimulatedResponse {
        var cells: [String: [Day: Cell]] = [:]
        for day in days {
            for event in business.mailEvents(on: day) where event.kind == kind { cells[value(event), default: [:]][day, default: Cell()].add(event) }
        }
        let data = cells.keys.sorted().map { value -> JSON in
            let series = measurements.map { name in JSON.Member(name, .array(days.map { (cells[value]?[$0] ?? Cell()).measurement(name) })) }
            return ["dimensions": dimension == nil ? [] : [.string(value)], "measurements": .object(series)]
        }
        let dates = days.map { KlaviyoReport.midnight($0, business.shopZone) }
        return SimulatedResponse(
            [
                "data": ["type": "metric-aggregate", "id": "aggregate", "attributes": ["dates": .array(dates), "data": .array(data)]],
                "links": ["next": .null],
            ], outcome: .page)
    }

    /// An empty text is what is attributed to nothing.
    private func value(_ event: MailEvent) -> String {
        guard let dimension, let index = event.mailing else { return "" }
        let mailing = business.mailings[index]
        return switch dimension {
        case "$attributed_channel": mailing.channel
        case "$attributed_flow", "$flow": mailing.kind == .flow ? mailing.id : ""
        default: mailing.message
        }
    }

    private struct Cell {
        var count = 0
        var sum: Int64 = 0
        var people: Set<Int> = []

        mutating func add(_ event: MailEvent) {
            count += 1
            sum += event.value
            people.insert(event.subscriber)
        }

        func measurement(_ name: String) -> JSON {
            switch name {
            case "count": KlaviyoResource.number(count)
            case "unique": KlaviyoResource.number(people.count)
            default: KlaviyoResource.amount(sum)
            }
        }
    }
}
