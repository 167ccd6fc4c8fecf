import RealModule

@testable import Statistics

/// Made-up weeks with a known truth: Weibull adstock, Hill saturation, trend, yearly waves, price and promotions.
struct MixWorld {
    var seed: UInt64 = 1
    var weeks = 156
    var lags = 10
    /// Mean weekly spend, kind of series, and truth per channel.
    var channels: [Channel] = Channel.four
    var noise = 14_000.0

    struct Channel {
        enum Pattern { case bursts, seasonal, wandering, switched }
        var name: String
        var pattern: Pattern
        var spend: Double
        var shape, scale, half, slope: Double
        /// Weekly outcome of very much spend.
        var strength: Double

        static let four = [
            Channel(name: "tv", pattern: .bursts, spend: 23_000, shape: 2.2, scale: 3.2, half: 0.34, slope: 2.0, strength: 155_000),
            Channel(name: "search", pattern: .seasonal, spend: 26_000, shape: 1.4, scale: 1.3, half: 0.45, slope: 1.2, strength: 118_000),
            Channel(name: "social", pattern: .wandering, spend: 16_000, shape: 1.8, scale: 2.0, half: 0.25, slope: 1.5, strength: 88_000),
            Channel(name: "display", pattern: .switched, spend: 7_000, shape: 2.4, scale: 2.6, half: 0.30, slope: 1.4, strength: 42_000),
        ]
    }

    struct Result {
        var data: MixData
        /// Per channel over all weeks.
        var contribution: [Double]
        var roas: [Double]
        var shares: [Double] { contribution.map { $0 / contribution.reduce(0, +) } }
    }

    func make() throws -> Result {
        var random = Philox(seed: seed, stream: 99)
        let days = (0..<weeks).map { 18_995 + 7 * $0 }
        let angle = days.map { 2 * Double.pi * Double(dayOfYear($0)) / 365.25 }
        let spend = channels.map { series($0, angle, &random) }
        var contributions: [[Double]] = []
        for (channel, values) in zip(channels, spend) {
            let largest = values.max() ?? 1
            let adstock = Adstock.weibullDensity(shape: .exponential(rate: 1), scale: .exponential(rate: 1))
            let weights = adstock.weights([channel.shape, channel.scale], lags: lags)
            let curve = Saturation.hill(half: .exponential(rate: 1), slope: .exponential(rate: 1))
            contributions.append(
                Adstock.apply(weights, to: values.map { $0 / largest }).map {
                    channel.strength * curve.value([channel.half, channel.slope], at: $0)
                })
        }
        let price = (0..<weeks).map { 0.08 * Double.sin(2 * Double.pi * Double($0) / 37) + 0.03 * random.normal() }
        let promo = (0..<weeks).map { _ in random.uniform() < 0.11 ? 1.0 : 0 }
        let trend = (0..<weeks).map { Double($0) / Double(weeks) }
        let target = (0..<weeks).map { week in
            let waves = 22_000 * Double.sin(angle[week]) - 9_000 * Double.sin(2 * angle[week]) + 31_000 * Double.cos(angle[week])
            let rest = 240_000 + 60_000 * trend[week] - 180_000 * price[week] + 38_000 * promo[week] + waves + 7_000 * Double.cos(2 * angle[week])
            return contributions.reduce(rest) { $0 + $1[week] } + noise * random.normal()
        }
        let data = try MixData(
            days: days, target: target, channels: zip(channels, spend).map { MixData.Series($0.name, $1) },
            controls: [MixData.Series("trend", trend), MixData.Series("price", price), MixData.Series("promo", promo)])
        let totals = contributions.map { $0.reduce(0, +) }
        return Result(data: data, contribution: totals, roas: zip(totals, spend).map { $0 / $1.reduce(0, +) })
    }

    private func series(_ channel: Channel, _ angle: [Double], _ random: inout Philox) -> [Double] {
        var state = 0.0
        return angle.map { angle in
            switch channel.pattern {
            case .bursts: return random.uniform() < 0.42 ? channel.spend * (0.87 + 3 * random.uniform()) : 0.13 * channel.spend * random.uniform()
            case .seasonal: return max(0.08 * channel.spend, channel.spend * (1 + 0.35 * Double.sin(angle + 0.4) + 0.25 * random.normal()))
            case .wandering:
                state = 0.55 * state + random.normal()
                return max(0.03 * channel.spend, 0.87 * channel.spend * Double.exp(0.45 * state - 0.1))
            case .switched: return random.uniform() < 0.6 ? channel.spend * 0.55 * random.gamma(shape: 3) : 0
            }
        }
    }

    /// Five worlds that differ in channels, weeks, noise, adstock and returns.
    static func others() -> [MixWorld] {
        let four = Channel.four
        func scaled(_ channels: [Channel], _ factors: [Double]) -> [Channel] {
            zip(channels, factors).map { channel, factor in
                var channel = channel
                channel.strength *= factor
                return channel
            }
        }
        var slow = four[0]
        slow.name = "radio"
        (slow.pattern, slow.spend, slow.shape, slow.scale, slow.slope, slow.strength) = (.wandering, 12_000, 1.6, 4, 1.1, 60_000)
        return [
            MixWorld(seed: 11, channels: scaled(four, [0.8, 1.2, 1, 0.9])),
            MixWorld(seed: 12, weeks: 208, channels: scaled(Array(four[0...2]), [1.2, 0.9, 0.8]), noise: 18_000),
            MixWorld(seed: 13, weeks: 130, lags: 8, channels: scaled(Array(four[0...1]), [1, 1.1]), noise: 10_000),
            MixWorld(seed: 14, weeks: 182, lags: 12, channels: four + [slow], noise: 12_000),
            MixWorld(seed: 15, weeks: 156, lags: 6, channels: scaled([four[3], four[2], four[0], four[1]], [1.2, 1.1, 1, 0.8]), noise: 9_000),
        ]
    }
}
