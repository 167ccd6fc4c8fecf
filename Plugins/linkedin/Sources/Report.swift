import ConnectorKit

/// A part of the figures by something beside the entity. Raw values are the settings' words.
enum Breakdown: String {
    case device, placement, country, region, seniority, industry, company
    case jobFunction = "job_function"
    case jobTitle = "job_title"
    case companySize = "company_size"

    /// LinkedIn's name.
    var pivot: String {
        switch self {
        case .device: "IMPRESSION_DEVICE_TYPE"
        case .placement: "SERVING_LOCATION"
        case .country: "MEMBER_COUNTRY_V2"
        case .region: "MEMBER_REGION_V2"
        case .seniority: "MEMBER_SENIORITY"
        case .industry: "MEMBER_INDUSTRY"
        case .company: "MEMBER_COMPANY"
        case .jobFunction: "MEMBER_JOB_FUNCTION"
        case .jobTitle: "MEMBER_JOB_TITLE"
        case .companySize: "MEMBER_COMPANY_SIZE"
        }
    }

    /// What describes people stands alone: it can not be combined with another pivot.
    var isOfMembers: Bool { self != .device && self != .placement }
}

/// One report of a window: a level, and perhaps a breakdown.
struct Report: Equatable {
    let level: AdLevel
    var breakdown: Breakdown?

    /// Days of breakdowns by people that LinkedIn keeps.
    static let memberRetentionDays = 730

    /// The reports of a window. Breakdowns by people are of the account, the others of the lowest level.
    static func all(_ settings: Settings, until: Day, today: Day) -> [Report] {
        var reports = settings.levels.map { Report(level: $0) }
        for breakdown in settings.breakdowns {
            if breakdown.isOfMembers {
                guard until > today.adding(days: -memberRetentionDays) else { continue }
                reports.append(Report(level: .account, breakdown: breakdown))
            } else {
                reports.append(Report(level: settings.hasSeveralPivots ? settings.lowestLevel : .account, breakdown: breakdown))
            }
        }
        return reports
    }

    /// What the report is broken down by. Several pivots let a row of an ad name its campaign too; three are the most.
    func pivots(_ settings: Settings) -> [String] {
        if let breakdown, breakdown.isOfMembers || !settings.hasSeveralPivots { return [breakdown.pivot] }
        let own = [pivot] + (breakdown.map { [$0.pivot] } ?? [])
        guard settings.hasSeveralPivots, breakdown == nil else { return own }
        return switch level {
        case .ad: ["CAMPAIGN_GROUP", "CAMPAIGN", "CREATIVE"]
        case .adGroup: ["CAMPAIGN_GROUP", "CAMPAIGN"]
        default: own
        }
    }

    private var pivot: String {
        switch level {
        case .account: "ACCOUNT"
        case .campaign: "CAMPAIGN_GROUP"
        case .adGroup: "CAMPAIGN"
        case .ad: "CREATIVE"
        }
    }

    /// The metrics of every report.
    static let metrics = ["impressions", "clicks", "costInLocalCurrency", "conversionValueInLocalCurrency"]

    /// 20 fields are the most that a call takes; breakdowns carry the figures alone.
    func fields(_ settings: Settings) -> [String] {
        var fields = ["dateRange", "pivotValues"] + Report.metrics
        for metric in [settings.conversionMetric] + (breakdown == nil ? settings.metrics : []) where !fields.contains(metric) {
            fields.append(metric)
        }
        return Array(fields.prefix(20))
    }

    /// The call for a window of an account.
    func call(_ account: AdAccount, _ window: DateWindows.Window, _ settings: Settings) -> RestCall {
        let pivots = pivots(settings)
        // The finder `statistics` takes up to three pivots, but none that describes people.
        let takesSeveral = settings.hasSeveralPivots && breakdown?.isOfMembers != true
        let finder =
            takesSeveral
            ? [(name: "q", value: "statistics"), (name: "pivots", value: "List(\(pivots.joined(separator: ",")))")]
            : [(name: "q", value: "analytics"), (name: "pivot", value: "(value:\(pivots[0]))")]
        let rest = [
            (name: "timeGranularity", value: "(value:DAILY)"), (name: "dateRange", value: RestLi.range(window)),
            (name: "accounts", value: RestLi.list([account.urn])), (name: "fields", value: fields(settings).joined(separator: ",")),
            (name: "count", value: String(settings.reportRows)),
        ]
        return RestCall(path: "adAnalytics", query: finder + rest)
    }
}

extension Settings {
    /// The lowest level of the daily figures.
    var lowestLevel: AdLevel { [AdLevel.ad, .adGroup, .campaign].first { levels.contains($0) } ?? .account }
}
