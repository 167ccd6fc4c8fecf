import Core

/// A report: checked parameters, and the rows that they ask for.
struct TikTokReport {
    private let routes: TikTokRoutes
    private let account: Int
    private let level: Level
    private let dimensions: [String]
    private let metrics: [String]
    private let since: Day
    private let until: Day
    private let isEmpty: Bool

    enum Level: String {
        case advertiser = "ADVERTISER"
        case campaign = "CAMPAIGN"
        case adGroup = "ADGROUP"
        case ad = "AD"

        var dimension: String { "\(rawValue.lowercased())_id" }
    }

    /// - Parameter parameters: lists are JSON text.
    init(_ parameters: [String: String], _ routes: TikTokRoutes) throws(TikTokError) {
        self.routes = routes
        guard let id = parameters["advertiser_id"], let account = routes.advertising.accounts.firstIndex(where: { $0.id == id }) else {
            throw .noPermission(parameters["advertiser_id"] ?? "")
        }
        self.account = account
        let type = parameters["report_type"] ?? ""
        guard ["BASIC", "AUDIENCE"].contains(type) else { throw .parameter("report_type: must be BASIC or AUDIENCE.") }
        let words = (parameters["data_level"] ?? "").split(separator: "_").map(String.init)
        guard words.count == 2, ["AUCTION", "RESERVATION"].contains(words[0]), let level = Level(rawValue: words[1]) else {
            throw .parameter("data_level: is not known.")
        }
        self.level = level
        isEmpty = words[0] == "RESERVATION"
        dimensions = try Self.list(parameters, "dimensions")
        metrics = try Self.list(parameters, "metrics")
        guard let since = parameters["start_date"].flatMap({ Day($0) }), let until = parameters["end_date"].flatMap({ Day($0) }), since <= until
        else {
            throw .parameter("start_date, end_date: must be days in their order.")
        }
        (self.since, self.until) = (since, until)
        try check(type)
    }

    private static func list(_ parameters: [String: String], _ name: String) throws(TikTokError) -> [String] {
        guard let items = parameters[name].flatMap({ try? JSON(parsing: $0) })?.array?.compactMap(\.string), !items.isEmpty else {
            throw .parameter("\(name): must be a list of texts.")
        }
        return items
    }

    private func check(_ type: String) throws(TikTokError) {
        let times = dimensions.filter { $0.hasPrefix("stat_time_") }
        let known = [level.dimension] + times + (type == "AUDIENCE" ? Array(TikTokAudience.names) : [])
        if let wrong = dimensions.first(where: { !known.contains($0) }) {
            throw .parameter("dimensions: \(wrong) can not be used at \(level.rawValue).")
        }
        guard dimensions.contains(level.dimension), times == ["stat_time_day"] || times == ["stat_time_hour"] else {
            throw .parameter("dimensions: the id of the level and one time.")
        }
        let most = isHourly ? routes.settings.mostHourlyDays : routes.settings.mostDays
        guard until - since < most else { throw .parameter("The time span can not exceed \(most) days.") }
        let wrong = metrics.filter { !TikTokMetrics.names.contains($0) || routes.settings.refusedMetrics.contains($0) }
        guard wrong.isEmpty else { throw .parameter("Invalid metric fields: [\(wrong.map { "'\($0)'" }.joined(separator: ", "))]") }
    }

    private var isHourly: Bool { dimensions.contains("stat_time_hour") }

    func rows() throws(TikTokError) -> [JSON] {
        let cells = cells()
        guard cells.count <= routes.settings.mostRows else { throw .tooLarge }
        return cells.map { cell in
            let head = [JSON.Member(level.dimension, .string(id(cell)))] + cell.parts.map { JSON.Member($0.name, .string($0.value)) }
            return ["dimensions": .object(head), "metrics": .object(metrics.map { JSON.Member($0, metric($0, cell)) })]
        }
    }

    /// The same as a file.
    func csv() throws(TikTokError) -> String {
        var lines = [(dimensions + metrics).joined(separator: ",")]
        for row in try rows() {
            let cells = dimensions.map { row["dimensions"]?[$0] } + metrics.map { row["metrics"]?[$0] }
            lines.append(cells.map { "\"\(($0?.string ?? $0?.description ?? "").replacing("\"", with: "\"\""))\"" }.joined(separator: ","))
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// Figures of one entity in one stretch of time, and perhaps of a part of the audience.
    struct Cell {
        let fact: AdFact
        var parts: [(name: String, value: String)]
        var figures: AdSums
    }

    private func cells() -> [Cell] {
        guard !isEmpty else { return [] }
        var cells: [Cell] = []
        var places: [[Int]: Int] = [:]
        for fact in routes.advertising.facts(from: since, through: until) where routes.advertising.account(of: fact) == account {
            let key = [fact.day.number, entity(fact)]
            if let place = places[key] {
                cells[place].figures.add(AdSums(fact))
            } else {
                places[key] = cells.count
                cells.append(Cell(fact: fact, parts: [], figures: AdSums(fact)))
            }
        }
        return cells.flatMap { cell in
            TikTokAudience.split(cell.figures, by: dimensions, day: cell.fact.day).map { Cell(fact: cell.fact, parts: $0.parts, figures: $0.figures) }
        }
    }

    private func entity(_ fact: AdFact) -> Int {
        switch level {
        case .advertiser: account
        case .campaign: fact.campaign
        case .adGroup: fact.adSet
        case .ad: fact.ad
        }
    }

    private func id(_ cell: Cell) -> String {
        switch level {
        case .advertiser: routes.advertising.accounts[account].id
        case .campaign: routes.advertising.campaigns[cell.fact.campaign].id
        case .adGroup: routes.advertising.adSets[cell.fact.adSet].id
        case .ad: routes.advertising.ads[cell.fact.ad].id
        }
    }

    private func metric(_ name: String, _ cell: Cell) -> JSON {
        switch name {
        case "campaign_id": .string(routes.advertising.campaigns[cell.fact.campaign].id)
        case "adgroup_id": .string(routes.advertising.adSets[cell.fact.adSet].id)
        case "campaign_name": .string(routes.advertising.campaigns[cell.fact.campaign].name)
        case "adgroup_name": .string(routes.advertising.adSets[cell.fact.adSet].name)
        case "ad_name": .string(routes.advertising.ads[cell.fact.ad].name)
        case "currency": .string(routes.advertising.accounts[account].currency.code)
        default: TikTokMetrics.json(name, cell.figures)
        }
    }
}
