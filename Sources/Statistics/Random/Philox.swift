/// Philox4x32-10: random numbers as a function of a key and a counter.
///
/// Source: Salmon, Moraes, Dror, Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC 2011. The key is the seed; the counter's low half counts
/// blocks and its high half is the stream, so streams of one seed never meet and need no jumping.
public struct Philox: RandomNumberGenerator, Sendable {
    private let key: SIMD2<UInt32>
    private let stream: UInt64
    private var block: UInt64 = 0
    private var spare: UInt64 = 0
    private var hasSpare = false

    /// Numbers of `stream` under `seed`: 2^65 of them before they repeat.
    public init(seed: UInt64, stream: UInt64 = 0) {
        key = SIMD2(UInt32(truncatingIfNeeded: seed), UInt32(truncatingIfNeeded: seed >> 32))
        self.stream = stream
    }

    public mutating func next() -> UInt64 {
        if hasSpare {
            hasSpare = false
            return spare
        }
        let counter = SIMD4(
            UInt32(truncatingIfNeeded: block), UInt32(truncatingIfNeeded: block >> 32), UInt32(truncatingIfNeeded: stream),
            UInt32(truncatingIfNeeded: stream >> 32))
        let word = Philox.words(counter: counter, key: key)
        block &+= 1
        spare = UInt64(word[3]) << 32 | UInt64(word[2])
        hasSpare = true
        return UInt64(word[1]) << 32 | UInt64(word[0])
    }

    /// The bijection itself: ten rounds over one counter.
    static func words(counter: SIMD4<UInt32>, key: SIMD2<UInt32>) -> SIMD4<UInt32> {
        var (c0, c1, c2, c3) = (counter[0], counter[1], counter[2], counter[3])
        var (k0, k1) = (key[0], key[1])
        for _ in 0..<10 {
            let a = UInt64(0xD251_1F53) &* UInt64(c0)
            let b = UInt64(0xCD9E_8D57) &* UInt64(c2)
            (c0, c1, c2, c3) = (
                UInt32(truncatingIfNeeded: b >> 32) ^ c1 ^ k0, UInt32(truncatingIfNeeded: b), UInt32(truncatingIfNeeded: a >> 32) ^ c3 ^ k1,
                UInt32(truncatingIfNeeded: a)
            )
            k0 &+= 0x9E37_79B9
            k1 &+= 0xBB67_AE85
        }
        return SIMD4(c0, c1, c2, c3)
    }
}
