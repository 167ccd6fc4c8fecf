import Core

/// What the builders of a business share.
struct BusinessFrame: Sendable {
    let seed: UInt64
    let since: Day
    let until: Day
    let foundingDays: Int
    let customers: Int
    let parameters: BusinessParameters
    let zone: BusinessZone
    /// Nothing may happen at this instant or later.
    let horizon: Instant

    init(seed: UInt64, since: Day, until: Day, foundingDays: Int, customers: Int, parameters: BusinessParameters, zone: BusinessZone) {
        self.seed = seed
        self.since = since
        self.until = until
        self.foundingDays = foundingDays
        self.customers = customers
        self.parameters = parameters
        self.zone = zone
        horizon = zone.start(of: until + 1)
    }

    var days: Int { until - since + 1 }
    /// Customers won per day on an average day.
    var dailyCustomers: Double { Double(customers) / Double(foundingDays) }

    /// A number that differs between seeds, for the platforms' ids.
    var idBase: Int64 { Int64(seed % 99_991) }
}
