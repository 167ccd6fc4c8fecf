import Testing

@testable import Workbench

@Suite struct RankDrawingTests {
    @Test func `Chains that agree have level ranks`() {
        let chains = (0..<4).map { chain in (0..<500).map { Double($0 * 4 + chain) } }

        let counts = RankDrawing.counts(chains)

        #expect(counts.allSatisfy { $0.allSatisfy { (24...26).contains($0) } })
    }

    @Test func `A chain that lies above the others has the highest ranks`() {
        let counts = RankDrawing.counts([(0..<100).map(Double.init), (0..<100).map { Double($0) + 1_000 }])

        #expect(counts[0].suffix(10).allSatisfy { $0 == 0 })
        #expect(counts[1].prefix(10).allSatisfy { $0 == 0 })
    }

    @Test func `Equal draws favour no chain`() {
        let counts = RankDrawing.counts([[3, 3, 3], [3, 3, 3]])

        #expect(counts[0] == counts[1])
    }
}
