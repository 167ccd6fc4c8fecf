import ConnectorKit

/// Turns the rows of a query into rows of a stream.
struct FactReader {
    let step: DayPlan.Step
    let grain: Grain
    let table: SearchTable
    let firstIncomplete: Day?

    /// Emits a row; what can not be read is a reject.
    func emit(_ view: JSONView, _ host: Host) throws {
        let keys = view["keys"].elements.map(\.string)
        guard keys.count == grain.dimensions.count else {
            return try host.reject(table.rawValue, Reject("The row has not as many keys as it was split by.", field: "keys", sample: sample(view)))
        }
        let days = step.window.days
        guard let day = view["keys"][0].day, day >= days.since, day <= days.until else {
            return try host.reject(
                table.rawValue, Reject("The day of the row is none of the query's.", field: "date", sample: sample(view["keys"][0])))
        }
        for field in ["clicks", "impressions"] where view[field].kind != .number || (view[field].integer ?? -1) < 0 {
            return try host.reject(table.rawValue, Reject("\"\(field)\" is no count.", field: field, sample: sample(view[field])))
        }
        guard view["position"].kind == .number, let position = view["position"].micros else {
            return try host.reject(table.rawValue, Reject("The position is no number.", field: "position", sample: sample(view["position"])))
        }
        let row = SearchDailyRow(
            day: day, site: step.site, searchType: step.searchType, query: key("query", keys), page: key("page", keys), country: key("country", keys),
            device: key("device", keys)?.lowercased(), clicks: view["clicks"].integer, impressions: view["impressions"].integer, position: position,
            isFinal: step.window.isFinal || firstIncomplete.map { day < $0 } ?? false)
        // The totals have the same members; they stand apart so that nobody adds them to their own parts.
        try host.emit(table.rawValue) { row.write(to: &$0) }
    }

    /// The value of a dimension: keys stand in the order that was asked for.
    private func key(_ name: String, _ keys: [String?]) -> String? {
        grain.dimensions.firstIndex(of: name).flatMap { keys[$0] }.flatMap { $0.isEmpty ? nil : $0 }
    }

    private func sample(_ view: JSONView) -> String { String(view.json.prefix(100)) }
}
