import ConnectorKit

/// Collects the results of a report: several messages of one campaign or flow are one row. Pure but for the rejects it returns.
struct ReportTable {
    /// What names the message among the groupings.
    let idName: String
    let window: DateWindows.Window
    private(set) var keys: [FigureKey] = []
    private var figures: [FigureKey: Figures] = [:]
    private var seen: Set<String> = []

    init(idName: String, window: DateWindows.Window) {
        self.idName = idName
        self.window = window
    }

    /// The rows, in the order they came.
    var rows: [(key: FigureKey, figures: Figures)] { keys.compactMap { key in figures[key].map { (key: key, figures: $0) } } }

    /// The messages of the report: those without figures too, so that what was withdrawn goes away.
    private(set) var messages: [String] = []

    /// Adds the results of a page. `days` are those of a series; nil for a report of the whole window.
    mutating func add(_ results: JSONView, days: [Day?]?) -> [Reject] {
        var rejects: [Reject] = []
        for result in results.elements {
            let groupings = result["groupings"]
            guard let message = groupings.member(idName).filledString else {
                rejects.append(Reject("The result does not name its message.", field: idName, sample: String(groupings.json.prefix(200))))
                continue
            }
            // A page that comes twice must not count twice.
            guard seen.insert(groupings.json).inserted else { continue }
            if !messages.contains(message) { messages.append(message) }
            let channel = groupings["send_channel"].filledString
            guard let days else {
                let key = FigureKey(day: window.since, message: message, channel: channel)
                rejects += add(key) { result["statistics"].member($0) }
                continue
            }
            for (index, day) in days.enumerated() {
                // A series may have a last bucket that begins behind the window.
                guard let day, window.since <= day, day <= window.until else { continue }
                rejects += add(FigureKey(day: day, message: message, channel: channel)) { result["statistics"].member($0)[index] }
            }
        }
        return rejects
    }

    private mutating func add(_ key: FigureKey, _ value: (String) -> JSONView) -> [Reject] {
        var sum = figures[key] ?? Figures()
        if let field = sum.add(value) {
            return [Reject("The number can not be read.", field: field, sample: String(value(field).json.prefix(200)))]
        }
        guard !sum.isEmpty else { return [] }
        if figures[key] == nil { keys.append(key) }
        figures[key] = sum
        return []
    }
}
