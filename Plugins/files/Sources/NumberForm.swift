import ConnectorKit

/// How the file writes its numbers.
struct NumberForm {
    let decimalComma: Bool

    /// Reads an amount. Groups of three digits may stand apart by the sign that is not the decimal sign.
    func read(_ bytes: UnsafeRawBufferPointer) -> Decimal.Reading? {
        let group: UInt8 = decimalComma ? 0x2E : 0x2C
        let isPlain = !bytes.contains { $0 == 0x2C || (decimalComma && $0 == 0x2E) }
        if isPlain { return Decimal.read(bytes) }
        var plain = ByteBuffer(capacity: 64)
        var sinceGroup: Int?
        var isFraction = false
        for byte in bytes {
            if byte == group {
                // 1,234,567: each group behind the first has three digits.
                guard !isFraction, sinceGroup == nil ? plain.count > 0 : sinceGroup == 3 else { return nil }
                sinceGroup = 0
            } else if byte == 0x2C || byte == 0x2E {
                guard !isFraction, sinceGroup ?? 3 == 3 else { return nil }
                isFraction = true
                plain.append(0x2E)
            } else {
                if !isFraction { sinceGroup = sinceGroup.map { $0 + 1 } }
                plain.append(byte)
            }
        }
        guard isFraction || sinceGroup ?? 3 == 3 else { return nil }
        return plain.withBytes { Decimal.read($0) }
    }

    /// Reads a whole number.
    func whole(_ bytes: UnsafeRawBufferPointer) -> Int64? {
        guard let read = read(bytes), read.exact, read.micros.value % 1_000_000 == 0 else { return nil }
        return read.micros.value / 1_000_000
    }
}
