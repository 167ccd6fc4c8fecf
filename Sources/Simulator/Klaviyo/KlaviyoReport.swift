import Core

/// The reports of campaigns and flows: sums over a stretch of days, or a series of days.
struct KlaviyoReport {
    private let business: SimulatedBusiness
    private let settings: KlaviyoSettings
    private let kind: SimulatedMailing.Kind
    private let isSeries: Bool
    private let statistics: [String]
    private let groups: [String]
    private let days: ClosedRange<Day>
    private let start: Int
    private let path: String

    private static let names: Set<String> = [
        "recipients", "delivered", "opens", "opens_unique", "clicks", "clicks_unique", "bounced", "unsubscribes", "unsubscribe_uniques",
        "spam_complaints", "conversions", "conversion_uniques", "conversion_value",
    ]

    init(
        _ request: SimulatedRequest, _ business: SimulatedBusiness, _ settings: KlaviyoSettings, _ kind: SimulatedMailing.Kind, isSeries: Bool
    ) throws(KlaviyoError) {
        self.business = business
        self.settings = settings
        self.kind = kind
        self.isSeries = isSeries
        path = request.path[1]
        guard let data = (try? JSON(parsing: request.body, limits: .trusted))?["data"], let attributes = data["attributes"] else {
            throw .body("/data", "The body lacks data.attributes.")
        }
        guard data["type"]?.string == String(path.dropLast()) else { throw .body("/data/type", "The type must be \(path.dropLast()).") }
        let asked = attributes["statistics"]?.array?.compactMap(\.string) ?? []
        guard !asked.isEmpty, asked.allSatisfy(Self.names.contains) else { throw .body("/data/attributes/statistics", "A statistic is not known.") }
        statistics = asked
        let metrics = MailEvent.Kind.allCases.map { KlaviyoResources.metricID($0) }
        guard metrics.contains(attributes["conversion_metric_id"]?.string ?? "") else {
            throw .body("/data/attributes/conversion_metric_id", "The metric does not exist.")
        }
        let own = ["\(kind.rawValue)_id", "\(kind.rawValue)_message_id", "send_channel"]
        let groups = attributes["group_by"]?.array?.compactMap(\.string) ?? own
        guard groups.allSatisfy(own.contains) else { throw .body("/data/attributes/group_by", "One can not group by this.") }
        self.groups = groups
        guard !isSeries || attributes["interval"] == "daily" else { throw .body("/data/attributes/interval", "Only daily is simulated.") }
        days = try Self.days(attributes["timeframe"], business, settings)
        let cursor = request.parameters["page_cursor"]
        guard let start = cursor.map({ Int($0) }) ?? 0 else { throw .parameter("page_cursor", "Invalid cursor.") }
        self.start = start
    }

    /// The days that a timeframe touches, in the zone of the account.
    private static func days(_ timeframe: JSON?, _ business: SimulatedBusiness, _ settings: KlaviyoSettings) throws(KlaviyoError) -> ClosedRange<Day>
    {
        let until = business.until
        switch timeframe?["key"]?.string {
        case "last_7_days"?: return (until - 6)...until
        case "last_30_days"?: return (until - 29)...until
        case "last_90_days"?: return (until - 89)...until
        case .some: throw .body("/data/attributes/timeframe/key", "This key is not simulated.")
        case nil: break
        }
        guard let from = timeframe?["start"]?.string.flatMap({ Instant($0) }), let to = timeframe?["end"]?.string.flatMap({ Instant($0) }), from < to
        else {
            throw .body("/data/attributes/timeframe", "A timeframe needs a start and an end behind it.")
        }
        let range = business.shopZone.day(of: from)...business.shopZone.day(of: to - .seconds(1))
        guard range.upperBound - range.lowerBound < settings.longestReport else { throw .body("/data/attributes/timeframe", "At most a year.") }
        return range
    }

    func response() throws(KlaviyoError) -> SimulatedResponse {
        var sums: [Int: [Day: MailingFact]] = [:]
        for fact in business.mailingFacts where days.contains(fact.day) && business.mailings[fact.mailing].kind == kind {
            sums[fact.mailing, default: [:]][fact.day] = fact
        }
        let mailings = sums.keys.sorted()
        let page = mailings.dropFirst(start).prefix(settings.reportPage)
        let results = page.map { JSON.object([.init("groupings", groupings($0)), .init("statistics", values(sums[$0] ?? [:]))]) }
        var attributes: JSON = ["results": .array(results)]
        if isSeries { attributes = attributes.setting("date_times", .array(days.map { KlaviyoReport.midnight($0, business.shopZone) })) }
        let end = start + page.count
        let next: JSON = end < mailings.count ? .string("https://a.klaviyo.com/api/\(path)?page_cursor=\(end)") : .null
        return SimulatedResponse(
            ["data": ["type": .string(String(path.dropLast())), "id": "report", "attributes": attributes], "links": ["next": next]], outcome: .page)
    }

    private func groupings(_ index: Int) -> JSON {
        let mailing = business.mailings[index]
        return .object(
            groups.map { group in
                let value = group == "send_channel" ? mailing.channel : group.hasSuffix("_message_id") ? mailing.message : mailing.id
                return .init(group, .string(value))
            })
    }

    private func values(_ facts: [Day: MailingFact]) -> JSON {
        .object(
            statistics.map { name in
                guard isSeries else { return .init(name, Self.statistic(name, Array(facts.values))) }
                return .init(name, .array(days.map { Self.statistic(name, facts[$0].map { [$0] } ?? []) }))
            })
    }

    private static func statistic(_ name: String, _ facts: [MailingFact]) -> JSON {
        func sum(_ path: KeyPath<MailingFact, Int>) -> JSON { KlaviyoResource.number(facts.reduce(0) { $0 + $1[keyPath: path] }) }
        return switch name {
        case "recipients": sum(\.recipients)
        case "delivered": sum(\.delivered)
        case "opens": sum(\.opens)
        case "opens_unique": sum(\.uniqueOpens)
        case "clicks": sum(\.clicks)
        case "clicks_unique": sum(\.uniqueClicks)
        case "bounced": sum(\.bounces)
        case "unsubscribes", "unsubscribe_uniques": sum(\.unsubscribes)
        case "spam_complaints": sum(\.complaints)
        case "conversion_value": KlaviyoResource.amount(facts.reduce(0) { $0 + $1.revenue })
        default: sum(\.conversions)
        }
    }

    /// The start of a day with its offset.
    static func midnight(_ day: Day, _ zone: BusinessZone) -> JSON {
        let text = zone.localText(zone.start(of: day))
        return .string("\(text.dropLast(2)):\(text.suffix(2))")
    }
}
