import RealModule
import Testing

@testable import Statistics

@Suite struct ResponseSurfaceTests {
    @Test(arguments: [BudgetProblem.Horizon.steady, .weeks(1), .weeks(8), .weeks(30)])
    func `Responses and derivatives are those of a week by week sum`(_ horizon: BudgetProblem.Horizon) throws {
        for reference in [MixModel.Reference.synth, .synthLogistic, .example] {
            let world = try World(reference, horizon)
            for channel in world.density.plan.channels.indices {
                for part in [0, 1e-5, 0.0005, 0.02, 0.4, 1.7] {
                    let spend = part * world.density.plan.spendScales[channel]
                    let (values, slopes) = world.surface.channel(channel, spend)
                    for draw in [0, 1, 6] {
                        let expected = world.response(channel, spend, draw)
                        #expect(abs(values[draw] - expected) <= 1e-7 * abs(expected) + 1e-9 * world.density.plan.targetScale, "\(reference) \(part)")
                    }
                    guard part > 1e-3 else { continue }
                    let step = 1e-5 * spend
                    for draw in [0, 6] {
                        let around = (world.response(channel, spend + step, draw) - world.response(channel, spend - step, draw)) / (2 * step)
                        #expect(abs(slopes[draw] - around) <= 1e-5 * abs(around) + 1e-12, "\(reference) \(part)")
                    }
                }
            }
        }
    }

    @Test func `Second derivatives are those of the first`() throws {
        let world = try World(.synth, .weeks(8))
        let rows = 4 * world.surface.groups
        func parts(_ channel: Int, _ spend: Double) -> [Double] {
            var values = [Double](repeating: 0, count: 3 * rows)
            values.withUnsafeMutableBufferPointer { buffer in
                guard let base = buffer.baseAddress else { return }
                world.surface.add(channel, spend: spend, stride: 1, value: base, slope: base + rows, bend: base + 2 * rows)
            }
            return values
        }
        for channel in 0..<2 {
            let scale = world.density.plan.spendScales[channel]
            for spend in [0.05 * scale, 0.6 * scale] {
                let step = 1e-5 * spend
                let (low, high, here) = (parts(channel, spend - step), parts(channel, spend + step), parts(channel, spend))
                for draw in 0..<world.surface.draws {
                    let around = (high[rows + draw] - low[rows + draw]) / (2 * step)
                    #expect(abs(here[2 * rows + draw] - around) <= 1e-4 * abs(around) + 1e-9 * abs(here[rows + draw] / spend))
                }
            }
        }
    }

    @Test func `Every n-th group of draws is seen alone`() throws {
        let world = try World(.synth, .weeks(8))
        let spend = world.density.plan.spendScales.map { 0.3 * $0 }
        let budget = AllocationSolver(world.surface, BudgetProblem(weekly: 1, bounds: spend.map { .fixed($0) }))
        let all = budget.responses(spend, stride: 1)
        #expect(all.count == 10 && world.surface.count(1) == 10 && world.surface.count(2) == 6)
        #expect(budget.responses(spend, stride: 2) == [0, 1, 2, 3, 8, 9].map { all[$0] })
    }

    @Test(arguments: [MixPlan.AdstockKind.geometric, .weibullDensity, .weibullSurvival])
    func `Weights of four draws are those of one after another`(_ kind: MixPlan.AdstockKind) throws {
        let lags = 9
        let adstock = AdstockFours(kind, lags: lags)
        let (first, second) = (SIMD4(0.3, 0.7, 0.95, 0.5), SIMD4(2, 1.2, 3.4, 0.8))
        let shape = kind == .geometric ? first : first + 1
        let weights = [SIMD4<Double>](unsafeUninitializedCapacity: lags) { buffer, used in
            used = lags
            if let base = buffer.baseAddress { adstock.set(base, shape, second) }
        }
        for lane in 0..<4 {
            var raw = (1...lags).map { lag -> Double in
                let u = Double(lag)
                func power(_ u: Double) -> Double { Double.pow(u / second[lane], shape[lane]) }
                switch kind {
                case .geometric: return Double.pow(shape[lane], u - 1)
                case .weibullDensity: return Double.pow(u / second[lane], shape[lane] - 1) * Double.exp(-power(u))
                case .weibullSurvival: return Double.exp(-(1..<lag).reduce(0) { $0 + power(Double($1)) })
                }
            }
            if kind == .weibullDensity { raw = raw.map { $0 - (raw.min() ?? 0) } }
            for lag in 0..<lags { #expect(abs(weights[lag][lane] - raw[lag] / raw.reduce(0, +)) < 1e-14) }
        }
    }
}

/// A reference model with ten draws from its prior, and its response worked out in the plainest way.
private struct World {
    let density: MixDensity
    let data: MixData
    let draws: Draws
    let surface: ResponseSurface
    let horizon: BudgetProblem.Horizon

    init(_ reference: MixModel.Reference, _ horizon: BudgetProblem.Horizon) throws {
        data = try MixWorld(seed: 5).make().data
        density = try MixDensity(.reference(reference, for: data), data, coordinates: .plain)
        draws = density.priorDraws(10, seed: 11)
        surface = ResponseSurface(density.plan, data, draws, horizon: horizon)
        self.horizon = horizon
    }

    func response(_ channel: Int, _ spend: Double, _ draw: Int) -> Double {
        let (plan, values) = (density.plan, Array(draws.point(draw)))
        let places = plan.channels[channel].places
        let scale = plan.spendScales[channel]
        let top = values[places.effect] * plan.targetScale
        guard case .weeks(let count) = horizon else { return top * saturation(plan.channels[channel], values, spend / scale) }
        let weights = [SIMD4<Double>](unsafeUninitializedCapacity: plan.lags) { buffer, used in
            used = plan.lags
            guard let base = buffer.baseAddress else { return }
            AdstockFours(plan.channels[channel].adstock, lags: plan.lags)
                .set(base, SIMD4(repeating: values[places.adstock]), SIMD4(repeating: values[places.adstock + 1]))
        }
        let before = data.channels[channel].values.suffix(plan.lags - 1)
        let weeks = (Array(before) + [Double](repeating: spend, count: count) + [Double](repeating: 0, count: plan.lags - 1)).map { $0 / scale }
        return (plan.lags - 1..<weeks.count).reduce(0) { sum, week in
            let adstocked = (0..<plan.lags).reduce(0) { $0 + weights[$1][0] * weeks[week - $1] }
            return sum + top * saturation(plan.channels[channel], values, adstocked)
        }
    }

    private func saturation(_ channel: MixPlan.Channel, _ values: [Double], _ x: Double) -> Double {
        let first = values[channel.places.saturation]
        guard channel.saturation == .hill else { return (1 - Double.exp(-first * x)) / (1 + Double.exp(-first * x)) }
        let slope = values[channel.places.saturation + 1]
        let edge = 1e-3
        let s = 1 / (1 + Double.pow(max(x, edge) / first, -slope))
        guard x < edge else { return s }
        let (chord, steep) = (s / edge, slope * s * (1 - s) / edge)
        return x * (2 * chord - steep + (steep - chord) / edge * x)
    }
}
