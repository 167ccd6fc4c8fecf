import Core
import Synchronization

/// The `Date` field, made once a second (RFC 9110, 5.6.7).
enum DateField {
    private static let latest = Mutex<(second: Int64, bytes: [UInt8])>((0, []))

    /// `Date: Sun, 06 Nov 1994 08:49:37 GMT` with its line end.
    static func now() -> [UInt8] {
        let second = Instant.now.seconds
        return latest.withLock { latest in
            if latest.second != second { latest = (second, Array("Date: \(text(second))\r\n".utf8)) }
            return latest.bytes
        }
    }

    static func text(_ second: Int64) -> String {
        let day = Instant(seconds: second).day
        let (year, month, date) = day.parts
        let inDay = second - second.floorDivided(by: 86_400) * 86_400
        // 1970-01-01 was a Thursday.
        let weekday = weekdays[((day.number + 4) % 7 + 7) % 7]
        let clock = [inDay / 3_600, inDay / 60 % 60, inDay % 60].map { $0 < 10 ? "0\($0)" : "\($0)" }.joined(separator: ":")
        return "\(weekday), \(date < 10 ? "0" : "")\(date) \(months[month - 1]) \(year) \(clock) GMT"
    }

    private static let weekdays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
    private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
}
