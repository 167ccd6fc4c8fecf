import Testing

@testable import Statistics

@Suite struct UnitEconomicsTests {
    private func amounts() -> ProfitAmounts {
        var amounts = ProfitAmounts()
        (amounts.gross, amounts.refunds, amounts.tax, amounts.cogs, amounts.shipping, amounts.adSpend) = (1_000, 100, 100, 300, 100, 200)
        return amounts
    }

    @Test func `Ten orders and four new customers by hand`() throws {
        let economics = try UnitEconomics(
            .init(amounts: amounts(), orders: 10, newCustomers: 4, cohortMargin: [60, 60, 160], cohortCustomers: 4))

        #expect(economics.averageOrderValue == 80)
        #expect(economics.marginPerOrder == 40)
        #expect(economics.profitPerOrder == 20)
        #expect(economics.acquisitionCost == 50)
        #expect(economics.lifetimeValue == 70)
        #expect(economics.valueToCost == 1.4)
        // 120 of 200 after two months; the third brings 160, half of which is needed.
        #expect(economics.paybackMonths == 2.5)
    }

    @Test func `Nothing to divide by gives nothing`() throws {
        let economics = try UnitEconomics(.init(amounts: amounts(), orders: 0, newCustomers: 0))

        #expect(
            economics.averageOrderValue == nil && economics.acquisitionCost == nil && economics.valueToCost == nil && economics.paybackMonths == nil)
    }

    @Test func `Halves are rounded to even`() throws {
        var amounts = ProfitAmounts()
        amounts.gross = 5
        #expect(try UnitEconomics(.init(amounts: amounts, orders: 2, newCustomers: 0)).averageOrderValue == 2)
        amounts.gross = -7
        #expect(try UnitEconomics(.init(amounts: amounts, orders: 2, newCustomers: 0)).averageOrderValue == -4)
    }

    @Test func `Negative counts are refused`() {
        #expect(#expect(throws: Refusal.self) { try UnitEconomics(.init(amounts: amounts(), orders: -1, newCustomers: 0)) }?.code == "negative_count")
    }
}

@Suite struct AttributionTests {
    @Test func `The last visit within the window counts`() throws {
        let day: Int64 = 86_400
        let touches = Touches(customers: [0, 0, 1, 0], times: [10 * day, 12 * day, 11 * day, 20 * day], channels: [1, 2, 1, 0])

        let channels = try touches.lastTouch(
            orderCustomers: [0, 0, 1, 2, 0, ProfitLedger.none], orderTimes: [11 * day, 12 * day, 90 * day, 12 * day, 5 * day, 12 * day], windowDays: 7
        )

        #expect(channels == [1, 2, ProfitLedger.none, ProfitLedger.none, ProfitLedger.none, ProfitLedger.none])
    }

    @Test func `Claims beyond the revenue are shown as such`() throws {
        let revenue = try AttributedRevenue.claimed([70, 60], total: 100)

        #expect(revenue.unattributed == -30 && revenue.rule == .platformClaimed)
    }

    @Test func `Shares of a mix model sum to the revenue`() throws {
        let revenue = try AttributedRevenue.shared([0.3, 0.2, 0.1], total: 1_000_003)

        #expect(revenue.channels.reduce(0, +) + revenue.unattributed == 1_000_003)
        #expect(revenue.unattributed == 400_001)
        #expect(#expect(throws: Refusal.self) { try AttributedRevenue.shared([0.8, 0.4], total: 1) }?.code == "bad_shares")
    }

    @Test func `Cohorts are months of the first order`() throws {
        // 2024-12-31, 2025-01-01, 2025-02-28 and 2024-02-29 as days since 1970.
        let cohorts = try Cohorts.byFirstMonth(customers: [0, 0, 1, 2, ProfitLedger.none], days: [20_089, 20_088, 20_147, 19_782, 0])

        #expect(cohorts.names == ["2024-02", "2024-12", "2025-02"])
        #expect(cohorts.codes == [1, 1, 2, 0, ProfitLedger.none])
    }
}
