/// A point in time, in microseconds since 1970-01-01T00:00:00Z.
public struct Instant: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// Microseconds since 1970 UTC.
    public let microseconds: Int64

    /// The instant so many microseconds after 1970 UTC.
    public init(microseconds: Int64) { self.microseconds = microseconds }

    /// The instant so many seconds after 1970 UTC.
    public init(seconds: Int64) { microseconds = seconds.multipliedReportingOverflow(by: 1_000_000).partialValue }

    /// Whole seconds since 1970 UTC, rounded down.
    public var seconds: Int64 { microseconds.flooringDivided(by: 1_000_000) }

    /// The day in UTC.
    public var utcDay: Day { Day(daysSince1970: Int(seconds.flooringDivided(by: 86_400))) }

    /// The instant so many seconds later.
    public func adding(seconds: Int64) -> Instant { Instant(microseconds: microseconds + seconds * 1_000_000) }

    /// Reads an RFC 3339 time. Also takes what platforms really send: `+0000` and `+00` as offsets, a space for the `T`, more than six digits of a
    /// second (cut off) and a leap second. Without an offset the result is nil: such a time needs a zone (`Zone.instant`).
    public init?(_ text: String) {
        var text = text
        guard let value = text.withUTF8({ Instant(rfc3339: UnsafeRawBufferPointer($0)) }) else { return nil }
        self = value
    }

    /// Reads the bytes of an RFC 3339 time, as `init(_:)`.
    public init?(rfc3339 bytes: UnsafeRawBufferPointer) {
        guard let local = LocalTime(prefixOf: bytes), let offset = Instant.offset(bytes, local.end) else { return nil }
        self.init(microseconds: local.microseconds - offset * 1_000_000)
    }

    /// The offset in seconds that fills the bytes from `start` to their end.
    private static func offset(_ bytes: UnsafeRawBufferPointer, _ start: Int) -> Int64? {
        guard start < bytes.count else { return nil }
        let left = bytes.count - start - 1
        if bytes[start] | 0x20 == 0x7A { return left == 0 ? 0 : nil }
        guard bytes[start] == 0x2B || bytes[start] == 0x2D, let hours = readDigits(bytes, start + 1, 2) else { return nil }
        var minutes: Int? = 0
        switch left {
        case 2: break
        case 4: minutes = readDigits(bytes, start + 3, 2)
        case 5: minutes = bytes[start + 3] == 0x3A ? readDigits(bytes, start + 4, 2) : nil
        default: return nil
        }
        guard let minutes, hours <= 23, minutes <= 59 else { return nil }
        let seconds = Int64(hours * 3600 + minutes * 60)
        return bytes[start] == 0x2D ? -seconds : seconds
    }

    /// RFC 3339 in UTC, with as many digits of a second as are needed (none or six).
    public var description: String {
        var buffer = ByteBuffer(capacity: 64)
        buffer.append(instant: self)
        return buffer.withBytes { String(decoding: $0, as: UTF8.self) }
    }

    /// Earlier instants come first.
    public static func < (left: Instant, right: Instant) -> Bool { left.microseconds < right.microseconds }
}

/// A date and a time of day without a zone.
struct LocalTime {
    let day: Day
    let secondOfDay: Int
    let fraction: Int64
    /// The index behind the last byte that was read.
    let end: Int

    var microseconds: Int64 { (Int64(day.daysSince1970) * 86_400 + Int64(secondOfDay)) * 1_000_000 + fraction }

    /// Reads `YYYY-MM-DDTHH:MM[:SS[.f…]]` from the front.
    init?(prefixOf bytes: UnsafeRawBufferPointer) {
        guard bytes.count >= 16, let day = Day(iso: UnsafeRawBufferPointer(rebasing: bytes[0..<10])),
            bytes[10] | 0x20 == 0x74 || bytes[10] == 0x20, bytes[13] == 0x3A,
            let hour = readDigits(bytes, 11, 2), let minute = readDigits(bytes, 14, 2), hour <= 23, minute <= 59
        else { return nil }
        var index = 16
        var second = 0
        var micros: Int64 = 0
        if index < bytes.count, bytes[index] == 0x3A {
            guard let read = readDigits(bytes, 17, 2), read <= 60 else { return nil }
            second = read
            index = 19
            if index < bytes.count, bytes[index] == 0x2E || bytes[index] == 0x2C {
                let first = index + 1
                index = first
                while index < bytes.count, bytes[index] &- 0x30 <= 9 {
                    if index - first < 6 { micros = micros * 10 + Int64(bytes[index] - 0x30) }
                    index += 1
                }
                guard index > first else { return nil }
                for _ in min(index - first, 6)..<6 { micros *= 10 }
            }
        }
        self.day = day
        secondOfDay = hour * 3600 + minute * 60 + second
        fraction = micros
        end = index
    }
}

extension Int64 {
    /// Division that rounds towards minus infinity.
    func flooringDivided(by divisor: Int64) -> Int64 {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? quotient - 1 : quotient
    }
}

extension ByteBuffer {
    /// Appends an RFC 3339 time in UTC.
    public mutating func append(instant: Instant) {
        append(day: instant.utcDay)
        let second = Int(instant.seconds - instant.seconds.flooringDivided(by: 86_400) * 86_400)
        append(0x54)
        append(padded: second / 3600, width: 2)
        append(0x3A)
        append(padded: second / 60 % 60, width: 2)
        append(0x3A)
        append(padded: second % 60, width: 2)
        let fraction = instant.microseconds - instant.seconds * 1_000_000
        if fraction != 0 {
            append(0x2E)
            append(padded: Int(fraction), width: 6)
        }
        append(0x5A)
    }
}
