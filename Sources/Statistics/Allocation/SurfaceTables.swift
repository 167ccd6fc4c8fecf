import RealModule

/// Fills the tables of one channel, four draws at a time.
struct SurfaceTables {
    private let plan: MixPlan
    private let draws: Draws
    private let channel: MixPlan.Channel
    private let scale: Double
    /// Spend of the lags − 1 weeks before the plan, as the model sees it.
    private let last: [Double]
    private let planned: Int
    private let isLong: Bool
    private var isHill: Bool { channel.saturation == .hill }

    init(_ plan: MixPlan, _ data: MixData, _ draws: Draws, channel index: Int, planned: Int?) {
        (self.plan, self.draws) = (plan, draws)
        channel = plan.channels[index]
        scale = plan.spendScales[index]
        let scale = scale
        last = data.channels[index].values.suffix(plan.lags - 1).map { $0 / scale }
        self.planned = planned ?? 0
        isLong = planned == nil
    }

    func filled() -> ResponseSurface.Channel {
        let carry = isLong ? 0 : plan.lags - 1
        let tail = isLong ? 0 : min(planned, plan.lags - 1)
        let groups = (draws.total + 3) / 4
        var result = ResponseSurface.Channel(
            isHill: isHill, scale: scale, carry: isHill ? carry : carry + tail, tail: isHill ? tail : 0,
            settled: isLong ? 1 : max(planned - (plan.lags - 1), 0), tables: [], live: [Int](repeating: 0, count: groups))
        let size = result.size
        var live = result.live
        result.tables = [Double](unsafeUninitializedCapacity: groups * size) { tables, used in
            used = groups * size
            guard let base = tables.baseAddress else { return }
            draws.values.withUnsafeBufferPointer { values in
                withUnsafeTemporaryAllocation(of: SIMD4<Double>.self, capacity: plan.lags) { weights in
                    guard let weights = weights.baseAddress else { return }
                    let adstock = AdstockFours(channel.adstock, lags: plan.lags)
                    for group in 0..<groups {
                        let table = base + group * size
                        let four = FourDraws(values: values, dimension: draws.dimension, first: 4 * group, count: draws.total)
                        head(four, table)
                        guard !isLong else { continue }
                        adstock.set(weights, four.parameter(channel.places.adstock), four.parameter(channel.places.adstock + 1))
                        live[group] = weeks(weights, table)
                    }
                }
            }
        }
        result.live = live
        return result
    }

    /// What does not depend on the week. Below a thousandth of the largest week, which no data resolve, the curve is the parabola through 0 that meets it
    /// there in value and slope: a slope below 1 would make the first coin infinitely good.
    private func head(_ four: FourDraws, _ table: UnsafeMutablePointer<Double>) {
        let first = four.parameter(channel.places.saturation)
        table.store(four.parameter(channel.places.effect) * four.weights * plan.targetScale, 0)
        guard isHill else { return table.store(first, 4) }
        let (k, s) = (Vector.log(first), four.parameter(channel.places.saturation + 1))
        let edge = ResponseSurface.edge
        let e = Vector.exp(s * (k - Double.log(edge)))
        let value = 1 / (1 + e)
        let (slope, chord) = (s * e * value * value / edge, value / edge)
        table.store(k, 4)
        table.store(s, 8)
        table.store(chord + chord - slope, 12)
        table.store((slope - chord) / edge, 16)
    }

    /// Carried and reach of every week that has not settled; how many of the last kind count.
    private func weeks(_ weights: UnsafeMutablePointer<SIMD4<Double>>, _ table: UnsafeMutablePointer<Double>) -> Int {
        let (k, s) = (table.four(4), table.four(8))
        var reached = SIMD4<Double>.zero
        var (place, live) = (4 * ResponseSurface.Channel.head, 0)
        for week in 0..<planned + plan.lags - 1 {
            if week < plan.lags { reached += weights[week] }
            if week >= planned { reached -= weights[week - planned] }
            if week >= plan.lags - 1, week < planned { continue }
            var reach = reached.replacing(with: 0, where: reached .< 0)
            if week < plan.lags - 1 || !isHill {
                let carried = carried(week, weights)
                // The end of the adstock's tail is left out.
                let isLeft = any((reach .>= ResponseSurface.least) .| (carried .>= ResponseSurface.least))
                table.store(isLeft ? carried : .zero, place)
                if !isLeft { reach = .zero }
            } else {
                let isLeft = any(reach .>= ResponseSurface.least)
                if isLeft { live += 1 }
                let some = reach.replacing(with: ResponseSurface.least, where: reach .< ResponseSurface.least)
                table.store(isLeft ? Vector.exp(s * (k - Vector.log(some))) : .zero, place)
            }
            table.store(reach, place + 4)
            place += 8
        }
        return live
    }

    private func carried(_ week: Int, _ weights: UnsafeMutablePointer<SIMD4<Double>>) -> SIMD4<Double> {
        var before = SIMD4<Double>.zero
        for lag in (week + 1)..<max(plan.lags, week + 1) where last.count + week - lag >= 0 { before += weights[lag] * last[last.count + week - lag] }
        return before
    }
}

/// Four draws that follow one another; beyond the last one its copies, with weight 0.
private struct FourDraws {
    let values: UnsafeBufferPointer<Double>
    let dimension, first, count: Int

    func parameter(_ place: Int) -> SIMD4<Double> {
        SIMD4(value(0, place), value(1, place), value(2, place), value(3, place))
    }

    private func value(_ lane: Int, _ place: Int) -> Double { values[min(first + lane, count - 1) * dimension + place] }

    var weights: SIMD4<Double> {
        var weights = SIMD4<Double>.zero
        for lane in 0..<min(4, count - first) { weights[lane] = 1 }
        return weights
    }
}
