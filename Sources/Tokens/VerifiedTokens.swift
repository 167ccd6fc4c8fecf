import Core

/// Tokens that were verified before, by the SHA-256 of their text, the least recently used going first. A list in arrays: no allocation on a hit.
struct VerifiedTokens {
    struct Fingerprint: Hashable, Sendable {
        let words: (UInt64, UInt64, UInt64, UInt64)

        static func == (left: Self, right: Self) -> Bool { left.words == right.words }

        /// The words are a digest already; one of them is hash enough, as nobody can choose it without finding the tokens' signatures too.
        func hash(into hasher: inout Hasher) { hasher.combine(words.0) }
    }

    private struct Slot {
        var fingerprint: Fingerprint
        var claims: AccessClaims
        var newer: Int
        var older: Int
    }

    private var slots: [Slot] = []
    private var index: [Fingerprint: Int] = [:]
    private var newest = -1
    private var oldest = -1
    private let capacity: Int

    init(capacity: Int) { self.capacity = capacity }

    var count: Int { index.count }

    mutating func find(_ fingerprint: Fingerprint) -> AccessClaims? {
        guard let position = index[fingerprint] else { return nil }
        if position != newest {
            unlink(position)
            link(position)
        }
        return slots[position].claims
    }

    mutating func insert(_ claims: AccessClaims, for fingerprint: Fingerprint) {
        guard capacity > 0, index[fingerprint] == nil else { return }
        let slot = Slot(fingerprint: fingerprint, claims: claims, newer: -1, older: -1)
        let position: Int
        if slots.count < capacity {
            position = slots.count
            slots.append(slot)
        } else {
            position = oldest
            index[slots[position].fingerprint] = nil
            unlink(position)
            slots[position] = slot
        }
        index[fingerprint] = position
        link(position)
    }

    mutating func removeAll() {
        self = VerifiedTokens(capacity: capacity)
    }

    private mutating func unlink(_ position: Int) {
        let (newer, older) = (slots[position].newer, slots[position].older)
        if newer >= 0 { slots[newer].older = older } else { newest = older }
        if older >= 0 { slots[older].newer = newer } else { oldest = newer }
    }

    private mutating func link(_ position: Int) {
        slots[position].newer = -1
        slots[position].older = newest
        if newest >= 0 { slots[newest].newer = position } else { oldest = position }
        newest = position
    }
}
