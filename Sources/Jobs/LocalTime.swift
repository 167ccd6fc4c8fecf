package import Core
import Foundation

/// A time zone of the IANA database, and the clock on the wall there.
struct LocalTime {
    private let zone: TimeZone

    init?(zone name: String) {
        guard let zone = TimeZone(identifier: name) else { return nil }
        self.zone = zone
    }

    /// Seconds east of UTC at an instant, given in seconds since 1970.
    func offset(at seconds: Int64) -> Int64 { Int64(zone.secondsFromGMT(for: Date(timeIntervalSince1970: TimeInterval(seconds)))) }

    /// The calendar day and the second of the day on the wall.
    func wall(at seconds: Int64) -> (day: Day, second: Int64) {
        let local = seconds + offset(at: seconds)
        let day = local.floorDivided(by: 86_400)
        return (Day(number: Int(day)), local - day * 86_400)
    }

    /// When the wall shows this time. Of a time that comes twice, the first; a time that is skipped moves on by the length of the gap.
    func seconds(day: Day, second: Int64) -> Int64 {
        let local = Int64(day.number) * 86_400 + second
        let before = offset(at: local - 86_400)
        let after = offset(at: local + 86_400)
        if offset(at: local - before) == before { return local - before }
        if offset(at: local - after) == after { return local - after }
        return local - before
    }
}

extension CronExpression {
    /// The first run after an instant in a time zone; `nil` for an unknown zone and for a day that never comes (30 February).
    package func next(after instant: Instant, zone: String) -> Instant? {
        guard let clock = LocalTime(zone: zone) else { return nil }
        let seconds = runsEveryHour ? nextInRealTime(after: instant.seconds, clock) : nextOnTheWall(after: instant.seconds, clock)
        return seconds.map { Instant(seconds: $0) }
    }

    /// Eight years hold every day of the calendar, 29 February around a year like 2100 included.
    private static let horizon = 366 * 8

    private func nextOnTheWall(after start: Int64, _ clock: LocalTime) -> Int64? {
        let first = clock.wall(at: start).day
        for day in first...(first + Self.horizon) where matches(day) {
            let times = hours.flatMap { hour in minutes.map { clock.seconds(day: day, second: Int64(hour * 3_600 + $0 * 60)) } }
            if let next = times.filter({ $0 > start }).min() { return next }
        }
        return nil
    }

    private func nextInRealTime(after start: Int64, _ clock: LocalTime) -> Int64? {
        var time = start.floorDivided(by: 60) * 60 + 60
        let end = start + Int64(Self.horizon) * 86_400
        while time < end {
            let (day, second) = clock.wall(at: time)
            if !matches(day) {
                time += max(60, 86_400 - second)
            } else if minutes.contains(Int(second / 60 % 60)) {
                return time
            } else {
                time += 60
            }
        }
        return nil
    }

    /// 1970-01-01 was a Thursday.
    private func matches(_ day: Day) -> Bool {
        let weekday = (day.number + 4) - (day.number + 4).floorDivided(by: 7) * 7
        return matches(month: day.parts.month, day: day.parts.day, weekday: weekday)
    }
}
