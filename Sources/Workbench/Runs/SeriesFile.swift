import Core
import Statistics

/// How far apart the observations of a series are.
package enum SeriesStep: String, Sendable, CaseIterable {
    case day, week, month

    var seasons: [Double] {
        switch self {
        case .day: [7, 365.2425]
        case .week: [365.2425 / 7]
        case .month: [12]
        }
    }

    /// The number of a day's step; steps follow one another.
    func number(_ day: Day) -> Int {
        switch self {
        case .day: return day.number
        case .week: return day.number.floorDivided(by: 7)
        case .month:
            let (year, month, _) = day.parts
            return year * 12 + month - 1
        }
    }

    /// The day `steps` after another.
    func day(_ start: Day, after steps: Int) -> Day {
        switch self {
        case .day: return start + steps
        case .week: return start + 7 * steps
        case .month:
            let (year, month, day) = start.parts
            let next = year * 12 + month - 1 + steps
            return Day(year: next / 12, month: next % 12 + 1, day: day) ?? Day(year: next / 12, month: next % 12 + 1, day: 28) ?? start
        }
    }
}

/// How a file of series is to be read.
package struct SeriesInput: Sendable {
    package var path: String
    /// The column that tells series apart; one series unless there is one.
    package var series: String?
    package var day: String?
    package var value = "value"
    /// Taken from the data unless given.
    package var step: SeriesStep?

    package init(path: String) { self.path = path }
}

/// One series of a file: equally spaced, gaps as `nan`.
struct NamedSeries: Sendable {
    let name: String
    let step: SeriesStep
    let start: Day
    let values: [Double]

    func day(_ index: Int) -> Day { step.day(start, after: index) }
    var series: TimeSeries { TimeSeries(values, seasons: step.seasons) }
}

extension SeriesInput {
    /// Every series of the file, in order of its first row.
    func read() throws -> [NamedSeries] {
        let reader = try CSVReader(path: path)
        let places = try (series: seriesPlace(reader), day: dayPlace(reader), value: reader.column(value))
        var book = CodeBook()
        var points: [[(day: Day, value: Double)]] = []
        try reader.forEach { row in
            let code = Int(places.series.map { book.code(row.field($0)) } ?? book.code(of: value))
            if code == points.count { points.append([]) }
            points[code].append((try row.day(places.day, "day"), row.isBlank(places.value) ? .nan : try row.number(places.value, value)))
        }
        guard !points.isEmpty else { throw TableFault(file: path, "The file has no rows.") }
        return try points.enumerated().map { try assembled(book.names[$0], $1) }
    }

    private func seriesPlace(_ reader: CSVReader) throws -> Int? {
        if let series { return try reader.column(series) }
        return ["series", "unique_id"].lazy.compactMap(reader.find).first
    }

    private func dayPlace(_ reader: CSVReader) throws -> Int {
        if let day { return try reader.column(day) }
        for name in ["day", "date", "week", "month", "ds"] { if let place = reader.find(name) { return place } }
        throw TableFault(file: path, line: 1, "No column holds the days. Name it by --day; the file has: \(reader.columns.joined(separator: ", ")).")
    }

    private func assembled(_ name: String, _ points: [(day: Day, value: Double)]) throws -> NamedSeries {
        let sorted = points.sorted { $0.day < $1.day }
        let step = self.step ?? Self.step(sorted.map(\.day))
        let start = sorted[0].day
        // Weeks are counted from the first row's own weekday.
        func place(_ day: Day) -> Int { step == .week ? (day - start) / 7 : step.number(day) - step.number(start) }
        var values = [Double](repeating: .nan, count: place(sorted[sorted.count - 1].day) + 1)
        guard values.count <= 200_000 else {
            throw TableFault(file: path, "The series \(name) reaches over \(values.count) \(step.rawValue)s. Check its days.")
        }
        var seen = Set<Int>()
        for point in sorted {
            let place = place(point.day)
            guard seen.insert(place).inserted else {
                throw TableFault(
                    file: path,
                    "The series \(name) has two rows for the \(step.rawValue) of \(point.day). Sum them first, or name the column that tells series apart."
                )
            }
            values[place] = point.value
        }
        return NamedSeries(name: name, step: step, start: start, values: values)
    }

    /// Months where no two rows are nearer than 28 days, weeks where none are nearer than 7, else days.
    private static func step(_ days: [Day]) -> SeriesStep {
        let least = zip(days, days.dropFirst()).map { $1 - $0 }.min() ?? 1
        return least >= 28 ? .month : least >= 7 ? .week : .day
    }
}
