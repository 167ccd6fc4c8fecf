import Core

// PostgreSQL's text forms of numbers, dates and bytes, byte by byte: they stand on the hot path of reads and of COPY.

/// Appends the decimal digits of a number.
@inline(__always)
func appendDecimal(_ value: Int64, to bytes: inout [UInt8]) {
    var rest = value.magnitude
    guard rest > 9 else {
        if value < 0 { bytes.append(UInt8(ascii: "-")) }
        return bytes.append(UInt8(ascii: "0") + UInt8(rest))
    }
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 20) { digits in
        var start = 20
        while rest > 0 {
            start -= 1
            digits[start] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
            rest /= 10
        }
        if value < 0 {
            start -= 1
            digits[start] = UInt8(ascii: "-")
        }
        bytes.append(contentsOf: digits[start...])
    }
}

/// Reads a whole decimal number of 64 bits; `nil` for anything else.
func decimal(_ text: UnsafeRawBufferPointer) -> Int64? {
    guard let first = text.first else { return nil }
    let isNegative = first == UInt8(ascii: "-")
    var value: Int64 = 0
    guard text.count > (isNegative ? 1 : 0) else { return nil }
    for byte in text.dropFirst(isNegative ? 1 : 0) {
        guard byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") else { return nil }
        let (product, overflow) = value.multipliedReportingOverflow(by: 10)
        let digit = Int64(byte - UInt8(ascii: "0"))
        let (sum, overflowToo) = isNegative ? product.subtractingReportingOverflow(digit) : product.addingReportingOverflow(digit)
        guard !overflow, !overflowToo else { return nil }
        value = sum
    }
    return value
}

/// Digits at fixed places.
func digits(_ text: UnsafeRawBufferPointer, _ range: Range<Int>) -> Int? {
    guard range.upperBound <= text.count else { return nil }
    var value = 0
    for index in range {
        guard text[index] >= UInt8(ascii: "0"), text[index] <= UInt8(ascii: "9") else { return nil }
        value = value * 10 + Int(text[index] - UInt8(ascii: "0"))
    }
    return value
}

/// `YYYY-MM-DD` at the beginning of a text.
func civilDay(_ text: UnsafeRawBufferPointer) -> Day? {
    guard text.count >= 10, text[4] == UInt8(ascii: "-"), text[7] == UInt8(ascii: "-"), let year = digits(text, 0..<4),
        let month = digits(text, 5..<7),
        let day = digits(text, 8..<10)
    else { return nil }
    return Day(year: year, month: month, day: day)
}

/// `\x` and two hexadecimal digits a byte (PostgreSQL manual, 8.4.1).
func appendBytea(_ binary: [UInt8], to bytes: inout [UInt8]) {
    bytes.reserveCapacity(bytes.count + 2 + 2 * binary.count)
    bytes.append(UInt8(ascii: "\\"))
    bytes.append(UInt8(ascii: "x"))
    for byte in binary {
        bytes.append(hexadecimalDigit(byte >> 4))
        bytes.append(hexadecimalDigit(byte & 0xF))
    }
}

func bytea(_ text: UnsafeRawBufferPointer) -> [UInt8]? {
    guard text.count >= 2, text.count % 2 == 0, text[0] == UInt8(ascii: "\\"), text[1] == UInt8(ascii: "x") else { return nil }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.count / 2 - 1)
    for index in stride(from: 2, to: text.count, by: 2) {
        guard let high = hexadecimalValue(text[index]), let low = hexadecimalValue(text[index + 1]) else { return nil }
        bytes.append(high << 4 | low)
    }
    return bytes
}
