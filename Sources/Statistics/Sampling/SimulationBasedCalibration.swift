/// Whether a model's posteriors mean what they say: parameters are drawn from the prior, data are simulated from them, the model is fitted, and each
/// true value's rank among its posterior draws must be uniform.
/// Source: Talts, Betancourt, Simpson, Vehtari, Gelman, "Validating Bayesian inference algorithms with simulation-based calibration",
/// arXiv:1804.06788 (2018).
public struct SimulationBasedCalibration<Data: Sendable, Density: LogDensity>: Sendable {
    /// A draw from the prior, as the quantities to be compared.
    public var prior: @Sendable (inout Philox) -> [Double]
    /// Data that come of it.
    public var simulate: @Sendable ([Double], inout Philox) -> Data
    /// The posterior's density for data.
    public var density: @Sendable (Data) throws -> Density
    /// The quantities to be compared, from a point of the density.
    public var quantities: @Sendable (ArraySlice<Double>) -> [Double]

    public init(
        prior: @escaping @Sendable (inout Philox) -> [Double], simulate: @escaping @Sendable ([Double], inout Philox) -> Data,
        density: @escaping @Sendable (Data) throws -> Density, quantities: @escaping @Sendable (ArraySlice<Double>) -> [Double]
    ) {
        self.prior = prior
        self.simulate = simulate
        self.density = density
        self.quantities = quantities
    }

    /// Fits `count` simulated data sets, several at once, each with its own streams of the settings' seed.
    ///
    /// - Parameters:
    ///   - kept: draws that a rank is counted in, taken at even distances so that they are nearly independent; ranks go from 0 to `kept`.
    ///   - probability: of the intervals whose coverage is counted.
    public func run(
        _ count: Int, kept: Int = 99, probability: Double = 0.94, settings: NUTS.Settings = NUTS.Settings()
    ) async throws -> CalibrationResult {
        let replicates = try await Parallel.map(count, threads: settings.threads) { index in
            try await replicate(index, kept: kept, probability: probability, settings: settings)
        }
        return CalibrationResult(replicates: replicates, kept: kept)
    }

    private func replicate(
        _ index: Int, kept: Int, probability: Double, settings: NUTS.Settings
    ) async throws -> CalibrationResult.Replicate {
        var random = Philox(seed: settings.seed, stream: 1 << 32 | UInt64(index))
        let truth = prior(&random)
        let model = try density(simulate(truth, &random))
        var own = settings
        own.threads = 1
        own.seed = random.next()
        let draws = try await NUTS.sample(model, settings: own)
        let values = (0..<draws.total).map { quantities(draws.point($0)) }
        let thinned = (0..<kept).map { values[($0 * 2 + 1) * values.count / (2 * kept)] }
        let ranks = truth.indices.map { quantity in thinned.count { $0[quantity] < truth[quantity] } }
        let covered = truth.indices.map { quantity in
            Quantiles.shortest(probability, of: values.map { $0[quantity] }).contains(truth[quantity])
        }
        return CalibrationResult.Replicate(truth: truth, ranks: ranks, covered: covered, divergences: draws.divergences)
    }
}
