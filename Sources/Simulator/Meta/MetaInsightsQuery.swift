import Core

/// What an insights request asks for, checked.
struct MetaInsightsQuery: Sendable {
    enum Level: String, Sendable {
        case account
        case campaign
        case adSet = "adset"
        case ad
    }

    let level: Level
    let since: Day
    let until: Day
    /// Days in one row; `nil`: the whole range.
    let increment: Int?
    let fields: MetaFields
    /// Attribution windows that get a figure of their own.
    let windows: [String]
    /// What the rows are divided by.
    let breakdowns: [String]
    let filter: MetaFilter

    private static let usual = MetaFields(["account_id", "date_start", "date_stop", "impressions", "spend"])
    private static let knownWindows: Set<String> = ["1d_click", "7d_click", "28d_click", "1d_view", "1d_ev", "dda", "default"]

    /// - Parameter today: the account's current day; the default of the range's end.
    init(_ request: SimulatedRequest, node: Level, today: Day, _ settings: MetaSettings) throws(MetaError) {
        level = try Self.level(request, node)
        (since, until) = try Self.range(request, today, settings)
        increment = try Self.increment(request)
        fields = try request.parameters["fields"].map { text throws(MetaError) in try MetaFields(parsing: text) } ?? Self.usual
        windows = try Self.windows(request)
        breakdowns = try Self.breakdowns(request)
        filter = try MetaFilter(request, prefix: level.rawValue)
        for name in ["action_breakdowns", "time_ranges"] where request.parameters[name].map({ $0 != "[]" && !$0.isEmpty }) == true {
            throw .parameter("\(name) is not part of this simulated API")
        }
    }

    private static func level(_ request: SimulatedRequest, _ node: Level) throws(MetaError) -> Level {
        guard let text = request.parameters["level"] else { return node }
        guard let level = Level(rawValue: text) else { throw .parameter("level must be one of the following values: ad, adset, campaign, account") }
        return level
    }

    private static func range(_ request: SimulatedRequest, _ today: Day, _ settings: MetaSettings) throws(MetaError) -> (Day, Day) {
        guard let text = request.parameters["time_range"] else { return try preset(request.parameters["date_preset"] ?? "last_30d", today, settings) }
        let json = try? JSON(parsing: text)
        guard let since = json?["since"]?.string.flatMap({ Day($0) }), let until = json?["until"]?.string.flatMap({ Day($0) }) else {
            throw .parameter("Invalid parameter: time_range must be {'since':'YYYY-MM-DD','until':'YYYY-MM-DD'}")
        }
        guard since <= until else { throw .parameter("param time_range[since] must be before time_range[until]") }
        guard today - since <= settings.retentionDays else {
            throw MetaError(code: 3_018, message: "(#3018) The start date of the time range cannot be beyond 37 months from the current date")
        }
        return (since, until)
    }

    private static func preset(_ name: String, _ today: Day, _ settings: MetaSettings) throws(MetaError) -> (Day, Day) {
        switch name {
        case "today": return (today, today)
        case "yesterday": return (today - 1, today - 1)
        case "maximum": return (today - settings.retentionDays, today)
        default:
            guard name.hasPrefix("last_"), name.hasSuffix("d"), let days = Int(name.dropFirst(5).dropLast()), days > 0 else {
                throw .parameter("date_preset must be one of today, yesterday, last_3d … last_90d, maximum")
            }
            return (today - days, today - 1)
        }
    }

    private static func increment(_ request: SimulatedRequest) throws(MetaError) -> Int? {
        guard let text = request.parameters["time_increment"], text != "all_days" else { return nil }
        guard let days = Int(text), (1...90).contains(days) else { throw .parameter("time_increment must be between 1 and 90, or all_days") }
        return days
    }

    private static func breakdowns(_ request: SimulatedRequest) throws(MetaError) -> [String] {
        guard let text = request.parameters["breakdowns"], !text.isEmpty else { return [] }
        guard let names = (try? JSON(parsing: text))?.array?.compactMap(\.string), names.allSatisfy(MetaAudience.names.contains) else {
            throw .parameter("breakdowns must be an array of \(MetaAudience.names.sorted().joined(separator: ", "))")
        }
        return names
    }

    private static func windows(_ request: SimulatedRequest) throws(MetaError) -> [String] {
        guard let text = request.parameters["action_attribution_windows"] else { return [] }
        guard let names = (try? JSON(parsing: text))?.array?.compactMap(\.string), names.allSatisfy(knownWindows.contains) else {
            throw .parameter("action_attribution_windows must be among 1d_click, 7d_click, 28d_click, 1d_view, 1d_ev, dda, default")
        }
        return names.filter { $0 != "default" }
    }
}
