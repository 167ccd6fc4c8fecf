import Core

/// Fills an order: lines, discount, shipping, and what becomes of it afterwards.
struct Basket {
    private let frame: BusinessFrame
    private let products: [SimulatedProduct]
    private let popularity: [Double]
    private let horizon: Instant

    init(_ frame: BusinessFrame, _ products: [SimulatedProduct]) {
        self.frame = frame
        self.products = products
        popularity = products.map { $0.isActive ? $0.popularity : 0 }
        horizon = frame.horizon
    }

    func order(at moment: Moment, index: Int) -> SimulatedOrder {
        var stream = RandomStream(seed: frame.seed, "order", moment.customer, moment.sequence)
        let number = 5_500_000_000_000 + frame.idBase * 10_000_000 + Int64(index) + 1
        let percent = stream.chance(frame.parameters.discountShare) ? [10, 15, 20][stream.below(3)] : 0
        let lines = lines(number, percent, &stream)
        let subtotal = lines.reduce(0) { $0 + $1.total }
        let shipping: Int64 = subtotal >= 60_000_000 ? 0 : 4_900_000
        let fate = Fate(of: moment.at, number, lines, shipping, frame, &stream)
        let past = fate.until(horizon)
        return SimulatedOrder(
            number: number, name: "#\(1_001 + index)", customer: moment.customer, sequence: moment.sequence, placed: moment.at,
            day: frame.zone.day(of: moment.at), lines: lines, discountCode: percent > 0 ? "SAVE\(percent)" : nil, shipping: shipping,
            refund: past.refund,
            cancelled: past.cancelled, fulfilled: past.fulfilled, isTest: stream.chance(frame.parameters.testShare),
            source: stream.chance(0.9) ? "web" : "shop_app", updated: max(moment.at, past.refund?.at ?? moment.at, past.fulfilled ?? moment.at))
    }

    private func lines(_ order: Int64, _ percent: Int, _ stream: inout RandomStream) -> [SimulatedOrder.Line] {
        var weights = popularity
        let wanted = 1 + (stream.chance(0.45) ? 1 : 0) + (stream.chance(0.2) ? 1 : 0) + (stream.chance(0.08) ? 1 : 0)
        return (0..<wanted).compactMap { place in
            guard let product = stream.index(weights: weights) else { return nil }
            weights[product] = 0
            let variant = stream.below(products[product].variants.count)
            let quantity = stream.chance(0.82) ? 1 : 2 + stream.below(2)
            let unit = products[product].variants[variant].price
            return SimulatedOrder.Line(
                number: 14_000_000_000_000 + (order - 5_500_000_000_000) * 10 + Int64(place) + 1, product: product, variant: variant,
                quantity: quantity,
                unit: unit, discount: Cents.rounded(unit * Int64(quantity) * Int64(percent), dividedBy: 100))
        }
    }
}

/// What happens to an order after it was placed, whether that is over already or not.
private struct Fate {
    var refund: SimulatedOrder.Refund?
    var cancelled: Instant?
    var fulfilled: Instant?

    init(of placed: Instant, _ number: Int64, _ lines: [SimulatedOrder.Line], _ shipping: Int64, _ frame: BusinessFrame, _ stream: inout RandomStream)
    {
        let all = lines.reduce(shipping) { $0 + $1.total }
        let refundNumber = 930_000_000_000 + (number - 5_500_000_000_000)
        if stream.chance(frame.parameters.cancelShare) {
            let moment = placed + .seconds(3_600 + stream.below(100_000))
            cancelled = moment
            refund = SimulatedOrder.Refund(number: refundNumber, amount: all, at: moment)
            return
        }
        fulfilled = placed + .seconds(70_000 + stream.below(180_000))
        guard stream.chance(frame.parameters.refundShare) else { return }
        let moment = placed + .seconds(86_400 * (4 + stream.below(18)) + stream.below(80_000))
        let amount = stream.chance(0.3) || lines.isEmpty ? all : lines[stream.below(lines.count)].total
        refund = SimulatedOrder.Refund(number: refundNumber, amount: amount, at: moment)
    }

    func until(_ horizon: Instant) -> Fate {
        var past = self
        if let refund, refund.at >= horizon { past.refund = nil }
        if let cancelled, cancelled >= horizon { past.cancelled = nil }
        if let fulfilled, fulfilled >= horizon { past.fulfilled = nil }
        return past
    }
}
