import Testing

@testable import Statistics

@Suite struct RFMTests {
    @Test func `Ten customers by hand`() throws {
        let rfm = try RFM(
            .init(recencyDays: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10], orders: [9, 8, 1, 1, 1, 1, 1, 1, 9, 1], money: [10, 9, 8, 7, 6, 5, 4, 3, 2, 1]))

        #expect(rfm.recency == [5, 5, 4, 4, 3, 3, 2, 2, 1, 1])
        // Seven of ten ordered once: a tie lifts nobody.
        #expect(rfm.frequency == [5, 4, 1, 1, 1, 1, 1, 1, 5, 1])
        #expect(rfm.monetary == [5, 5, 4, 4, 3, 3, 2, 2, 1, 1])
        #expect(rfm.segments[0] == .champions && rfm.segments[2] == .new && rfm.segments[8] == .atRisk && rfm.segments[9] == .lost)
        #expect(rfm.counts.reduce(0, +) == 10)
    }

    @Test(arguments: 1...10) func `Scores are the same as by sorting, in any order`(seed: UInt64) throws {
        var random = Philox(seed: seed)
        let count = 5 + Int(random.next() % 500)
        let money = (0..<count).map { _ in Int64(bitPattern: random.next()) >> Int64(seed * 6) }
        let orders = (0..<count).map { _ in 1 + Int32(random.next() % 6) }
        let recency = (0..<count).map { _ in Int32(random.next() % 400) }

        let rfm = try RFM(.init(recencyDays: recency, orders: orders, money: money))

        let sorted = money.sorted()
        let cuts = (1...4).map { sorted[($0 * count + 4) / 5 - 1] }
        #expect(rfm.monetary == money.map { value in 1 + UInt8(cuts.count { value > $0 }) })
        let turned = try RFM(.init(recencyDays: recency.reversed(), orders: orders.reversed(), money: money.reversed()))
        #expect(turned.segments == rfm.segments.reversed())
    }

    @Test func `Every triple of scores has a segment`() {
        for r in 1...5 { for f in 1...5 { for m in 1...5 { _ = RFMSegment(recency: r, frequency: f, monetary: m) } } }

        #expect(RFMSegment(recency: 5, frequency: 1, monetary: 1) == .new)
        #expect(RFMSegment(recency: 1, frequency: 5, monetary: 5) == .cannotLose)
        #expect(RFMSegment(recency: 3, frequency: 3, monetary: 3) == .needsAttention)
    }

    @Test func `A log is summarised by customer and day`() throws {
        let table = try RFM.summarise(customers: [2, 0, 2, 2, 0], days: [10, 5, 10, 12, 99], money: [1, 2, 3, 4, 5], today: 20)

        #expect(table.codes == [0, 2])
        #expect(table.customers.orders == [1, 2] && table.customers.recencyDays == [15, 8] && table.customers.money == [2, 8])
    }

    @Test func `Faulty customers are refused`() {
        #expect(#expect(throws: Refusal.self) { try RFM(.init(recencyDays: [1], orders: [1], money: [1])) }?.code == "too_few_customers")
        #expect(#expect(throws: Refusal.self) { try RFM(.init(recencyDays: [1], orders: [1, 2], money: [1])) }?.code == "unequal_columns")
        #expect(
            #expect(throws: Refusal.self) { try RFM(.init(recencyDays: [1, 1, 1, 1, -1], orders: [1, 1, 1, 1, 1], money: [1, 1, 1, 1, 1])) }?.code
                == "bad_customer")
        #expect(#expect(throws: Refusal.self) { try RFM.summarise(customers: [4_000_000], days: [1], money: [1], today: 2) }?.code == "sparse_codes")
    }
}
