import Core

/// Dates and times in the bytes of a row, checked without making texts of them.
enum FastTime {
    /// `YYYY-MM-DD`; `nil` for anything else and for a date that does not exist.
    static func day(_ bytes: UnsafeRawBufferPointer) -> Day? {
        guard bytes.count == 10, bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-"), let year = number(bytes, 0, 4),
            let month = number(bytes, 5, 2), let day = number(bytes, 8, 2)
        else { return nil }
        return Day(year: year, month: month, day: day)
    }

    /// Whether this is an RFC 3339 time with a zone between 1970 and 2100. PostgreSQL reads what passes.
    static func isInstant(_ bytes: UnsafeRawBufferPointer) -> Bool {
        guard (20...40).contains(bytes.count), let day = day(UnsafeRawBufferPointer(rebasing: bytes[..<10])), (0...47_482).contains(day.number),
            bytes[10] == UInt8(ascii: "T"), bytes[13] == UInt8(ascii: ":"), bytes[16] == UInt8(ascii: ":"), let hour = number(bytes, 11, 2),
            let minute = number(bytes, 14, 2), let second = number(bytes, 17, 2), hour < 24, minute < 60, second < 60
        else { return false }
        var position = 19
        if bytes[position] == UInt8(ascii: ".") {
            position += 1
            let start = position
            while position < bytes.count, bytes[position] &- 0x30 < 10 { position += 1 }
            guard position > start, position < bytes.count else { return false }
        }
        if bytes[position] == UInt8(ascii: "Z") { return position == bytes.count - 1 }
        guard bytes[position] == UInt8(ascii: "+") || bytes[position] == UInt8(ascii: "-"), bytes.count == position + 6,
            bytes[position + 3] == UInt8(ascii: ":"), let hours = number(bytes, position + 1, 2), let minutes = number(bytes, position + 4, 2)
        else { return false }
        return hours < 15 && minutes < 60
    }

    private static func number(_ bytes: UnsafeRawBufferPointer, _ start: Int, _ width: Int) -> Int? {
        var value = 0
        for index in start..<start + width {
            let digit = bytes[index] &- 0x30
            guard digit < 10 else { return nil }
            value = value * 10 + Int(digit)
        }
        return value
    }
}
