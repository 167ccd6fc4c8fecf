/// A calendar date of the proleptic Gregorian calendar, without a zone: what an ad account calls a day.
package struct Day: Hashable, Sendable, Comparable {
    /// Days since 1970-01-01.
    package let number: Int

    package init(number: Int) { self.number = number }

    /// The date of these parts, `nil` where there is no such date (31 April, 29 February of a common year, years outside 1 to 9999).
    package init?(year: Int, month: Int, day: Int) {
        guard (1...9999).contains(year), (1...12).contains(month), (1...Day.length(ofMonth: month, in: year)).contains(day) else { return nil }
        // Days from civil, after Howard Hinnant's "chrono-compatible low-level date algorithms".
        let shifted = month <= 2 ? year - 1 : year
        let era = shifted.floorDivided(by: 400)
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        number = era * 146_097 + dayOfEra - 719_468
    }

    package var parts: (year: Int, month: Int, day: Int) {
        let shifted = number + 719_468
        let era = shifted.floorDivided(by: 146_097)
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
    }

    /// Midnight UTC at the start of the day.
    package var instant: Instant { Instant(seconds: Int64(number) * 86_400) }

    package static func < (left: Self, right: Self) -> Bool { left.number < right.number }

    package static func + (left: Self, days: Int) -> Day { Day(number: left.number + days) }

    package static func - (left: Self, days: Int) -> Day { Day(number: left.number - days) }

    package static func - (left: Self, right: Self) -> Int { left.number - right.number }

    private static func length(ofMonth month: Int, in year: Int) -> Int {
        switch month {
        case 2: (year % 4 == 0 && year % 100 != 0) || year % 400 == 0 ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }
}

extension Day: Strideable {
    package func distance(to other: Day) -> Int { other.number - number }
    package func advanced(by days: Int) -> Day { self + days }
}

extension Day: CustomStringConvertible {
    /// `YYYY-MM-DD`.
    package var description: String {
        let (year, month, day) = parts
        return "\(padded(year, to: 4))-\(twoDigits(month))-\(twoDigits(day))"
    }

    /// Reads `YYYY-MM-DD` and nothing else.
    package init?(_ text: some StringProtocol) {
        var reader = DigitReader(text.utf8)
        guard let day = reader.day(), reader.isAtEnd else { return nil }
        self = day
    }
}

extension BinaryInteger {
    /// The quotient rounded towards minus infinity, as calendars need it.
    package func floorDivided(by divisor: Self) -> Self {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder != 0 && (remainder < 0) != (divisor < 0) ? quotient - 1 : quotient
    }
}

func twoDigits(_ number: Int) -> String { padded(number, to: 2) }

func padded(_ number: Int, to width: Int) -> String {
    let text = String(number)
    // Digits and a sign: bytes are characters here.
    return text.utf8.count >= width ? text : String(repeating: "0", count: width - text.utf8.count) + text
}
