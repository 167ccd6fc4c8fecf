#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// A 128-bit UUID (RFC 9562). New ones are version 7: they sort by the time of their making, so that indexes grow at one end.
package struct UniqueID: Hashable, Sendable, Comparable {
    package let high: UInt64
    package let low: UInt64

    package init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// A new version 7 id from the wall clock (48 bits of milliseconds) and 74 random bits.
    package init() {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        let milliseconds = UInt64(time.tv_sec) * 1_000 + UInt64(time.tv_nsec) / 1_000_000
        self.init(milliseconds: milliseconds, random: RandomWords.pair())
    }

    /// A version 7 id of known parts, for tests and for ids that must be the same on every run.
    package init(milliseconds: UInt64, random: (UInt64, UInt64)) {
        high = (milliseconds << 16) | 0x7000 | (random.0 & 0x0FFF)
        low = 0x8000_0000_0000_0000 | (random.1 & 0x3FFF_FFFF_FFFF_FFFF)
    }

    /// Reads the canonical text form (8-4-4-4-12 hexadecimal digits, either case); anything else is `nil`.
    package init?(_ text: some StringProtocol) {
        var bytes: (UInt64, UInt64) = (0, 0)
        var digits = 0
        var position = 0
        for character in text.utf8 {
            if position == 8 || position == 13 || position == 18 || position == 23 {
                guard character == UInt8(ascii: "-") else { return nil }
            } else {
                guard let value = hexadecimalValue(character) else { return nil }
                if digits < 16 { bytes.0 = bytes.0 << 4 | UInt64(value) } else { bytes.1 = bytes.1 << 4 | UInt64(value) }
                digits += 1
            }
            position += 1
            if position > 36 { return nil }
        }
        guard digits == 32, position == 36 else { return nil }
        (high, low) = bytes
    }

    /// Reads 16 raw bytes in network order.
    package init?(bytes: some Collection<UInt8>) {
        guard bytes.count == 16 else { return nil }
        var parts: (UInt64, UInt64) = (0, 0)
        for (index, byte) in bytes.enumerated() {
            if index < 8 { parts.0 = parts.0 << 8 | UInt64(byte) } else { parts.1 = parts.1 << 8 | UInt64(byte) }
        }
        (high, low) = parts
    }

    /// The 16 raw bytes in network order.
    package var bytes: [UInt8] {
        (0..<16).map { index in
            let word = index < 8 ? high : low
            return UInt8(truncatingIfNeeded: word >> UInt64((7 - index % 8) * 8))
        }
    }

    package static func < (left: Self, right: Self) -> Bool {
        (left.high, left.low) < (right.high, right.low)
    }
}

extension UniqueID: CustomStringConvertible {
    package var description: String {
        String(unsafeUninitializedCapacity: 36) { buffer in
            var position = 0
            for index in 0..<32 {
                if position == 8 || position == 13 || position == 18 || position == 23 {
                    buffer[position] = UInt8(ascii: "-")
                    position += 1
                }
                let word = index < 16 ? high : low
                let digit = UInt8(truncatingIfNeeded: word >> UInt64((15 - index % 16) * 4)) & 0xF
                buffer[position] = hexadecimalDigit(digit)
                position += 1
            }
            return 36
        }
    }
}

/// The value of one hexadecimal digit, `nil` for any other byte.
package func hexadecimalValue(_ character: UInt8) -> UInt8? {
    switch character {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): character - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): character - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): character - UInt8(ascii: "A") + 10
    default: nil
    }
}

/// The lower-case digit of a value from 0 to 15.
package func hexadecimalDigit(_ value: UInt8) -> UInt8 {
    value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
}

/// Bytes as lower-case hexadecimal text, two digits a byte.
package func hexadecimal(_ bytes: some Sequence<UInt8>) -> String {
    var digits: [UInt8] = []
    for byte in bytes {
        digits.append(hexadecimalDigit(byte >> 4))
        digits.append(hexadecimalDigit(byte & 0xF))
    }
    return String(decoding: digits, as: UTF8.self)
}
