/// Customers grouped by the period of their first purchase, followed over the periods after it.
public struct PurchaseCohorts: Sendable, Equatable {
    /// One cohort. Element k of each list is k periods after the first purchase; 0 is the first purchase's own period.
    public struct Cohort: Sendable, Equatable {
        /// Number of the period of the first purchase.
        public let period: Int
        public internal(set) var customers = 0
        /// Customers with a purchase in the period.
        public internal(set) var active: [Int] = []
        public internal(set) var purchases: [Int] = []
        public internal(set) var value: [Double] = []

        init(period: Int) { self.period = period }

        /// The share of the cohort with a purchase k periods after its first.
        public func retention(_ k: Int) -> Double {
            k < active.count && customers > 0 ? Double(active[k]) / Double(customers) : 0
        }
    }

    private var byPeriod: [Int: Cohort] = [:]

    public init() {}

    /// The cohorts from the earliest on.
    public var cohorts: [Cohort] {
        byPeriod.values.sorted { $0.period < $1.period }
    }

    /// Adds one customer's purchases: the period and value of each, in any order.
    public mutating func add(_ purchases: [(period: Int, value: Double)]) {
        guard let first = purchases.map(\.period).min() else { return }
        var cohort = byPeriod[first] ?? Cohort(period: first)
        cohort.customers += 1
        var seen: Set<Int> = []
        for purchase in purchases {
            let k = purchase.period - first
            cohort.reach(k)
            cohort.purchases[k] += 1
            cohort.value[k] += purchase.value
            if seen.insert(k).inserted { cohort.active[k] += 1 }
        }
        byPeriod[first] = cohort
    }
}

extension PurchaseCohorts.Cohort {
    fileprivate mutating func reach(_ k: Int) {
        while active.count <= k {
            active.append(0)
            purchases.append(0)
            value.append(0)
        }
    }
}
