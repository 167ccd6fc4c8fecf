import Core

/// `appsecret_proof`: the lower-case hex of HMAC-SHA-256 with the app's secret over the access token.
enum AppSecretProof {
    static func proof(of token: String, secret: String) -> String {
        let key = Array(secret.utf8)
        var block = key.count > 64 ? SHA256.digest(key) : key
        block += Array(repeating: 0, count: 64 - block.count)
        let inner = SHA256.digest(block.map { $0 ^ 0x36 } + Array(token.utf8))
        return SHA256.digest(block.map { $0 ^ 0x5C } + inner).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}

/// SHA-256 after FIPS 180-4. The simulator checks a proof of its own tokens with it and nothing else; it guards no secret.
enum SHA256 {
    static func digest(_ message: [UInt8]) -> [UInt8] {
        var state = squares
        var padded = message + [0x80]
        while padded.count % 64 != 56 { padded.append(0) }
        let bits = UInt64(message.count) * 8
        padded += (0..<8).reversed().map { UInt8(truncatingIfNeeded: bits >> (UInt64($0) * 8)) }
        for start in stride(from: 0, to: padded.count, by: 64) { compress(padded[start..<(start + 64)], &state) }
        return state.flatMap { word in (0..<4).reversed().map { UInt8(truncatingIfNeeded: word >> (UInt32($0) * 8)) } }
    }

    private static func compress(_ block: ArraySlice<UInt8>, _ state: inout [UInt32]) {
        var words = (0..<16).map { index in (0..<4).reduce(UInt32(0)) { $0 << 8 | UInt32(block[block.startIndex + index * 4 + $1]) } }
        for index in 16..<64 {
            let early = words[index - 15]
            let late = words[index - 2]
            let first = rotated(early, 7) ^ rotated(early, 18) ^ (early >> 3)
            let second = rotated(late, 17) ^ rotated(late, 19) ^ (late >> 10)
            words.append(words[index - 16] &+ first &+ words[index - 7] &+ second)
        }
        var v = state
        for index in 0..<64 {
            let choice = (v[4] & v[5]) ^ (~v[4] & v[6])
            let majority = (v[0] & v[1]) ^ (v[0] & v[2]) ^ (v[1] & v[2])
            let upper = rotated(v[4], 6) ^ rotated(v[4], 11) ^ rotated(v[4], 25)
            let lower = rotated(v[0], 2) ^ rotated(v[0], 13) ^ rotated(v[0], 22)
            let first = v[7] &+ upper &+ choice &+ cubes[index] &+ words[index]
            v = [first &+ lower &+ majority, v[0], v[1], v[2], v[3] &+ first, v[4], v[5], v[6]]
        }
        for index in state.indices { state[index] = state[index] &+ v[index] }
    }

    private static func rotated(_ value: UInt32, _ bits: UInt32) -> UInt32 { value >> bits | value << (32 - bits) }

    private static let primes: [UInt32] = (2...311).filter { number in !(2..<number).contains { number % $0 == 0 } }

    // The standard's constants are the first 32 bits of the fractions of roots of primes; found here by exact integer search.
    private static let squares = primes.prefix(8).map { prime in fraction { value in value.multipliedFullWidth(by: value) < (UInt64(prime), 0) } }
    private static let cubes = primes.map { prime in fraction { cube($0, isBelow: UInt64(prime)) } }

    /// The largest x with x / 2³² below the root, less its whole part.
    private static func fraction(_ isBelow: (UInt64) -> Bool) -> UInt32 {
        var value: UInt64 = 0
        for bit in (0..<38).reversed() where isBelow(value | 1 << UInt64(bit)) { value |= 1 << UInt64(bit) }
        return UInt32(truncatingIfNeeded: value)
    }

    /// Whether (value / 2³²)³ is below the prime; value has at most 35 bits.
    private static func cube(_ value: UInt64, isBelow prime: UInt64) -> Bool {
        guard value < 1 << 35 else { return false }
        let square = value.multipliedFullWidth(by: value)
        let low = square.low.multipliedFullWidth(by: value)
        let high = square.high * value + low.high
        return high < prime << 32
    }
}
