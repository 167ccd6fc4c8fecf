import RealModule

/// Weights of the draws under a risk measure: their sum is 1, and the measure's gradient is the weighted mean of the draws' gradients.
struct RiskMeasure {
    /// Part of the draws that counts; 1 for the mean.
    let part: Double
    /// Width over which a draw passes from the tail to the rest: it makes the measure smooth. A twentieth of the response's deviation.
    let width: Double

    init(_ risk: BudgetProblem.Risk, responses: [Double]) {
        switch risk {
        case .mean: (part, width) = (1, 0)
        case .worst(let part):
            let count = Double(responses.count)
            let mean = responses.reduce(0, +) / count
            let variance = responses.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / count
            self.part = variance > 0 ? part : 1
            width = 0.05 * variance.squareRoot()
        }
    }

    struct Weights {
        var value: Double
        /// Per draw, and 0 up to a multiple of four; empty where all draws count alike.
        var weight: [Double] = []
        /// Per draw in the same way: how fast its weight falls with its response; empty for the mean.
        var bend: [Double] = []
    }

    /// The measure z − E[(z − R)⁺]/part at its best z, with a softened (·)⁺.
    func weights(_ responses: [Double]) -> Weights {
        let count = Double(responses.count)
        guard part < 1 else { return Weights(value: responses.reduce(0, +) / count) }
        // What pads the responses to a multiple of four lies far above the tail.
        let padded = responses + [Double](repeating: .greatestFiniteMagnitude, count: (4 - responses.count % 4) % 4)
        let z = threshold(padded, count)
        var (weight, bend) = (padded, padded)
        var (tail, total) = (SIMD4<Double>.zero, SIMD4<Double>.zero)
        weight.withUnsafeMutableBufferPointer { weight in
            bend.withUnsafeMutableBufferPointer { bend in
                guard let weight = weight.baseAddress, let bend = bend.baseAddress else { return }
                for place in stride(from: 0, to: padded.count, by: 4) {
                    let (x, small, inside) = passage(weight.four(place), z)
                    tail += x.replacing(with: 0, where: x .< 0) + Vector.log(1 + small)
                    total += inside
                    weight.store(inside, place)
                    bend.store(inside * (1 - inside) / (width * part * count), place)
                }
                let scale = 1 / total.total
                for place in stride(from: 0, to: padded.count, by: 4) { weight.store(weight.four(place) * scale, place) }
            }
        }
        return Weights(value: z - width * tail.total / (part * count), weight: weight, bend: bend)
    }

    /// How far four responses lie below z, e to minus the size of that, and the part of each that is in the tail.
    @inline(__always)
    private func passage(_ responses: SIMD4<Double>, _ z: Double) -> (x: SIMD4<Double>, small: SIMD4<Double>, inside: SIMD4<Double>) {
        let x = (z - responses) / width
        let held = x.replacing(with: -1e3, where: x .< -1e3)
        let small = Vector.exp(-held.replacing(with: -held, where: held .< 0))
        let inside = SIMD4<Double>(repeating: 1).replacing(with: small, where: held .< 0) / (1 + small)
        return (held, small, inside.replacing(with: 0, where: x .< -40))
    }

    /// z at which the softened tail holds its part, by Newton steps held in by bisection.
    private func threshold(_ padded: [Double], _ count: Double) -> Double {
        padded.withUnsafeBufferPointer { responses in
            guard let base = responses.baseAddress else { return 0 }
            let all = responses.prefix(Int(count))
            var low = (all.min() ?? 0) - 40 * width
            var high = (all.max() ?? 0) + 40 * width
            let mean = all.reduce(0, +) / count
            // A start below the mean by what a normal distribution has there; Newton needs no better one.
            var z = min(max(mean + 20 * width * Special.normalQuantile(part), low), high)
            for _ in 0..<60 {
                var (held, slope) = (SIMD4<Double>.zero, SIMD4<Double>.zero)
                for place in stride(from: 0, to: padded.count, by: 4) {
                    let inside = passage(base.four(place), z).inside
                    held += inside
                    slope += inside * (1 - inside)
                }
                let miss = held.total / count - part
                if miss > 0 { high = z } else { low = z }
                let next = z - miss * count * width / max(slope.total, 1e-300)
                if abs(next - z) <= 1e-14 * abs(z) { return next }
                z = next > low && next < high ? next : 0.5 * (low + high)
            }
            return z
        }
    }
}
