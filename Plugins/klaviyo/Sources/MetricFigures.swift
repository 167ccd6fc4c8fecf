import ConnectorKit

/// Reads `klaviyo_metric_daily`: how often a metric happened on each day and what it was worth, by one dimension.
struct MetricFigures {
    let client: Client
    let settings: Settings
    let account: KlaviyoAccount

    static let stream = "klaviyo_metric_daily"
    private static let pageSize: Int64 = 500

    func read(_ request: ReadRequest) throws {
        let all = try Metrics(client)
        let metrics = settings.aggregateMetrics.compactMap { name in all.named(name) }
        for name in settings.aggregateMetrics where !metrics.contains(where: { $0.name == name }) {
            client.host.log(.warning, "Klaviyo has no metric \"\(name.prefix(100))\".")
        }
        var cursor = DailyCursor(request, member: "tracks")
        let tracks = metrics.map { DailyPlan.Track(name: $0.id, days: settings.windowDays) }
        let plan = DailyPlan(tracks, request, cursor, settings, today: account.zone.day(of: client.host.now))
        for (index, step) in plan.steps.enumerated() {
            guard let metric = metrics.first(where: { $0.id == step.track }) else { continue }
            try read(metric, step.window)
            cursor.add(step.window, of: metric.id)
            if index == plan.steps.count - 1 { cursor.finish() }
            try client.host.checkpoint(Self.stream) { cursor.write(to: &$0) }
        }
    }

    private func read(_ metric: Metrics.Metric, _ window: DateWindows.Window) throws {
        var seen: Set<String> = []
        var rows: Set<String> = []
        var cursor: String?
        repeat {
            let answer = try client.report("metric-aggregates", [], body(metric, window, cursor))
            let attributes = answer["data.attributes"]
            guard attributes["dates"].kind == .array, attributes["data"].kind == .array else {
                throw ConnectorFailure(.contract, "Klaviyo's aggregate lacks \"dates\" or \"data\".")
            }
            let days = attributes["dates"].elements.map(\.day)
            for part in attributes["data"].elements { try emit(part, days, metric, window, &rows) }
            cursor = answer["links.next"].filledString.flatMap { PageCursor.of($0) }
            if let cursor, !seen.insert(cursor).inserted {
                throw ConnectorFailure(.contract, "Klaviyo gave the same page twice: its paging goes in a circle.", detail: "metric-aggregates")
            }
        } while cursor != nil
    }

    private func emit(_ part: JSONView, _ days: [Day?], _ metric: Metrics.Metric, _ window: DateWindows.Window, _ rows: inout Set<String>) throws {
        guard part["dimensions"].count == 1 else {
            let sample = String(part["dimensions"].json.prefix(200))
            return try client.host.reject(Self.stream, Reject("The group does not say what it is of.", field: "dimensions", sample: sample))
        }
        // An empty text is what is attributed to nothing: a group like any other.
        let value = part["dimensions.0"].string ?? ""
        let measurements = part["measurements"]
        for (index, day) in days.enumerated() {
            guard let day, window.since <= day, day <= window.until else { continue }
            let count = measurements["count"][index]
            let unique = measurements["unique"][index]
            let sum = measurements["sum_value"][index]
            for (name, view) in [("count", count), ("unique", unique), ("sum_value", sum)] where view.exists && view.micros == nil {
                try client.host.reject(Self.stream, Reject("The number can not be read.", field: name, sample: String(view.json.prefix(200))))
            }
            guard rows.insert("\(day) \(value)").inserted else { continue }
            // What is nothing now may have been something: orders are attributed later, and leave the group that they were in.
            let isNothing = ![count, unique, sum].contains { ($0.micros ?? .zero) != .zero }
            try client.host.emit(Self.stream) { row in
                row.day("day", day)
                row.text("metric_id", metric.id)
                row.text("dimension", settings.aggregateBy)
                row.text("value", value)
                guard !isNothing else { return row.boolean("$deleted", true) }
                row.text("metric", metric.name)
                row.text("time_zone", account.zone.name)
                row.text("currency", account.currency)
                row.decimal("count", count.micros)
                row.decimal("unique", unique.micros)
                row.micros("sum_micros", sum.micros)
                row.text("sum_text", sum.decimal?.exact == false ? sum.string : nil)
            }
        }
    }

    private func body(_ metric: Metrics.Metric, _ window: DateWindows.Window, _ cursor: String?) -> [UInt8] {
        Row.bytes { row in
            row.object("data") { row in
                row.text("type", "metric-aggregate")
                row.object("attributes") { row in
                    row.text("metric_id", metric.id)
                    row.texts("measurements", ["count", "sum_value", "unique"])
                    row.text("interval", "day")
                    row.texts("by", [settings.aggregateBy])
                    row.text("timezone", account.zone.name)
                    row.integer("page_size", MetricFigures.pageSize)
                    row.text("page_cursor", cursor)
                    row.texts(
                        "filter",
                        [
                            "greater-or-equal(datetime,\(LocalTimes.midnight(window.since)))",
                            "less-than(datetime,\(LocalTimes.midnight(window.until.adding(days: 1))))",
                        ])
                }
            }
        }
    }
}
