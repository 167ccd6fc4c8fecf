import Core

/// All that Stripe knows of the business, in its own objects, newest first. Built once for a business; the objects themselves are written when they
/// are asked for.
struct StripeBook: Sendable {
    /// An object of a list.
    struct Entry: Sendable {
        let id: String
        /// Seconds since 1970.
        let created: Int64
        /// What lists can be filtered by, besides the time.
        var filters: [String: String] = [:]
        /// Writes the object; `true` where what stands behind it is written out.
        let write: @Sendable (_ isExpanded: Bool) -> JSON
    }

    let business: SimulatedBusiness
    private(set) var lists: [String: [Entry]] = [:]
    private var places: [String: [String: Int]] = [:]

    init(_ business: SimulatedBusiness, eventDays: Int) {
        self.business = business
        let objects = StripeObjects(business)
        let ledger = StripeLedger(business, objects)
        lists["charges"] = business.payments.indices.map { objects.chargeEntry($0) }
        lists["refunds"] = business.paymentRefunds.indices.map { objects.refundEntry($0) }
        lists["disputes"] = business.disputes.indices.map { objects.disputeEntry($0) }
        lists["payouts"] = business.payouts.indices.map { objects.payoutEntry($0) }
        lists["balance_transactions"] = ledger.entries
        lists["events"] = StripeEvents(business, objects).entries(since: business.now.seconds - Int64(eventDays) * 86_400)
        for name in lists.keys {
            let sorted = (lists[name] ?? []).sorted { ($0.created, $0.id) > ($1.created, $1.id) }
            lists[name] = sorted
            places[name] = Dictionary(sorted.enumerated().map { ($1.id, $0) }) { first, _ in first }
        }
    }

    func place(of id: String, in list: String) -> Int? { places[list]?[id] }

    /// The account's id, another one for each seed.
    var accountID: String { "acct_1Sim\(business.seed)" }
}
