import Statistics

/// FNV-1a of 64 bits (Fowler, Noll, Vo): any single byte that changes changes it. It tells files apart that were mixed up or damaged, not forged ones.
struct MixChecksum {
    private(set) var value: UInt64 = 0xcbf2_9ce4_8422_2325

    mutating func add(_ bytes: some Sequence<UInt8>) {
        for byte in bytes { value = (value ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }
    }

    static func of(_ bytes: some Sequence<UInt8>) -> UInt64 {
        var sum = MixChecksum()
        sum.add(bytes)
        return sum.value
    }

    /// Of all that a model assumes: its parts and numbers as Swift describes them.
    static func of(_ model: MixModel) -> UInt64 { of("\(model)".utf8) }

    /// Of names and exact numbers of the weeks.
    static func of(_ data: MixData) -> UInt64 {
        var sum = MixChecksum()
        func add(_ name: String, _ values: [Double]) {
            sum.add("\(name.utf8.count) \(name) \(values.count) ".utf8)
            for value in values { withUnsafeBytes(of: value.bitPattern.littleEndian) { sum.add($0) } }
        }
        add("day", data.days.map(Double.init))
        add("target", data.target)
        for series in data.channels { add("channel \(series.name)", series.values) }
        for series in data.controls { add("control \(series.name)", series.values) }
        return sum.value
    }

    /// Sixteen hexadecimal digits.
    static func text(_ value: UInt64) -> String {
        let digits = String(value, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}
