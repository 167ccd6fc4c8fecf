import Core

/// Figures of one object, and of what stands below it: checked parameters, and what they ask for.
struct SnapchatStats {
    private let routes: SnapchatRoutes
    private let kind: String
    private let id: String
    private let account: Int
    private let isHourly: Bool
    private let fields: [String]
    private let child: String?
    private let dimension: String?
    private let since: Day
    private let until: Day

    private static let granularities: Set<String> = ["DAY", "HOUR"]
    private static let dimensions: Set<String> = ["age", "gender", "country", "region", "dma", "os", "make"]

    init(_ routes: SnapchatRoutes, _ kind: String, _ id: String) throws(SnapchatError) {
        self.routes = routes
        self.kind = kind
        self.id = id
        let parameters = routes.request.parameters
        account = try Self.account(routes.advertising, kind, id)
        guard let granularity = parameters["granularity"], Self.granularities.contains(granularity) else { throw .query("granularity") }
        isHourly = granularity == "HOUR"
        fields = (parameters["fields"] ?? "impressions,spend").split(separator: ",").map(String.init)
        child = parameters["breakdown"]
        dimension = parameters["report_dimension"] ?? parameters["pivot"]
        let zone = routes.advertising.accounts[account].zone
        guard let start = parameters["start_time"].flatMap({ Instant($0) }), let end = parameters["end_time"].flatMap({ Instant($0) }), start < end
        else {
            throw .query("start_time must be before end_time")
        }
        (since, until) = (zone.day(of: start), zone.day(of: end) - 1)
        guard zone.start(of: since) == start, zone.start(of: until + 1) == end else { throw .query("times must be midnight of the account's zone") }
        guard end <= max(routes.now, routes.business.now) else { throw .query("end_time lies in the future") }
        try check()
    }

    private static func account(_ advertising: PlatformAdvertising, _ kind: String, _ id: String) throws(SnapchatError) -> Int {
        let found: Int? =
            switch kind {
            case "adaccounts": advertising.accounts.firstIndex { $0.id == id }
            case "campaigns": advertising.campaigns.first { $0.id == id }?.account
            case "adsquads": advertising.adSets.first { $0.id == id }.map { advertising.campaigns[$0.campaign].account }
            case "ads": advertising.ads.first { $0.id == id }.map { advertising.campaigns[$0.campaign].account }
            default: nil
            }
        guard let found else { throw .missing }
        return found
    }

    private func check() throws(SnapchatError) {
        let most = isHourly ? routes.settings.mostHourlyDays : routes.settings.mostDays
        guard until - since < most else { throw .query("the time range can not be more than \(most) days") }
        if let child, !["campaign", "adsquad", "ad"].contains(child) { throw .query("breakdown") }
        if let dimension, !Self.dimensions.contains(dimension) { throw .query("report_dimension") }
        let unknown = fields.filter { !SnapchatFields.names.contains($0) || routes.settings.refusedFields.contains($0) }
        guard unknown.isEmpty else { throw .query("unknown fields: \(unknown.joined(separator: ", "))") }
        if kind == "adaccounts", fields != ["spend"] { throw .query("ad accounts have spend only") }
        if isHourly, dimension != nil || fields.contains(where: { $0.hasPrefix("conversion_") || ["uniques", "frequency"].contains($0) }) {
            throw .query("HOUR can not be combined with dimensions, conversions or people")
        }
    }

    func json() -> JSON {
        let zone = routes.advertising.accounts[account].zone
        let facts = routes.advertising.facts(from: since, through: until).filter { contains($0) }
        var stat: [JSON.Member] = [
            .init("id", .string(id)), .init("type", .string(kind.dropLast().uppercased())), .init("granularity", isHourly ? "HOUR" : "DAY"),
            .init("start_time", SnapchatFields.local(zone.start(of: since), zone)),
            .init("end_time", SnapchatFields.local(zone.start(of: until + 1), zone)),
            .init("finalized_data_end_time", SnapchatFields.local(zone.start(of: until + 1), zone)),
        ]
        if let child {
            let groups = Dictionary(grouping: facts) { entity($0, child) }.sorted { $0.key < $1.key }
            let parts = groups.map { id, facts -> JSON in
                ["id": .string(id), "type": .string(child.uppercased()), "timeseries": .array(series(facts, zone))]
            }
            stat.append(.init("breakdown_stats", .object([.init(child, .array(parts))])))
        } else {
            stat.append(.init("timeseries", .array(series(facts, zone))))
        }
        return SnapchatRoutes.list("timeseries_stats", "timeseries_stat", [.object(stat)])
    }

    private func contains(_ fact: AdFact) -> Bool {
        let advertising = routes.advertising
        return switch kind {
        case "adaccounts": advertising.account(of: fact) == account
        case "campaigns": advertising.campaigns[fact.campaign].id == id
        case "adsquads": advertising.adSets[fact.adSet].id == id
        default: advertising.ads[fact.ad].id == id
        }
    }

    private func entity(_ fact: AdFact, _ child: String) -> String {
        switch child {
        case "campaign": routes.advertising.campaigns[fact.campaign].id
        case "adsquad": routes.advertising.adSets[fact.adSet].id
        default: routes.advertising.ads[fact.ad].id
        }
    }

    /// The points in time that have something: empty ones are left out, as `omit_empty` asks.
    private func series(_ facts: [AdFact], _ zone: BusinessZone) -> [JSON] {
        Dictionary(grouping: facts) { $0.day }.sorted { $0.key < $1.key }.flatMap { day, facts -> [JSON] in
            guard let first = facts.first else { return [] }
            var sums = AdSums(first)
            for fact in facts.dropFirst() { sums.add(AdSums(fact)) }
            let start = zone.start(of: day)
            if isHourly {
                return (0..<24).map { hour in
                    let begin = start + .seconds(hour * 3_600)
                    return point(begin, begin + .seconds(3_600), zone, sums.part(from: hour * 100 / 24, to: (hour + 1) * 100 / 24))
                }
            }
            return [point(start, zone.start(of: day + 1), zone, sums)]
        }
    }

    private func point(_ start: Instant, _ end: Instant, _ zone: BusinessZone, _ sums: AdSums) -> JSON {
        let head: [JSON.Member] = [.init("start_time", SnapchatFields.local(start, zone)), .init("end_time", SnapchatFields.local(end, zone))]
        guard let dimension else { return .object(head + [.init("stats", .object(SnapchatFields.stats(fields, sums)))]) }
        let parts = SnapchatFields.split(sums, by: dimension).map { value, sums -> JSON in
            .object([.init(dimension, .string(value))] + SnapchatFields.stats(fields, sums))
        }
        return .object(head + [.init("dimension_stats", .array(parts))])
    }
}
