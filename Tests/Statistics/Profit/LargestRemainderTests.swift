import Testing

@testable import Statistics

@Suite struct LargestRemainderTests {
    @Test func `A hundred among three leaves the odd unit to the first`() {
        #expect(LargestRemainder.divide(100, by: [1, 1, 1]) == [34, 33, 33])
        #expect(LargestRemainder.divide(-100, by: [1, 1, 1]) == [-34, -33, -33])
        #expect(LargestRemainder.divide(10, by: [1, 2, 4]) == [1, 3, 6])
        #expect(LargestRemainder.divide(10, by: [0, -5, 3]) == [0, 0, 10])
        #expect(LargestRemainder.divide(10, by: [0, -1]) == nil)
    }

    @Test(arguments: 1...50) func `Parts sum to the amount and none is off by a unit`(seed: UInt64) throws {
        var random = Philox(seed: seed)
        let total = Int64(bitPattern: random.next() >> (random.next() % 40))
        let weights = (0..<(1 + Int(random.next() % 30))).map { _ in Int64(random.next() >> 8) }

        let parts = try #require(LargestRemainder.divide(total, by: weights))

        #expect(parts.reduce(Int128(0)) { $0 + Int128($1) } == Int128(total))
        let mass = weights.reduce(Int128(0)) { $0 + Int128($1) }
        for (part, weight) in zip(parts, weights) {
            let off = Int128(part) * Int128(mass >> 64 == 0 ? mass : 1) - Int128(total) * Int128(weight)
            #expect(mass >> 64 != 0 || off.magnitude < mass.magnitude)
        }
    }

    @Test func `The extremes fit`() {
        #expect(LargestRemainder.divide(.min, by: [.max]) == [.min])
        #expect(LargestRemainder.divide(.max, by: [.max, .max, .max])?.reduce(Int128(0)) { $0 + Int128($1) } == Int128(Int64.max))
        #expect(LargestRemainder.divide(100, byFractions: [0.5, 0.25, 0.25]) == [50, 25, 25])
        #expect(LargestRemainder.divide(100, byFractions: [.nan, 1]) == nil)
    }
}
