/// Texts as dense codes in the order of first sight, told apart by their bytes. No text is made before somebody asks for one.
struct CodeBook {
    /// The texts, one behind the other, and where each ends.
    private var bytes: [UInt8] = []
    private var ends: [Int] = []
    private var hashes: [UInt64] = []
    /// Open addressing with linear probing (Knuth, volume 3, 6.4): a code and 1, or 0 where the place is free.
    private var slots = [UInt32](repeating: 0, count: 64)
    private var last: UInt32 = 0

    var count: Int { ends.count }

    /// All texts by their codes.
    var names: [String] { (0..<UInt32(count)).map(name) }

    func name(_ code: UInt32) -> String { String(decoding: bytes[place(code)], as: UTF8.self) }

    /// Lends the bytes of a text.
    func withBytes<Result>(_ code: UInt32, _ body: (UnsafeBufferPointer<UInt8>) throws -> Result) rethrows -> Result {
        let place = place(code)
        return try bytes.withUnsafeBufferPointer { try body(UnsafeBufferPointer(rebasing: $0[place])) }
    }

    /// The code of a field; rows with the same text as the one before cost next to nothing.
    mutating func code(_ field: UnsafeBufferPointer<UInt8>) -> UInt32 {
        if !ends.isEmpty, holds(last, field) { return last }
        let hash = Self.hash(field)
        var place = Int(truncatingIfNeeded: hash) & (slots.count &- 1)
        while slots[place] != 0 {
            let code = slots[place] &- 1
            if hashes[Int(code)] == hash, holds(code, field) {
                last = code
                return code
            }
            place = (place &+ 1) & (slots.count &- 1)
        }
        return insert(field, hash, at: place)
    }

    mutating func code(of name: String) -> UInt32 {
        var name = name
        return name.withUTF8 { code($0) }
    }

    private mutating func insert(_ field: UnsafeBufferPointer<UInt8>, _ hash: UInt64, at place: Int) -> UInt32 {
        let code = UInt32(ends.count)
        bytes.append(contentsOf: field)
        ends.append(bytes.count)
        hashes.append(hash)
        slots[place] = code + 1
        last = code
        if 2 * ends.count > slots.count { grow() }
        return code
    }

    private mutating func grow() {
        let size = 4 * slots.count
        slots = [UInt32](repeating: 0, count: size)
        for (code, hash) in hashes.enumerated() {
            var place = Int(truncatingIfNeeded: hash) & (size - 1)
            while slots[place] != 0 { place = (place + 1) & (size - 1) }
            slots[place] = UInt32(code) + 1
        }
    }

    private func place(_ code: UInt32) -> Range<Int> { (code == 0 ? 0 : ends[Int(code) - 1])..<ends[Int(code)] }

    @inline(__always)
    private func holds(_ code: UInt32, _ field: UnsafeBufferPointer<UInt8>) -> Bool {
        let place = place(code)
        guard place.count == field.count else { return false }
        return bytes.withUnsafeBufferPointer { bytes in
            var index = 0
            while index < field.count, bytes[place.lowerBound &+ index] == field[index] { index &+= 1 }
            return index == field.count
        }
    }

    /// Eight bytes at a time, each mixed in by a multiplication to 128 bits whose halves are folded together (the manner of wyhash).
    @inline(__always)
    private static func hash(_ field: UnsafeBufferPointer<UInt8>) -> UInt64 {
        var hash = UInt64(truncatingIfNeeded: field.count)
        var (word, at) = (UInt64(0), 0)
        while at < field.count {
            word = word &<< 8 | UInt64(field[at])
            at &+= 1
            if at & 7 == 0 {
                hash = fold(hash ^ word)
                word = 0
            }
        }
        return fold(hash ^ word)
    }

    @inline(__always)
    private static func fold(_ word: UInt64) -> UInt64 {
        let (high, low) = (word ^ 0x2D35_8DCC_AA6C_78A5).multipliedFullWidth(by: 0x9E37_79B9_7F4A_7C15)
        return high ^ low
    }
}
