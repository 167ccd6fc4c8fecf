import Core

/// Who bought what and when, built from the purchase model and the pull of the campaigns.
struct Commerce: Sendable {
    let products: [SimulatedProduct]
    private(set) var customers: [SimulatedCustomer] = []
    private(set) var orders: [SimulatedOrder] = []

    /// The currency of the shop and the ad accounts.
    static let currency: Currency = {
        guard let euro = Currency("EUR") else { preconditionFailure("EUR is three capital letters") }
        return euro
    }()

    init(_ frame: BusinessFrame, deliveries: [AdDelivery]) {
        products = Catalogue.products(frame)
        customers = Acquisition(frame, deliveries).customers()
        let purchases = PurchaseProcess(frame)
        var moments: [Moment] = []
        for index in customers.indices {
            for (sequence, moment) in purchases.moments(of: customers[index], index).enumerated() {
                moments.append(Moment(at: moment, customer: index, sequence: sequence))
            }
        }
        moments.sort()
        let basket = Basket(frame, products)
        orders = moments.enumerated().map { basket.order(at: $1, index: $0) }
        for order in orders { customers[order.customer].count(order) }
    }
}

/// How customers come: along a curve of the organic level and the effect of every campaign of every platform, day by day. Customer i stands at
/// the i-th of equal steps below the curve of the founding time, so that their number is exact there and later days go on at the same rate.
struct Acquisition: Sendable {
    private let frame: BusinessFrame
    private let touches: [AdTouch]
    /// `[day][touch]`.
    private let pulls: [[Double]]
    private let levels: [Double]

    init(_ frame: BusinessFrame, _ deliveries: [AdDelivery]) {
        self.frame = frame
        touches = deliveries.flatMap { delivery in delivery.campaigns.indices.map { AdTouch(platform: delivery.platform, campaign: $0) } }
        let organic = Self.organicLevel(frame.parameters)
        pulls = (0..<frame.days).map { day in [organic] + deliveries.flatMap { $0.effects.map { $0[day] } } }
        levels = pulls.map { $0.reduce(0, +) }
    }

    /// First purchases per day that come by themselves; `AdResponse.effect` has the same unit.
    static func organicLevel(_ parameters: BusinessParameters) -> Double { parameters.organicShare * AdHabits.total }

    /// What of a level wins one customer.
    var step: Double { levels.prefix(frame.foundingDays).reduce(0, +) / Double(frame.customers) }

    func customers() -> [SimulatedCustomer] {
        let step = step
        var customers: [SimulatedCustomer] = []
        customers.reserveCapacity(frame.customers)
        var passed = 0.0
        for (offset, level) in levels.enumerated() {
            let start = frame.zone.start(of: frame.since + offset)
            let length = Double(frame.zone.start(of: frame.since + offset + 1).seconds - start.seconds)
            let last = offset == frame.foundingDays - 1
            while true {
                let index = customers.count
                var stream = RandomStream(seed: frame.seed, "arrival", index)
                let place = (Double(index) + stream.uniform()) * step - passed
                // Rounding must neither lose nor add one at the end of the founding time.
                let belongs = last ? index < frame.customers : place < level
                guard belongs, offset < frame.foundingDays || index >= frame.customers else { break }
                let part = Self.waking(min(max(place / level, 0), 0.999_99))
                let source = stream.index(weights: pulls[offset]) ?? 0
                let moment = start + .seconds(Int(part * length))
                customers.append(SimulatedCustomer(index: index, created: moment, touch: source == 0 ? nil : touches[source - 1], frame))
            }
            passed += level
        }
        return customers
    }

    /// Bends the part of a day so that most of it falls between eight and twenty-two o'clock.
    private static func waking(_ part: Double) -> Double {
        switch part {
        case ..<0.08: part / 0.08 * 8 / 24
        case ..<0.92: (8 + (part - 0.08) / 0.84 * 14) / 24
        default: (22 + (part - 0.92) / 0.08 * 2) / 24
        }
    }
}

/// When a customer buys for the n-th time.
struct Moment: Comparable {
    let at: Instant
    let customer: Int
    let sequence: Int

    static func < (left: Self, right: Self) -> Bool { (left.at, left.customer) < (right.at, right.customer) }
}

/// BG/NBD: exponential waiting times at the customer's own rate, and after each repeat purchase a toss whether they leave.
struct PurchaseProcess {
    private let frame: BusinessFrame

    init(_ frame: BusinessFrame) { self.frame = frame }

    /// All purchases before the horizon, the first included.
    func moments(of customer: SimulatedCustomer, _ index: Int) -> [Instant] {
        var stream = RandomStream(seed: frame.seed, "purchases", index)
        let horizon = frame.horizon
        var moments = [customer.created]
        var last = customer.created
        while true {
            // A rate near zero waits for longer than any history; a century is enough.
            let weeks = min(stream.exponential(rate: max(customer.weeklyRate, 1e-6)), 5_200)
            last = Instant(seconds: last.seconds + 1 + Int64(weeks * 604_800))
            guard last < horizon else { return moments }
            moments.append(last)
            if stream.chance(customer.dropout) { return moments }
        }
    }
}

extension SimulatedCustomer {
    fileprivate mutating func count(_ order: SimulatedOrder) {
        updated = max(updated, order.updated)
        guard !order.isTest else { return }
        orderCount += 1
        spent += order.total - order.refunded
    }
}
