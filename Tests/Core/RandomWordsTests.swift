import Core
import Testing

@Suite struct RandomWordsTests {
    @Test func `No word is given twice, to many callers at once`() async {
        let words = await withTaskGroup(of: [UInt64].self) { group in
            for _ in 0..<8 {
                group.addTask { (0..<500).flatMap { _ in [RandomWords.pair()] }.flatMap { [$0.0, $0.1] } }
            }
            return await group.reduce(into: []) { $0 += $1 }
        }
        #expect(Set(words).count == 8_000)
    }

    /// Off by more than eight standard deviations (of 4,000 words) would be a mistake of ours.
    @Test func `Each bit is set about half of the time`() {
        var counts = [Int](repeating: 0, count: 64)
        for _ in 0..<2_000 {
            let (first, second) = RandomWords.pair()
            for word in [first, second] { for bit in 0..<64 where word >> UInt64(bit) & 1 == 1 { counts[bit] += 1 } }
        }
        #expect(counts.allSatisfy { (1_747...2_253).contains($0) })
    }
}
