import ConnectorKit

/// All rows of one query, page by page.
struct QueryPages {
    let api: SearchAPI
    let site: String
    let pageSize: Int

    /// What Google gives for a query.
    struct Result {
        /// The pages' rows.
        var pages: [JSONView] = []
        /// The first day whose figures are not final, where Google says it.
        var firstIncomplete: Day?

        var count: Int { pages.reduce(0) { $0 + $1.count } }
    }

    /// More rows than Google gives for a month of days.
    private static let bound = 10_000_000

    /// Throws `Refusal`. A site that does not allow the grain's sum is asked for Google's own choice.
    func all(_ window: DayPlan.Window, _ grain: Grain) throws -> Result {
        do { return try rows(window, grain) } catch let refusal as Refusal where refusal.isBadRequest && grain.aggregation != "auto" {
            api.host.log(.info, "The site does not allow sums \(grain.aggregation): asking for Google's own choice.")
            return try rows(window, grain.automatic)
        }
    }

    private func rows(_ window: DayPlan.Window, _ grain: Grain) throws -> Result {
        var result = Result()
        var start = 0
        while start < QueryPages.bound {
            let body = try api.query(site) { write(window, grain, start, to: &$0) }
            guard body.kind == .object, body["rows"].kind == .array || !body["rows"].exists else {
                throw ConnectorFailure(.contract, "Google's answer holds no rows.", detail: String(body.json.prefix(200)))
            }
            let rows = body["rows"]
            if rows.count > pageSize { throw ConnectorFailure(.contract, "Google gave more rows than were asked for.") }
            if let last = result.pages.last, rows.count > 0, rows[0].json == last[0].json, rows.json == last.json {
                throw ConnectorFailure(.contract, "Google gave the same page twice: its paging goes in a circle.")
            }
            if rows.count > 0 { result.pages.append(rows) }
            result.firstIncomplete =
                (body["metadata.first_incomplete_date"].day ?? body["metadata.firstIncompleteDate"].day) ?? result.firstIncomplete
            // A page that is full may be the last one; only the next says so.
            if rows.count < pageSize { return result }
            start += pageSize
        }
        throw ConnectorFailure(.contract, "Google gave more than \(QueryPages.bound) rows for one query.")
    }

    private func write(_ window: DayPlan.Window, _ grain: Grain, _ start: Int, to row: inout Row) {
        row.day("startDate", window.days.since)
        row.day("endDate", window.days.until)
        row.texts("dimensions", grain.dimensions)
        row.text("type", grain.searchType)
        row.text("aggregationType", grain.aggregation)
        row.text("dataState", window.isFinal ? "final" : "all")
        row.integer("rowLimit", Int64(pageSize))
        row.integer("startRow", Int64(start))
    }
}
