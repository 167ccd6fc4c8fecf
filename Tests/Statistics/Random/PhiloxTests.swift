import Testing

@testable import Statistics

@Suite struct PhiloxTests {
    @Test(arguments: [
        (SIMD4<UInt32>(repeating: 0), SIMD2<UInt32>(repeating: 0), SIMD4<UInt32>(0x6627_e8d5, 0xe169_c58d, 0xbc57_ac4c, 0x9b00_dbd8)),
        (
            SIMD4<UInt32>(repeating: .max), SIMD2<UInt32>(repeating: .max),
            SIMD4<UInt32>(0x408f_276d, 0x41c8_3b0e, 0xa20b_c7c6, 0x6d54_51fd)
        ),
        (
            SIMD4<UInt32>(0x243f_6a88, 0x85a3_08d3, 0x1319_8a2e, 0x0370_7344), SIMD2<UInt32>(0xa409_3822, 0x299f_31d0),
            SIMD4<UInt32>(0xd16c_fe09, 0x94fd_cceb, 0x5001_e420, 0x2412_6ea1)
        ),
    ])
    func `The bijection gives the published answers`(counter: SIMD4<UInt32>, key: SIMD2<UInt32>, answer: SIMD4<UInt32>) {
        #expect(Philox.words(counter: counter, key: key) == answer)
    }

    @Test func `A seed and a stream give the same numbers every time`() {
        var first = Philox(seed: 42, stream: 3)
        var second = Philox(seed: 42, stream: 3)

        for _ in 0..<100 { #expect(first.next() == second.next()) }
    }

    @Test func `Streams and seeds have nothing in common`() {
        let count = 4_000
        var all: Set<UInt64> = []
        var columns: [[Double]] = []
        for (seed, stream) in [(1, 0), (1, 1), (1, 2), (2, 0), (2, 1)] as [(UInt64, UInt64)] {
            var generator = Philox(seed: seed, stream: stream)
            columns.append((0..<count).map { _ in generator.uniform() })
            var words = Philox(seed: seed, stream: stream)
            for _ in 0..<count { all.insert(words.next()) }
        }

        #expect(all.count == 5 * count)
        for i in columns.indices {
            for j in 0..<i { #expect(abs(correlation(columns[i], columns[j])) < 4 / Double(count).squareRoot()) }
        }
    }

    @Test func `Every bit is set half of the time`() {
        var generator = Philox(seed: 9)
        var counts = [Int](repeating: 0, count: 64)
        let draws = 20_000

        for _ in 0..<draws {
            let word = generator.next()
            for bit in 0..<64 where word >> UInt64(bit) & 1 == 1 { counts[bit] += 1 }
        }

        for count in counts { #expect(abs(Double(count) - 10_000) < 4.5 * 70.7) }
    }

    private func correlation(_ x: [Double], _ y: [Double]) -> Double {
        let count = Double(x.count)
        let (meanX, meanY) = (x.reduce(0, +) / count, y.reduce(0, +) / count)
        let product = zip(x, y).reduce(0) { $0 + ($1.0 - meanX) * ($1.1 - meanY) }
        let squares = x.reduce(0) { $0 + ($1 - meanX) * ($1 - meanX) } * y.reduce(0) { $0 + ($1 - meanY) * ($1 - meanY) }
        return product / squares.squareRoot()
    }
}
