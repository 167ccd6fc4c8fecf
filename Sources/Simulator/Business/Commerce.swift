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

    init(_ frame: BusinessFrame, delivery: AdDelivery) {
        products = Catalogue.products(frame)
        customers = Self.acquired(frame, delivery)
        let purchases = PurchaseProcess(frame)
        let moments = customers.indices.flatMap { index in
            purchases.moments(of: customers[index], index).enumerated().map { Moment(at: $1, customer: index, sequence: $0) }
        }
        let basket = Basket(frame, products)
        orders = moments.sorted().enumerated().map { basket.order(at: $1, index: $0) }
        for order in orders { customers[order.customer].count(order) }
    }

    /// Customers come along a curve: the organic level and the effect of every campaign, day by day. Customer i stands at the i-th of equal
    /// steps below the curve of the founding time, so that their number is exact there and later days go on at the same rate.
    private static func acquired(_ frame: BusinessFrame, _ delivery: AdDelivery) -> [SimulatedCustomer] {
        let levels = (0..<frame.days).map { day in frame.parameters.organicShare + delivery.effects.reduce(0) { $0 + $1[day] } }
        let step = levels.prefix(frame.foundingDays).reduce(0, +) / Double(frame.customers)
        var customers: [SimulatedCustomer] = []
        var passed = 0.0
        for (offset, level) in levels.enumerated() {
            let last = offset == frame.foundingDays - 1
            while true {
                let index = customers.count
                var stream = RandomStream(seed: frame.seed, "arrival", index)
                let place = (Double(index) + stream.uniform()) * step - passed
                // Rounding must neither lose nor add one at the end of the founding time.
                let belongs = last ? index < frame.customers : place < level
                guard belongs, offset < frame.foundingDays || index >= frame.customers else { break }
                let part = Self.waking(min(max(place / level, 0), 0.999_99))
                let pulls = [frame.parameters.organicShare] + delivery.effects.map { $0[offset] }
                let source = stream.index(weights: pulls) ?? 0
                let start = frame.zone.start(of: frame.since + offset)
                let moment = start + .seconds(Int(part * Double((frame.zone.start(of: frame.since + offset + 1).seconds - start.seconds))))
                customers.append(SimulatedCustomer(index: index, created: moment, campaign: source == 0 ? nil : source - 1, frame))
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
