import RealModule

/// What a channel brings in a week of a long run at a constant spend, with its band.
public struct ResponseCurve: Sendable, Equatable {
    public let name: String
    /// Spend per week.
    public let spend: [Double]
    /// Response per week, in the unit of the data.
    public let mean, low, high: [Double]
    /// Response per further unit of spend, mean over the draws.
    public let marginal: [Double]
    /// Spend per week so far, as the mean and the largest week: beyond the latter the curve is the model's guess.
    public let meanSpend, largestSpend: Double
}

extension MixFit {
    /// The response curve of every channel, from nothing to `reach` times the largest week so far; nil where the fit failed.
    public func responseCurves(points: Int = 41, reach: Double = 1.5) -> [ResponseCurve]? {
        guard verdict != .failed, points > 1 else { return nil }
        let surface = ResponseSurface(plan, data, draws, horizon: .steady)
        return data.channels.indices.map { index in
            let spend = (0..<points).map { reach * plan.spendScales[index] * Double($0) / Double(points - 1) }
            var (mean, low, high, marginal): ([Double], [Double], [Double], [Double]) = ([], [], [], [])
            for amount in spend {
                let (values, slopes) = surface.channel(index, amount)
                let sorted = values.sorted()
                mean.append(sorted.reduce(0, +) / Double(sorted.count))
                low.append(Quantiles.quantile((1 - probability) / 2, ofSorted: sorted))
                high.append(Quantiles.quantile((1 + probability) / 2, ofSorted: sorted))
                marginal.append(slopes.reduce(0, +) / Double(slopes.count))
            }
            return ResponseCurve(
                name: data.channels[index].name, spend: spend, mean: mean, low: low, high: high, marginal: marginal,
                meanSpend: data.channels[index].mean, largestSpend: plan.spendScales[index])
        }
    }
}

extension ResponseSurface {
    /// Response and marginal response of one channel, per draw.
    func channel(_ index: Int, _ spend: Double) -> (values: [Double], slopes: [Double]) {
        let rows = 4 * groups
        var values = [Double](repeating: 0, count: 3 * rows)
        values.withUnsafeMutableBufferPointer { buffer in
            guard let base = buffer.baseAddress else { return }
            add(index, spend: spend, stride: 1, value: base, slope: base + rows, bend: base + 2 * rows)
        }
        return (Array(values[0..<draws]), Array(values[rows..<rows + draws]))
    }
}
