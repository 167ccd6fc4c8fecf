import ConnectorKit

/// A part of the figures by something beside the entity. Raw values are the settings' words.
enum Breakdown: String {
    case age, gender, country, region, dma, device, make, hour

    /// Snapchat's name of the dimension.
    var dimension: String { self == .device ? "os" : rawValue }

    /// The text of a row's breakdown, such as `age=25-34`; nil where the row does not say it. An empty part is what belongs to none: `region=`.
    func text(_ view: JSONView) -> String? {
        guard let value = view.member(dimension).string ?? view["dimension_value"].string else { return nil }
        return "\(rawValue)=\(self == .country ? value.uppercased() : value.lowercased())"
    }
}

/// One report of a window: a level, or a breakdown of campaigns.
struct Report: Equatable {
    let level: AdLevel
    var breakdown: Breakdown?

    static func all(_ settings: Settings) -> [Report] {
        settings.levels.map { Report(level: $0) } + settings.breakdowns.map { Report(level: .campaign, breakdown: $0) }
    }

    /// The rows below the object that was asked for: Snapchat gives figures of ads and ad squads by their campaign.
    var child: String? {
        switch level {
        case .account, .campaign: nil
        case .adGroup: "adsquad"
        case .ad: "ad"
        }
    }

    /// Days that one call takes.
    var mostDays: Int { breakdown == .hour ? 7 : 31 }

    /// Fields without which a report is none; at the level of the account there is nothing else.
    private var needed: [String] { level == .account ? ["spend"] : ["impressions", "swipes", "spend"] }

    /// Fields that a report can do without. By the hour there are neither conversions nor people.
    func optional(_ settings: Settings) -> [String] {
        if level == .account { return [] }
        if breakdown == .hour { return settings.fields.contains("video_views") ? ["video_views"] : [] }
        let conversion = [settings.conversionField] + [settings.valueField].compactMap(\.self)
        return conversion + (breakdown == nil ? settings.fields : []).filter { !conversion.contains($0) }
    }

    func fields(_ settings: Settings, without refused: Set<String>) -> [String] {
        needed + optional(settings).filter { !refused.contains($0) && !needed.contains($0) }
    }

    /// The call for some days of one object. Both attribution windows are always named, so that a row's attribution is known.
    func query(_ window: DateWindows.Window, _ zone: Zone, _ settings: Settings, without refused: Set<String>) -> [(name: String, value: String)] {
        var query = [
            (name: "granularity", value: breakdown == .hour ? "HOUR" : "DAY"), (name: "start_time", value: LocalMidnight.text(window.since, zone)),
            (name: "end_time", value: LocalMidnight.text(window.until.adding(days: 1), zone)),
            (name: "fields", value: fields(settings, without: refused).joined(separator: ",")), (name: "omit_empty", value: "true"),
        ]
        if let child { query.append((name: "breakdown", value: child)) }
        if let breakdown, breakdown != .hour { query.append((name: settings.dimensionParameter, value: breakdown.dimension)) }
        guard level != .account, breakdown != .hour else { return query }
        query += [
            (name: "swipe_up_attribution_window", value: settings.swipeWindow), (name: "view_attribution_window", value: settings.viewWindow),
            (name: "action_report_time", value: settings.reportTime),
        ]
        if let sources = settings.sources { query.append((name: "conversion_source_types", value: sources)) }
        return query
    }
}

/// The beginning of a day as Snapchat wants it: in the account's own zone, with its offset.
enum LocalMidnight {
    static func text(_ day: Day, _ zone: Zone) -> String {
        let instant = zone.start(of: day)
        let offset = zone.offset(at: instant)
        // In some zones a day in spring begins at one o'clock.
        let local = Instant(seconds: instant.seconds + Int64(offset)).description.dropLast()
        let minutes = abs(Int(offset)) / 60
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return "\(local).000\(offset < 0 ? "-" : "+")\(two(minutes / 60)):\(two(minutes % 60))"
    }
}
