import Core
package import Statistics

/// How a file of weeks is to be read for a marketing-mix model.
package struct MixInput: Sendable, Equatable {
    package var path: String
    package var date: String?
    package var target: String
    package var channels: [String]
    package var controls: [String]
    /// Only rows whose column has this text, such as `split` and `train`.
    package var only: [Pair] = []

    package struct Pair: Sendable, Equatable {
        package var column: String
        package var text: String

        package init(_ column: String, _ text: String) { (self.column, self.text) = (column, text) }
    }

    package init(path: String, date: String? = nil, target: String, channels: [String], controls: [String] = [], only: [Pair] = []) {
        (self.path, self.date, self.target, self.channels, self.controls, self.only) = (path, date, target, channels, controls, only)
    }

    /// The weeks of the file.
    /// - Throws: `TableFault`, `Refusal`.
    package func read() throws -> MixData {
        let reader = try CSVReader(path: path)
        let day = try dateColumn(reader)
        let names = [target] + channels + controls
        let places = try names.map(reader.column)
        let filters = try only.map { (try reader.column($0.column), $0.text) }
        var days: [Int] = []
        var columns = [[Double]](repeating: [], count: names.count)
        try reader.forEach { row in
            guard filters.allSatisfy({ row.text($0.0) == $0.1 }) else { return }
            days.append(try row.day(day, date ?? reader.columns[day]).number)
            for (index, place) in places.enumerated() {
                if row.isBlank(place) { throw row.fault(names[index], "The week has no number. Fill it in (with 0 where nothing was spent).") }
                columns[index].append(try row.number(place, names[index]))
            }
        }
        func series(_ range: Range<Int>) -> [MixData.Series] { range.map { MixData.Series(names[$0], columns[$0]) } }
        return try MixData(
            days: days, target: columns[0], channels: series(1..<1 + channels.count), controls: series(1 + channels.count..<names.count))
    }

    private func dateColumn(_ reader: CSVReader) throws -> Int {
        if let date { return try reader.column(date) }
        for name in ["date", "week", "day", "date_week"] { if let place = reader.find(name) { return place } }
        throw TableFault(
            file: path, line: 1, "No column holds the weeks' first days. Name it by --date; the file has: \(reader.columns.joined(separator: ", ")).")
    }

    var document: JSON {
        [
            "file": .string(path), "date": date.map { .string($0) } ?? .null, "target": .string(target), "channels": .strings(channels),
            "controls": .strings(controls), "only": .array(only.map { [.string($0.column), .string($0.text)] }),
        ]
    }

    /// Reads what `document` wrote.
    init?(_ json: JSON) {
        guard let path = json["file"]?.string, let target = json["target"]?.string else { return nil }
        func names(_ member: String) -> [String] { (json[member]?.array ?? []).compactMap(\.string) }
        self.init(path: path, date: json["date"]?.string, target: target, channels: names("channels"), controls: names("controls"))
        only = (json["only"]?.array ?? []).compactMap { item in
            guard let pair = item.array, pair.count == 2, let column = pair[0].string, let text = pair[1].string else { return nil }
            return Pair(column, text)
        }
    }
}
