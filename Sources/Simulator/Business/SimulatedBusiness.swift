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

    private let builtDelivery: Lazy<AdDelivery>
    private let builtCommerce: Lazy<Commerce>
    private let builtFacts: Lazy<[AdFact]>

    /// - Parameters:
    ///   - days: length of the history in days, at least 1.
    ///   - until: the last day; nothing of the business is younger than its end in the shop's zone.
    ///   - customers: customers won over these days, at least 1.
    package convenience init(seed: UInt64, days: Int, until: Day, customers: Int, parameters: BusinessParameters = BusinessParameters()) {
        self.init(seed: seed, days: days, until: until, customers: customers, foundingDays: days, parameters: parameters)
    }

    private init(seed: UInt64, days: Int, until: Day, customers: Int, foundingDays: Int, parameters: BusinessParameters) {
        self.seed = seed
        self.days = max(1, days)
        self.until = until
        customerTarget = max(1, customers)
        self.foundingDays = max(1, foundingDays)
        self.parameters = parameters
        var stream = RandomStream(seed: seed, "business")
        name = "\(Words.brands[stream.below(Words.brands.count)]) \(Words.trades[stream.below(Words.trades.count)])"
        currency = Self.euro
        shopZone = .known("Europe/Berlin")
        let frame = BusinessFrame(
            seed: seed, since: until - (self.days - 1), until: until, foundingDays: self.foundingDays, customers: customerTarget,
            parameters: parameters,
            zone: shopZone)
        let delivery = Lazy { AdDelivery(frame) }
        let commerce = Lazy { Commerce(frame, delivery: delivery.get()) }
        builtDelivery = delivery
        builtCommerce = commerce
        builtFacts = Lazy { delivery.get().facts(with: commerce.get(), frame) }
    }

    package var since: Day { until - (days - 1) }

    /// The first instant that is not yet part of the history: the end of `until` in the shop's zone.
    package var now: Instant { shopZone.start(of: until + 1) }

    /// The same business some days later: what has happened stays, and time goes on.
    package func advanced(by more: Int) -> SimulatedBusiness {
        SimulatedBusiness(
            seed: seed, days: days + more, until: until + more, customers: customerTarget, foundingDays: foundingDays, parameters: parameters)
    }

    package var adAccounts: [AdAccount] { builtDelivery.get().accounts }
    package var campaigns: [AdCampaign] { builtDelivery.get().campaigns }
    package var adSets: [AdSet] { builtDelivery.get().adSets }
    package var ads: [Ad] { builtDelivery.get().ads }
    /// What each ad did on each day of its account's zone, in order of day and ad. Days without delivery have no fact.
    package var adFacts: [AdFact] { builtFacts.get() }

    package var products: [SimulatedProduct] { builtCommerce.get().products }
    /// In the order in which they came.
    package var customers: [SimulatedCustomer] { builtCommerce.get().customers }
    /// In the order in which they were placed.
    package var orders: [SimulatedOrder] { builtCommerce.get().orders }

    private static let euro = Commerce.currency
}

/// What the builders of a business share.
struct BusinessFrame: Sendable {
    let seed: UInt64
    let since: Day
    let until: Day
    let foundingDays: Int
    let customers: Int
    let parameters: BusinessParameters
    let zone: BusinessZone

    var days: Int { until - since + 1 }
    /// Nothing may happen at this instant or later.
    var horizon: Instant { zone.start(of: until + 1) }
    /// Customers won per day on an average day.
    var dailyCustomers: Double { Double(customers) / Double(foundingDays) }

    /// A number that differs between seeds, for the platforms' ids.
    var idBase: Int64 { Int64(seed % 99_991) }
}
