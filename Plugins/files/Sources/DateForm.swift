import ConnectorKit

/// How the file writes its dates. Every form may be followed by a time of day, with or without an offset.
enum DateForm: String {
    case auto
    case compact = "YYYYMMDD"
    case iso = "YYYY-MM-DD"
    case slashes = "YYYY/MM/DD"
    case german = "DD.MM.YYYY"
    case british = "DD/MM/YYYY"
    case dashed = "DD-MM-YYYY"
    case american = "MM/DD/YYYY"

    /// A date, and the time of day where there is one.
    struct Reading {
        let day: Day
        /// Nil for a bare date.
        let instant: Instant?
    }

    /// Reads a field; nil when it is no date of this form.
    func read(_ bytes: UnsafeRawBufferPointer, _ zone: Zone) -> Reading? {
        if bytes.count == 8, self == .compact || self == .auto, let day = compactDay(bytes) { return Reading(day: day, instant: nil) }
        guard let (day, end) = day(bytes) else { return nil }
        if end == bytes.count { return Reading(day: day, instant: nil) }
        guard bytes[end] == 0x20 || bytes[end] | 0x20 == 0x74 else { return nil }
        // The day in the form that the kit reads, with the rest as it stands.
        var text = ByteBuffer(capacity: 64)
        text.append(day: day)
        text.append(UnsafeRawBufferPointer(rebasing: bytes[end...]))
        guard let instant = text.withBytes({ zone.instant($0) }) else { return nil }
        return Reading(day: zone.day(of: instant), instant: instant)
    }

    private func day(_ bytes: UnsafeRawBufferPointer) -> (Day, end: Int)? {
        switch self {
        case .compact: bytes.count > 8 ? compactDay(UnsafeRawBufferPointer(rebasing: bytes[0..<8])).map { ($0, 8) } : nil
        case .iso: parts(bytes, 0x2D).flatMap { made($0.0, $0.1, $0.2, $0.end) }
        case .slashes: parts(bytes, 0x2F).flatMap { made($0.0, $0.1, $0.2, $0.end) }
        case .auto: (parts(bytes, 0x2D) ?? parts(bytes, 0x2F) ?? parts(bytes, 0x2E)).flatMap { made($0.0, $0.1, $0.2, $0.end) }
        case .german: parts(bytes, 0x2E).flatMap { made($0.2, $0.1, $0.0, $0.end) }
        case .british: parts(bytes, 0x2F).flatMap { made($0.2, $0.1, $0.0, $0.end) }
        case .dashed: parts(bytes, 0x2D).flatMap { made($0.2, $0.1, $0.0, $0.end) }
        case .american: parts(bytes, 0x2F).flatMap { made($0.2, $0.0, $0.1, $0.end) }
        }
    }

    /// Years have four digits: a form with fewer can mean anything.
    private func made(_ year: Int, _ month: Int, _ day: Int, _ end: Int) -> (Day, end: Int)? {
        year < 1000 ? nil : Day(year: year, month: month, day: day).map { ($0, end) }
    }

    private func compactDay(_ bytes: UnsafeRawBufferPointer) -> Day? {
        var value = 0
        for byte in bytes {
            let digit = byte &- 0x30
            guard digit <= 9 else { return nil }
            value = value &* 10 &+ Int(digit)
        }
        return value < 10_000_000 ? nil : Day(year: value / 10_000, month: value / 100 % 100, day: value % 100)
    }

    /// Three numbers of one to four digits with a separator between them.
    private func parts(_ bytes: UnsafeRawBufferPointer, _ separator: UInt8) -> (Int, Int, Int, end: Int)? {
        var index = 0
        func number() -> Int? {
            var value = 0
            let first = index
            while index < bytes.count, bytes[index] &- 0x30 <= 9, index - first < 4 {
                value = value * 10 + Int(bytes[index] - 0x30)
                index += 1
            }
            return index > first ? value : nil
        }
        func separated() -> Bool {
            guard index < bytes.count, bytes[index] == separator else { return false }
            index += 1
            return true
        }
        guard let first = number(), separated(), let second = number(), separated(), let third = number() else { return nil }
        return (first, second, third, index)
    }
}
