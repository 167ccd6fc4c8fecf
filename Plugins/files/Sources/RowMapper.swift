import ConnectorKit

/// What turns the current row into a row of a stream.
protocol RowMapper {
    /// Emits the row, or only counts it when it lies before the cursor. Throws a `FieldFault` for a row that can not be used.
    mutating func map(_ fields: FieldReader, isBehindCursor: Bool, _ host: Host) throws
}

/// Days that a backfill asks for.
struct DayRange {
    let since: Day?
    let until: Day?

    func contains(_ day: Day) -> Bool { since.map { $0 <= day } ?? true && until.map { day <= $0 } ?? true }
}

/// The first instants of days. Rows of a file share few days, so each is computed once.
struct DayStarts {
    private let zone: Zone
    private var days = [Int](repeating: Int.min, count: 1024)
    private var starts = [Instant](repeating: Instant(microseconds: 0), count: 1024)

    init(_ zone: Zone) { self.zone = zone }

    mutating func start(of day: Day) -> Instant {
        let place = day.daysSince1970 & 1023
        if days[place] != day.daysSince1970 {
            days[place] = day.daysSince1970
            starts[place] = zone.start(of: day)
        }
        return starts[place]
    }
}
