import Core

/// What a request asks: its place, and the values of its query and of its body.
struct PageQuestion {
    private let place: String
    private var values: [String: String] = [:]

    init(_ request: AskedRequest) {
        let parts = request.url.split(separator: "?", maxSplits: 1)
        place = String(parts.first ?? "")
        for item in (parts.count > 1 ? parts[1] : "").split(separator: "&") {
            let pair = item.split(separator: "=", maxSplits: 1)
            values[String(pair.first ?? "")] = pair.count > 1 ? String(pair[1]).removingPercentEscapes : ""
        }
        if let body = try? JSON(parsing: request.body, limits: .trusted) { collect(body, "") }
    }

    private mutating func collect(_ value: JSON, _ path: String) {
        for member in value.members ?? [] { collect(member.value, "\(path).\(member.name)") }
        for (index, element) in (value.array ?? []).enumerated() { collect(element, "\(path).\(index)") }
        if !value.isContainer { values[path] = value.string ?? value.description }
    }

    /// Whether this is the question before it with nothing left out, and what is new is a number or stands in the page.
    func goesOn(from one: PageQuestion, page: String) -> Bool {
        guard place == one.place, one.values.keys.allSatisfy({ values[$0] != nil }) else { return false }
        let changed = values.filter { one.values[$0.key] != $0.value }
        return !changed.isEmpty
            && changed.values.allSatisfy { value in Int64(value) != nil || (Day(value.prefix(10)) == nil && !value.isEmpty && page.contains(value)) }
    }
}
