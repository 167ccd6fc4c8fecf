import RealModule

/// Effective sample size of several chains by Geyer's initial monotone sequence.
///
/// Sources: Geyer, "Practical Markov chain Monte Carlo", Statistical Science 7 (1992); Vehtari et al. 2021, equations 10 to 13. Autocovariances are
/// summed directly and only as far as the sequence needs them: with the short memory of a good sampler that is far less than a Fourier transform.
enum EffectiveSize {
    static func of(_ chains: [[Double]]) -> Double {
        let draws = chains.first?.count ?? 0
        let total = Double(chains.count * draws)
        guard draws >= 2 else { return .nan }
        let covariance = Autocovariance(chains)
        guard covariance.range >= 1e-15 else { return total }
        let count = Double(draws)
        let within = covariance.at(0) * count / (count - 1)
        var pooled = covariance.at(0)
        if chains.count > 1 { pooled += Moments(covariance.means).variance }
        let correlations = initialMonotone(draws: draws) { 1 - (within - covariance.at($0)) / pooled }
        let time = max(correlations, 1 / Double.log10(total))
        return total / time
    }

    /// The integrated autocorrelation time from a function that gives the correlation at a lag.
    private static func initialMonotone(draws: Int, _ correlation: (Int) -> Double) -> Double {
        var sequence = [1.0, draws > 1 ? correlation(1) : 0]
        var (even, odd) = (sequence[0], sequence[1])
        var lag = 1
        while lag < draws - 3, even + odd > 0 {
            even = correlation(lag + 1)
            odd = correlation(lag + 2)
            if even + odd >= 0 { sequence += [even, odd] }
            lag += 2
        }
        let last = lag - 2
        if last >= 0 {
            while sequence.count < last + 2 { sequence.append(0) }
            if even > 0 { sequence[last + 1] = even }
        }
        makeMonotone(&sequence, last)
        guard last >= 0 else { return 1 }
        return -1 + 2 * sequence[...last].reduce(0, +) + sequence[last + 1]
    }

    /// Sums of neighbouring pairs may not grow.
    private static func makeMonotone(_ sequence: inout [Double], _ last: Int) {
        var at = 1
        while at <= last - 2 {
            let before = sequence[at - 1] + sequence[at]
            if sequence[at + 1] + sequence[at + 2] > before {
                sequence[at + 1] = before / 2
                sequence[at + 2] = before / 2
            }
            at += 2
        }
    }
}

/// Autocovariances of several chains, averaged over the chains; divided by the number of draws.
struct Autocovariance {
    let means: [Double]
    /// Largest minus smallest value.
    let range: Double
    private let draws: Int
    private let centred: [Double]

    init(_ chains: [[Double]]) {
        draws = chains.first?.count ?? 0
        let moments = chains.map { Moments($0) }
        means = moments.map(\.mean)
        centred = zip(chains, moments).flatMap { chain, moment in chain.map { $0 - moment.mean } }
        let flat = chains.joined()
        range = (flat.max() ?? 0) - (flat.min() ?? 0)
    }

    func at(_ lag: Int) -> Double {
        var total = 0.0
        centred.withUnsafeBufferPointer { values in
            for chain in 0..<means.count {
                total += Self.product(values, chain * draws, chain * draws + lag, draws - lag)
            }
        }
        return total / Double(draws * means.count)
    }

    /// The inner product of two stretches, in four running sums.
    @inline(__always)
    private static func product(_ values: UnsafeBufferPointer<Double>, _ a: Int, _ b: Int, _ count: Int) -> Double {
        var sum = SIMD4<Double>()
        var i = 0
        while i + 4 <= count {
            let left = SIMD4(values[a + i], values[a + i + 1], values[a + i + 2], values[a + i + 3])
            let right = SIMD4(values[b + i], values[b + i + 1], values[b + i + 2], values[b + i + 3])
            sum += left * right
            i += 4
        }
        var rest = 0.0
        while i < count {
            rest += values[a + i] * values[b + i]
            i += 1
        }
        return sum.sum() + rest
    }
}
