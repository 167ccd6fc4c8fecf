#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// A point in time, in whole microseconds since 1970-01-01T00:00:00Z: the resolution of PostgreSQL's `timestamptz`.
package struct Instant: Hashable, Sendable, Comparable {
    package let microseconds: Int64

    package init(microseconds: Int64) { self.microseconds = microseconds }

    package init(seconds: Int64) { microseconds = seconds * 1_000_000 }

    /// Whole seconds since the epoch, rounded towards the past.
    package var seconds: Int64 { microseconds.floorDivided(by: 1_000_000) }

    /// The wall clock's time.
    package static var now: Instant {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Instant(microseconds: Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1_000)
    }

    /// The calendar day of this instant in UTC.
    package var day: Day { Day(number: Int(seconds.floorDivided(by: 86_400))) }

    package static func < (left: Self, right: Self) -> Bool { left.microseconds < right.microseconds }

    package static func + (left: Self, right: Duration) -> Instant {
        let (seconds, attoseconds) = right.components
        return Instant(microseconds: left.microseconds + seconds * 1_000_000 + attoseconds / 1_000_000_000_000)
    }

    package static func - (left: Self, right: Duration) -> Instant { left + (.zero - right) }

    package static func - (left: Self, right: Self) -> Duration { .microseconds(left.microseconds - right.microseconds) }
}

extension Duration {
    /// The length in seconds, as a number for headers and logs.
    package var seconds: Double {
        let (whole, attoseconds) = components
        return Double(whole) + Double(attoseconds) / 1e18
    }
}

extension Instant: CustomStringConvertible {
    /// RFC 3339 in UTC: `2026-05-01T10:00:00Z`, with six digits of a fraction where there is one.
    package var description: String {
        let inDay = seconds - seconds.floorDivided(by: 86_400) * 86_400
        let clock = "\(twoDigits(Int(inDay / 3_600))):\(twoDigits(Int(inDay / 60 % 60))):\(twoDigits(Int(inDay % 60)))"
        let fraction = microseconds - seconds * 1_000_000
        guard fraction != 0 else { return "\(day)T\(clock)Z" }
        return "\(day)T\(clock).\(padded(Int(fraction), to: 6))Z"
    }

    /// Reads RFC 3339 (`T` or a space, `Z` or an offset with or without its colon, up to nine digits of a fraction; digits past microseconds are dropped).
    /// `nil` for anything else, including a time without a zone.
    package init?(_ text: some StringProtocol) {
        var reader = DigitReader(text.utf8)
        guard let day = reader.day(), reader.skip("T") || reader.skip("t") || reader.skip(" "),
            let hour = reader.number(2), reader.skip(":"), let minute = reader.number(2), reader.skip(":"), let second = reader.number(2),
            hour < 24, minute < 60, second <= 60
        else { return nil }
        var fraction = 0
        if reader.skip(".") || reader.skip(",") {
            guard let digits = reader.fraction(6) else { return nil }
            fraction = digits
        }
        guard let offset = reader.zone(), reader.isAtEnd else { return nil }
        let seconds = Int64(day.number) * 86_400 + Int64(hour * 3_600 + minute * 60 + second - offset)
        microseconds = seconds * 1_000_000 + Int64(fraction)
    }
}
