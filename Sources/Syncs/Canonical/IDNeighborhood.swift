/// Where an id stands among others of its kind: 48 bits that grow with the platform's own id, so that what was numbered together is stored together.
/// It says nothing that the platform's own id does not say, and two records may well share it.
enum IDNeighborhood {
    /// Looks at what stands behind the last `/`, `:` or `_` (`gid://shopify/Order/450789469`, `act_1000`, `ch_3MmlLrLkdIwHu7ix0snN0B15`). A whole number of up
    /// to 19 digits counts by its value: 6 bits for its length in bits, then the 42 bits behind its leading one. Of any other text the first six
    /// bytes count, in their order.
    static func of(_ externalID: UnsafeRawBufferPointer) -> UInt64 {
        let start = externalID.lastIndex { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: "_") }.map { $0 + 1 } ?? 0
        let tail = externalID[start...]
        return number(tail) ?? text(tail)
    }

    private static func number(_ digits: Slice<UnsafeRawBufferPointer>) -> UInt64? {
        guard (1...19).contains(digits.count) else { return nil }
        var value: UInt64 = 0
        for digit in digits {
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit) else { return nil }
            value = value * 10 + UInt64(digit - UInt8(ascii: "0"))
        }
        guard value > 0 else { return 0 }
        // The leading one is known from the length: it goes, and what is behind it moves to the top.
        let rest = value << (value.leadingZeroBitCount + 1)
        return UInt64(63 - value.leadingZeroBitCount) << 42 | rest >> 22
    }

    private static func text(_ bytes: Slice<UnsafeRawBufferPointer>) -> UInt64 {
        var place: UInt64 = 0
        var index = bytes.startIndex
        for _ in 0..<6 {
            place <<= 8
            if index < bytes.endIndex {
                place |= UInt64(bytes[index])
                index += 1
            }
        }
        return place
    }
}
