/// A civil day of the Gregorian calendar, without a zone.
public struct Day: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// Days since 1970-01-01.
    public let daysSince1970: Int

    /// The day that lies so many days after 1970-01-01.
    public init(daysSince1970: Int) { self.daysSince1970 = daysSince1970 }

    /// The day of a date, or nil where the calendar has no such date. Years 1 to 9999.
    /// The arithmetic is Howard Hinnant's `days_from_civil` (howardhinnant.github.io/date_algorithms.html).
    public init?(year: Int, month: Int, day: Int) {
        guard (1...9999).contains(year), (1...12).contains(month), day >= 1, day <= Day.length(ofMonth: month, year: year) else { return nil }
        let shifted = month <= 2 ? year - 1 : year
        let era = shifted / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        self.init(daysSince1970: era * 146_097 + dayOfEra - 719_468)
    }

    /// Reads `YYYY-MM-DD`; anything else gives nil.
    public init?(_ text: String) {
        var text = text
        guard let day = text.withUTF8({ Day(iso: UnsafeRawBufferPointer($0)) }) else { return nil }
        self = day
    }

    /// Reads the bytes of `YYYY-MM-DD`; anything else gives nil.
    public init?(iso bytes: UnsafeRawBufferPointer) {
        guard bytes.count == 10, bytes[4] == 0x2D, bytes[7] == 0x2D,
            let year = readDigits(bytes, 0, 4), let month = readDigits(bytes, 5, 2), let day = readDigits(bytes, 8, 2)
        else { return nil }
        self.init(year: year, month: month, day: day)
    }

    /// Year, month (1 to 12) and day of the month (1 to 31).
    public var components: (year: Int, month: Int, day: Int) {
        let shifted = daysSince1970 + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let month = shiftedMonth + (shiftedMonth < 10 ? 3 : -9)
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
    }

    /// 0 for Sunday to 6 for Saturday.
    public var weekday: Int { (((daysSince1970 + 4) % 7) + 7) % 7 }

    /// The day so many days later; earlier when negative.
    public func adding(days: Int) -> Day { Day(daysSince1970: daysSince1970 + days) }

    /// `YYYY-MM-DD`.
    public var description: String {
        var buffer = ByteBuffer(capacity: 64)
        buffer.append(day: self)
        return buffer.withBytes { String(decoding: $0, as: UTF8.self) }
    }

    /// Earlier days come first.
    public static func < (left: Day, right: Day) -> Bool { left.daysSince1970 < right.daysSince1970 }

    static func isLeap(_ year: Int) -> Bool { year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) }

    static func length(ofMonth month: Int, year: Int) -> Int {
        switch month {
        case 2: isLeap(year) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }
}

/// The number in `count` decimal digits at `start`, or nil when one of them is none.
@inline(__always) func readDigits(_ bytes: UnsafeRawBufferPointer, _ start: Int, _ count: Int) -> Int? {
    guard start >= 0, start + count <= bytes.count else { return nil }
    var value = 0
    for index in start..<(start + count) {
        let digit = bytes[index] &- 0x30
        guard digit <= 9 else { return nil }
        value = value &* 10 &+ Int(digit)
    }
    return value
}

extension ByteBuffer {
    /// Appends `YYYY-MM-DD`.
    public mutating func append(day: Day) {
        let (year, month, number) = day.components
        append(padded: year, width: 4)
        append(0x2D)
        append(padded: month, width: 2)
        append(0x2D)
        append(padded: number, width: 2)
    }
}
