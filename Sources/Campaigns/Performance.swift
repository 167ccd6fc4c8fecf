import Core
import Postgres
import Web

/// How long the steps of a performance row are.
enum Period: String, Sendable, CaseIterable {
    case day, week, month

    /// The first day of the period that a fact's day belongs to; weeks start on Monday (ISO 8601).
    var start: Query {
        switch self {
        case .day: "day"
        case .week: "date_trunc('week', day)::date"
        case .month: "date_trunc('month', day)::date"
        }
    }
}

/// The sums of a campaign over one period, in one currency.
struct Performance: Sendable {
    let day: Day
    let spend: Money
    let impressions: Int64
    let clicks: Int64
    /// As decimal text: platforms share one conversion out over several campaigns.
    let conversions: String?
    let conversionValue: Money?
    /// Whether the platform may still change these numbers.
    let isMoving: Bool

    init(_ row: Row) throws {
        let values = try row.decode(Day.self, String.self, Int64.self, Int64.self, Int64.self, String?.self, Int64?.self, Bool.self)
        guard let currency = Currency(values.1) else { throw UnknownCurrency(code: values.1) }
        day = values.0
        spend = Money(micros: values.2, currency: currency)
        impressions = values.3
        clicks = values.4
        conversions = values.5
        conversionValue = values.6.map { Money(micros: $0, currency: currency) }
        isMoving = !values.7
    }
}

/// A stored currency that is none: a mistake of ours.
struct UnknownCurrency: Error {
    let code: String
}

extension Schema where Value == Performance {
    static let performance = Schema.record(
        "Performance",
        field("day", \.day, .day, "The first day of the period, in the account's time zone."),
        field("spend", \.spend, .money, "Cost."),
        field("impressions", \.impressions, .integer(), "How often it was shown."),
        field("clicks", \.clicks, .integer(), "How often it was clicked."),
        field("conversions", \.conversions, .nullable(.string()), "What the platform claims, as a decimal text."),
        field("conversion_value", \.conversionValue, .nullable(.money), "What the platform claims that they are worth."),
        field("moving", \.isMoving, .boolean, "Whether the platform may still restate it."))
}

/// The answer: what was asked for, and its rows. Days without delivery have none.
struct PerformanceReport: Sendable {
    let campaign: CampaignID
    let days: DayRange
    let period: Period
    let rows: [Performance]
}

extension Schema where Value == PerformanceReport {
    static let performanceReport = Schema.record(
        "CampaignPerformance",
        field("campaign_id", \.campaign, .id(), "The campaign."),
        field("since", \.days.first, .day, "The first day that was asked for."),
        field("until", \.days.last, .day, "The last day that was asked for."),
        field("period", \.period, .enumeration(), "How long a step is."),
        field("data", \.rows, .array(of: .performance, max: 4_000), "One row for each period with delivery."))
}

/// The days that a request asks for: `range=28d`, or `since` and `until`; 28 days where it says nothing.
struct PerformanceQuery: Sendable {
    let days: DayRange
    let period: Period

    /// Facts reach back so far; more is refused rather than cut.
    static let mostDays = 1_100

    static let parameters: Parameters<PerformanceQuery> = .fields(
        parameter("range", .optional(.string(min: 2, max: 16)), "7d, 28d, 90d, mtd, qtd, ytd, last_week or last_month."),
        parameter("since", .optional(.day), "The first day; with until."),
        parameter("until", .optional(.day), "The last day; with since."),
        parameter("period", Schema<Period>.enumeration().defaulting(to: .day), "The length of a step."),
        make: { try PerformanceQuery(range: $0, since: $1, until: $2, period: $3, today: Instant.now.day) })

    init(range: String?, since: Day?, until: Day?, period: Period, today: Day) throws(Refusal) {
        self.period = period
        switch (range, since, until) {
        case (let range?, nil, nil):
            guard let relative = RelativeRange(range) else {
                throw Refusal("range", code: "invalid", "Use 7d, 28d, 90d, mtd, qtd, ytd, last_week or last_month.")
            }
            days = relative.resolved(today: today)
        case (nil, let since?, let until?):
            guard let days = DayRange(since, until) else { throw Refusal("until", code: "before_since", "The last day is before the first.") }
            guard days.count <= Self.mostDays else { throw Refusal("since", code: "too_long", "Ask for at most \(Self.mostDays) days at once.") }
            self.days = days
        case (nil, nil, nil): days = RelativeRange.days(28).resolved(today: today)
        default: throw Refusal("since", code: "ambiguous", "Give either range, or since and until.")
        }
    }
}
