import ConnectorKit

/// Counts how often each (customer, day) has come, in nine bytes a place: 64 bits of a hash and a small count. Keys are not kept: with 16 million of
/// them the chance that any two are taken for one is below 1 in 100,000 (n²/2^65).
struct OccurrenceTable: ~Copyable {
    /// More keys than this do not fit into a runner's memory: 16 million take 300 MB.
    static let mostKeys = 16_000_000

    private var hashes: UnsafeMutablePointer<UInt64>
    private var counts: UnsafeMutablePointer<UInt8>
    private var capacity: Int
    private(set) var keys = 0
    /// Counts that a byte can not hold.
    private var large: [UInt64: Int] = [:]

    init(capacity: Int = 1 << 12) {
        self.capacity = capacity
        hashes = .allocate(capacity: capacity)
        counts = .allocate(capacity: capacity)
        counts.initialize(repeating: 0, count: capacity)
    }

    deinit {
        hashes.deallocate()
        counts.deallocate()
    }

    /// Counts a key once more and gives its count, from 1.
    mutating func count(_ customer: UnsafeRawBufferPointer, _ day: Day) throws -> Int {
        if keys * 4 >= capacity * 3 { try grow() }
        let hash = OccurrenceTable.hash(customer, UInt64(bitPattern: Int64(day.daysSince1970)))
        let place = place(of: hash)
        switch counts[place] {
        case 0:
            hashes[place] = hash
            counts[place] = 1
            keys += 1
            return 1
        case 254...:
            counts[place] = 255
            large[hash, default: 254] += 1
            return large[hash] ?? 255
        default:
            counts[place] += 1
            return Int(counts[place])
        }
    }

    private func place(of hash: UInt64) -> Int {
        var place = Int(truncatingIfNeeded: hash >> 1) & (capacity - 1)
        while counts[place] != 0, hashes[place] != hash { place = (place + 1) & (capacity - 1) }
        return place
    }

    private mutating func grow() throws {
        guard keys < OccurrenceTable.mostKeys else {
            throw ConnectorFailure(.config, "The file has more than 16 million pairs of customer and day: it needs a column with an order id.")
        }
        var larger = OccurrenceTable(capacity: capacity * 2)
        for old in 0..<capacity where counts[old] != 0 {
            let place = larger.place(of: hashes[old])
            larger.hashes[place] = hashes[old]
            larger.counts[place] = counts[old]
        }
        swap(&hashes, &larger.hashes)
        swap(&counts, &larger.counts)
        swap(&capacity, &larger.capacity)
    }

    /// Multiplies and folds eight bytes at a time, as wyhash does (github.com/wangyi-fudan/wyhash, public domain).
    static func hash(_ bytes: UnsafeRawBufferPointer, _ seed: UInt64) -> UInt64 {
        var state = fold(seed ^ 0xA076_1D64_78BD_642F, UInt64(bytes.count) ^ 0xE703_7ED1_A0B4_28DB)
        var index = 0
        while index + 8 <= bytes.count {
            state = fold(state ^ bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self), 0x8EBC_6AF0_9C88_C6E3)
            index += 8
        }
        var rest: UInt64 = 0
        while index < bytes.count {
            rest = rest << 8 | UInt64(bytes[index])
            index += 1
        }
        return fold(state ^ rest, 0x5899_65CC_7537_4CC3)
    }

    private static func fold(_ left: UInt64, _ right: UInt64) -> UInt64 {
        let product = left.multipliedFullWidth(by: right)
        return product.high ^ product.low
    }
}
