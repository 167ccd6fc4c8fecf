/// The footer of a TZif file: a POSIX TZ string such as `CET-1CEST,M3.5.0,M10.5.0/3`.
struct ZoneRule: Sendable {
    private let standard: Int
    private var summer: (offset: Int, start: Change, end: Change)?

    /// When a change happens in a year, in seconds of local time from the start of its day.
    struct Change: Sendable {
        enum Date: Sendable {
            case weekday(month: Int, week: Int, weekday: Int)
            case dayWithoutLeap(Int)
            case dayOfYear(Int)
        }
        let date: Date
        let time: Int

        /// Seconds since 1970 of local time.
        func local(_ year: Int) -> Int64 {
            Int64(day(year)) * 86_400 + Int64(time)
        }

        private func day(_ year: Int) -> Int {
            let newYear = Day(year: year, month: 1, day: 1)?.daysSince1970 ?? 0
            switch date {
            case .dayOfYear(let number): return newYear + number
            case .dayWithoutLeap(let number): return newYear + number - 1 + (Day.isLeap(year) && number >= 60 ? 1 : 0)
            case .weekday(let month, let week, let weekday):
                guard let first = Day(year: year, month: month, day: 1) else { return newYear }
                var number = (weekday - first.weekday + 7) % 7 + (week - 1) * 7
                while number >= Day.length(ofMonth: month, year: year) { number -= 7 }
                return first.daysSince1970 + number
            }
        }
    }

    /// Reads the line between the two newlines that end a file; nil when it is empty or not understood.
    init?(footer: ArraySlice<UInt8>) {
        var text = Reader(rest: footer.dropFirst().prefix { $0 != 0x0A })
        guard footer.first == 0x0A, text.name(), let west = text.time() else { return nil }
        standard = -west
        guard !text.isEmpty else { return }
        guard text.name() else { return nil }
        var offset = standard + 3600
        if let next = text.rest.first, next != 0x2C {
            guard let west = text.time() else { return nil }
            offset = -west
        }
        guard let start = text.change(), let end = text.change(), text.isEmpty else { return nil }
        summer = (offset, start, end)
    }

    /// Seconds to add to UTC.
    func offset(at seconds: Int64) -> Int {
        guard let summer else { return standard }
        let day = Day(daysSince1970: Int((seconds + Int64(standard)).flooringDivided(by: 86_400)))
        let year = min(max(day.components.year, 1), 9999)
        let start = summer.start.local(year) - Int64(standard)
        let end = summer.end.local(year) - Int64(summer.offset)
        let isSummer = start < end ? seconds >= start && seconds < end : seconds >= start || seconds < end
        return isSummer ? summer.offset : standard
    }

    private struct Reader {
        var rest: ArraySlice<UInt8>
        var isEmpty: Bool { rest.isEmpty }

        mutating func take(_ byte: UInt8) -> Bool {
            guard rest.first == byte else { return false }
            rest.removeFirst()
            return true
        }

        /// Skips the abbreviation: letters, or anything in angle brackets.
        mutating func name() -> Bool {
            let before = rest.count
            if take(0x3C) {
                rest = rest.drop { $0 != 0x3E }
                return take(0x3E)
            }
            rest = rest.drop { (0x41...0x5A).contains($0 & 0xDF) }
            return rest.count < before
        }

        mutating func digits() -> Int? {
            var value: Int?
            while let digit = rest.first, digit &- 0x30 <= 9, (value ?? 0) < 1000 {
                value = (value ?? 0) * 10 + Int(digit - 0x30)
                rest.removeFirst()
            }
            return value
        }

        /// `[+-]hh[:mm[:ss]]` in seconds.
        mutating func time() -> Int? {
            let negative = take(0x2D)
            if !negative { _ = take(0x2B) }
            guard let hours = digits() else { return nil }
            var seconds = hours * 3600
            for unit in [60, 1] where take(0x3A) {
                guard let part = digits() else { return nil }
                seconds += part * unit
            }
            return negative ? -seconds : seconds
        }

        /// `,date[/time]`; the time is two in the morning where none is given.
        mutating func change() -> Change? {
            guard take(0x2C), let date = date() else { return nil }
            guard take(0x2F) else { return Change(date: date, time: 7200) }
            return time().map { Change(date: date, time: $0) }
        }

        private mutating func date() -> Change.Date? {
            if take(0x4A) { return digits().map { .dayWithoutLeap($0) } }
            guard take(0x4D) else { return digits().map { .dayOfYear($0) } }
            guard let month = digits(), take(0x2E), let week = digits(), take(0x2E), let weekday = digits(),
                (1...12).contains(month), (1...5).contains(week), (0...6).contains(weekday)
            else { return nil }
            return .weekday(month: month, week: week, weekday: weekday)
        }
    }
}
