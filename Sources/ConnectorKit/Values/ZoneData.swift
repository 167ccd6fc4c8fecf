/// The transitions of a zone, from a TZif file (RFC 8536): version 2 and later, with the rule of the footer for times after the last transition.
struct ZoneData: Sendable {
    private var times: [Int64] = []
    private var offsets: [Int32] = []
    private var first: Int32 = 0
    private var rule: ZoneRule?

    /// UTC.
    init() {}

    /// Reads a file's bytes; nil when they are not a sound TZif file with 64-bit data.
    init?(tzif bytes: [UInt8]) {
        guard let old = Header(bytes, at: 0), old.version >= 0x32 else { return nil }
        let second = 44 + old.length(timeSize: 4)
        guard let header = Header(bytes, at: second), header.types > 0 else { return nil }
        let body = second + 44
        let length = header.length(timeSize: 8)
        guard body + length <= bytes.count else { return nil }
        let indexes = body + header.times * 8
        let types = indexes + header.times
        func offset(_ type: Int) -> Int32? { type < header.types ? Int32(truncatingIfNeeded: number(bytes, types + type * 6, 4)) : nil }
        guard let first = offset(0) else { return nil }
        self.first = first
        for index in 0..<header.times {
            guard let value = offset(Int(bytes[indexes + index])) else { return nil }
            times.append(number(bytes, body + index * 8, 8))
            offsets.append(value)
        }
        rule = ZoneRule(footer: bytes[(body + length)...])
    }

    /// Seconds to add to UTC.
    func offset(at seconds: Int64) -> Int {
        guard let last = times.last else { return rule?.offset(at: seconds) ?? Int(first) }
        if seconds >= last, let rule { return rule.offset(at: seconds) }
        var low = 0
        var high = times.count
        while low < high {
            let middle = (low + high) / 2
            if times[middle] <= seconds { low = middle + 1 } else { high = middle }
        }
        return low == 0 ? Int(first) : Int(offsets[low - 1])
    }

    private struct Header {
        let version: UInt8
        let isUT: Int
        let isStandard: Int
        let leaps: Int
        let times: Int
        let types: Int
        let letters: Int

        init?(_ bytes: [UInt8], at start: Int) {
            guard start + 44 <= bytes.count, Array(bytes[start..<start + 4]) == Array("TZif".utf8) else { return nil }
            func count(_ index: Int) -> Int { Int(number(bytes, start + 20 + index * 4, 4) & 0xFFFF_FFFF) }
            version = bytes[start + 4]
            isUT = count(0)
            isStandard = count(1)
            leaps = count(2)
            times = count(3)
            types = count(4)
            letters = count(5)
            guard [isUT, isStandard, leaps, times, types, letters].allSatisfy({ $0 <= bytes.count }) else { return nil }
        }

        func length(timeSize: Int) -> Int { times * (timeSize + 1) + types * 6 + letters + leaps * (timeSize + 4) + isStandard + isUT }
    }
}

/// A big-endian signed number.
private func number(_ bytes: [UInt8], _ start: Int, _ size: Int) -> Int64 {
    var value: Int64 = 0
    for index in start..<start + size { value = value << 8 | Int64(bytes[index]) }
    let unused = Int64(64 - size * 8)
    return (value << unused) >> unused
}
