package import Core

/// One business, whole: what it sells, who buys, what it advertises. The same arguments give the same business, byte for byte.
/// Every platform of the simulator is a view of it. Its parts are built when they are first asked for.
package final class SimulatedBusiness: Sendable {
    package let seed: UInt64
    /// Calendar days from `since` to `until`, both included.
    package let days: Int
    package let until: Day
    /// Customers won in the first `foundingDays`; later days bring more at the same rate.
    package let customerTarget: Int
    package let foundingDays: Int
    package let parameters: BusinessParameters
    package let name: String
    package let currency: Currency
    package let shopZone: BusinessZone

    /// The builders of the parts; see `BusinessParts`.
    let parts: BusinessParts

    /// - Parameters:
    ///   - days: length of the history in days, at least 1.
    ///   - until: the last day; nothing of the business is younger than its end in the shop's zone.
    ///   - customers: customers won over these days, at least 1.
    package convenience init(seed: UInt64, days: Int, until: Day, customers: Int, parameters: BusinessParameters = BusinessParameters()) {
        self.init(seed: seed, days: days, until: until, customers: customers, foundingDays: days, parameters: parameters, parts: nil)
    }

    private init(
        seed: UInt64, days: Int, until: Day, customers: Int, foundingDays: Int, parameters: BusinessParameters, parts: BusinessParts?
    ) {
        self.seed = seed
        self.days = max(1, days)
        self.until = until
        customerTarget = max(1, customers)
        self.foundingDays = max(1, foundingDays)
        self.parameters = parameters
        name = Words.name(seed: seed)
        currency = Self.euro
        shopZone = .known("Europe/Berlin")
        let frame = BusinessFrame(
            seed: seed, since: until - (self.days - 1), until: until, foundingDays: self.foundingDays, customers: customerTarget,
            parameters: parameters,
            zone: shopZone)
        self.parts = parts ?? BusinessParts(frame)
    }

    package var since: Day { until - (days - 1) }

    /// The first instant that is not yet part of the history: the end of `until` in the shop's zone.
    package var now: Instant { shopZone.start(of: until + 1) }

    /// The same business some days later: what has happened stays, and time goes on.
    package func advanced(by more: Int) -> SimulatedBusiness {
        SimulatedBusiness(
            seed: seed, days: days + more, until: until + more, customers: customerTarget, foundingDays: foundingDays, parameters: parameters,
            parts: nil)
    }

    /// The same business while the ad platforms have not counted the purchases of the last days yet.
    func withholding(_ late: Int) -> SimulatedBusiness {
        SimulatedBusiness(
            seed: seed, days: days, until: until, customers: customerTarget, foundingDays: foundingDays, parameters: parameters,
            parts: parts.withholding(late))
    }

    /// What runs on one platform and what it brought.
    package func advertising(on platform: AdPlatform) -> PlatformAdvertising { parts.advertising(on: platform) }

    /// First purchases per day that come by themselves, in the unit of `AdResponse.effect`.
    package var organicLevel: Double { Acquisition.organicLevel(parameters) }
    /// Customers that one unit of `organicLevel` or `AdResponse.effect` wins on a day.
    package var customersPerLevel: Double { 1 / Acquisition(parts.frame, parts.deliveries).step }

    package var products: [SimulatedProduct] { parts.commerce.get().products }
    /// In the order in which they came.
    package var customers: [SimulatedCustomer] { parts.commerce.get().customers }
    /// In the order in which they were placed.
    package var orders: [SimulatedOrder] { parts.commerce.get().orders }
    /// The way that led to each order, by the order's position.
    package var orderChannels: [OrderChannel] { parts.channels.get() }

    private static let euro = Commerce.currency
}

// Meta's, for those who look at Meta alone.
extension SimulatedBusiness {
    package var adAccounts: [AdAccount] { advertising(on: .meta).accounts }
    package var campaigns: [AdCampaign] { advertising(on: .meta).campaigns }
    package var adSets: [AdSet] { advertising(on: .meta).adSets }
    package var ads: [Ad] { advertising(on: .meta).ads }
    /// What each ad did on each day of its account's zone, in order of day and ad. Days without delivery have no fact.
    package var adFacts: [AdFact] { advertising(on: .meta).facts }
}

// Search, payments, mail and the web: each is built when it is first asked for.
extension SimulatedBusiness {
    /// Of Google's search campaigns, the negative ones included.
    package var keywords: [SimulatedKeyword] { parts.keywords.get().keywords }
    /// In order of day and keyword.
    package var keywordFacts: [KeywordFact] { parts.keywords.get().facts }
    /// In order of day and keyword.
    package var searchTerms: [SearchTermFact] { parts.searchTerms.get() }

    /// One for every order that is no test, in order of time.
    package var payments: [SimulatedPayment] { parts.payments.get().payments }
    package var paymentRefunds: [SimulatedPaymentRefund] { parts.payments.get().refunds }
    package var disputes: [SimulatedDispute] { parts.payments.get().disputes }
    package var payouts: [SimulatedPayout] { parts.payments.get().payouts }

    /// By the position of the customer.
    package var subscribers: [SimulatedSubscriber] { parts.subscribers.get() }
    package var mailings: [SimulatedMailing] { parts.mailings.get() }
    /// In order of day and mailing.
    package var mailingFacts: [MailingFact] { parts.mailingFacts.get() }

    /// In order of day, source, medium and campaign.
    package var sessions: [SessionFact] { parts.sessions.get() }
    package var sessionEvents: [SessionEventFact] { parts.sessionEvents.get() }
    package var demographics: [DemographicFact] { parts.demographics.get() }
    /// In order of day, most clicks first.
    package var searchFacts: [SearchFact] { parts.searchFacts.get() }
}
