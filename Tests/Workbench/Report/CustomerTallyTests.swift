import Testing

@testable import Workbench

@Suite struct CustomerTallyTests {
    @Test func `Tenths hold the value of the best customers first, and all of it together`() {
        var tally = CustomerTally()
        for value in 1...1_000 { tally.add(alive: 0.5, lifetimeValue: Double(value)) }

        let tenths = tally.groups(10)

        #expect(abs(tenths.reduce(0, +) - 500_500) < 1e-6)
        #expect(abs(tenths[0] - 95_050) < 0.01 * 95_050)
        #expect(abs(tenths[9] - 5_050) < 0.03 * 5_050)
    }

    @Test func `Customers alike have tenths alike`() {
        var tally = CustomerTally()
        for _ in 0..<7 { tally.add(alive: 1, lifetimeValue: 3) }

        #expect(tally.groups(10).allSatisfy { abs($0 - 2.1) < 1e-9 })
    }

    @Test func `Values that are none are not counted`() {
        var tally = CustomerTally()
        tally.add(alive: .nan, lifetimeValue: .nan)
        tally.add(alive: 1, lifetimeValue: -3)
        tally.add(alive: 0, lifetimeValue: 1e300)
        tally.add(alive: 0.2)

        #expect(tally.customers == 4)
        #expect(tally.valued == 2)
        #expect(tally.valueSum == 1e300)
        #expect(CustomerTally().groups(3) == [0, 0, 0])
    }
}
