import RealModule

/// A BG/NBD model fitted by maximum likelihood, with what is known about its certainty.
public struct BGNBDFit: Sendable {
    public let model: BGNBD
    /// Standard errors of r, α, a, b from the observed information; nil where it is not positive definite or a bound holds.
    public let standardErrors: [Double]?
    /// Their covariance, in the same order.
    public let covariance: Matrix?
    /// Σ log L over customers.
    public let logLikelihood: Double
    public let customers: Int
    public let repeaters: Int
    /// Different (x, t_x, T); only they cost time.
    public let distinctRows: Int
    /// The optimiser's, by the logarithms of r, α, a, b and per customer.
    public let report: OptimiserReport
    /// Empty where nothing speaks against the numbers.
    public let cautions: [FitCaution]

    /// r, α, a, b by name, for a report.
    public var parameters: [FittedParameter] {
        FittedParameter.all(BGNBD.names, model.values, standardErrors)
    }
}

/// One parameter as a report prints it.
public struct FittedParameter: Sendable, Equatable {
    public let name: String
    public let value: Double
    /// Nil where none exists.
    public let standardError: Double?

    static func all(_ names: [String], _ values: [Double], _ errors: [Double]?) -> [FittedParameter] {
        names.indices.map { FittedParameter(name: names[$0], value: values[$0], standardError: errors?[$0]) }
    }
}

extension BGNBD {
    /// Fits a table of customers.
    public static func fit(_ table: CustomerTable, threads: Int = Parallel.cores) async throws -> BGNBDFit {
        try await fit(RepeatRows(table), threads: threads)
    }

    /// Maximum likelihood by a trust-region Newton method on log r, log α, log a, log b.
    /// Refuses data without enough repeat purchases, without variation, and a search that did not converge.
    public static func fit(_ rows: RepeatRows, threads: Int = Parallel.cores) async throws -> BGNBDFit {
        try check(rows)
        let solver = solver(rows)
        var start = start(rows)
        if rows.distinct > 40_000 {
            let sample = rows.thinned(every: rows.distinct / 10_000)
            start = try await search(sample, solver, from: start, threads: 1).point
        }
        let report = try await search(rows, solver, from: start, threads: threads)
        guard report.converged else { throw notConverged(report) }
        let model = BGNBD(logarithms: report.point)
        let expansion = try await BGNBDLikelihood(rows: rows).expand(model, threads: threads)
        return BGNBDFit(model, expansion, rows, report, solver)
    }

    private static func search(
        _ rows: RepeatRows, _ solver: TrustRegionNewton, from start: [Double], threads: Int
    ) async throws -> OptimiserReport {
        let likelihood = BGNBDLikelihood(rows: rows)
        let scale = 1 / Double(rows.customers)
        return try await solver.minimise(from: start) { point in
            let model = BGNBD(logarithms: point)
            let expansion = try await likelihood.expand(model, threads: threads)
            return .init(
                negative: expansion.value, gradient: (0..<4).map { expansion.gradient[$0] }, hessian: expansion.hessian, at: model.values,
                scale: scale)
        }
    }

    /// Bounds that no data with an answer reach; α's move with the unit of time.
    private static func solver(_ rows: RepeatRows) -> TrustRegionNewton {
        let time = Double.log(rows.exposure / Double(rows.customers))
        var solver = TrustRegionNewton()
        solver.lower = [Double.log(1e-5), time - 14, Double.log(1e-6), Double.log(1e-5)]
        solver.upper = [Double.log(1e4), time + 12, Double.log(1e4), Double.log(1e5)]
        return solver
    }

    private static func start(_ rows: RepeatRows) -> [Double] {
        let rate = rows.purchases / rows.exposure
        return [Double.log(0.5), Double.log(0.4 / rate), Double.log(0.7), Double.log(2)]
    }

    private static func check(_ rows: RepeatRows) throws(Refusal) {
        guard rows.customers > 0 else {
            throw Refusal(code: "no_customers", sentence: "There are no customers to fit.", advice: "Give at least some hundred customers.")
        }
        guard rows.repeaters >= 20 else {
            throw Refusal(
                code: "too_few_repeaters",
                sentence: "Only \(rows.repeaters) of \(rows.customers) customers bought again; fewer than 20 say nothing about how customers leave.",
                advice: "Observe for longer, or take more customers in.")
        }
        let kinds = rows.groups.filter { $0.weight > 0 }.count
        guard kinds > 1, rows.distinct > 4 else {
            throw Refusal(
                code: "no_variation", sentence: "All customers have the same history, so that nothing tells them apart.",
                advice: "Check how the purchases were summed up; a real customer base differs in frequency and age.")
        }
    }

    private static func notConverged(_ report: OptimiserReport) -> Refusal {
        Refusal(
            code: "not_converged",
            sentence: "The likelihood's maximum was not found in \(report.iterations) steps (gradient \(report.gradientNorm), "
                + "ended by \(report.reason.rawValue)).",
            advice: "Check the data for customers with impossible times, or use the posterior with its priors.")
    }
}

extension BGNBDFit {
    fileprivate init(
        _ model: BGNBD, _ expansion: BGNBDExpansion, _ rows: RepeatRows, _ report: OptimiserReport, _ solver: TrustRegionNewton
    ) {
        var cautions: [FitCaution] = []
        if rows.repeaters < 200 { cautions.append(.fewRepeaters(rows.repeaters)) }
        let bounded = BoundCheck.cautions(report.point, solver, names: BGNBD.names)
        cautions += bounded
        let covariance = bounded.isEmpty ? expansion.hessian.scaled(by: -1).symmetricInverse() : nil
        let errors = covariance?.diagonal.map { $0.squareRoot() }
        if let errors { cautions += FitCaution.uncertain(BGNBD.names, model.values, errors) }
        if covariance == nil && bounded.isEmpty { cautions.append(.notDetermined()) }
        self.init(
            model: model, standardErrors: errors, covariance: covariance,
            logLikelihood: expansion.value, customers: rows.customers, repeaters: rows.repeaters, distinctRows: rows.distinct, report: report,
            cautions: cautions)
    }
}

/// Parameters that stand on a bound of their search.
enum BoundCheck {
    static func cautions(_ point: [Double], _ solver: TrustRegionNewton, names: [String]) -> [FitCaution] {
        point.indices.compactMap { index in
            if point[index] <= solver.lower[index] + 1e-6 { return .onBound(names[index], Double.exp(point[index]), high: false) }
            if point[index] >= solver.upper[index] - 1e-6 { return .onBound(names[index], Double.exp(point[index]), high: true) }
            return nil
        }
    }
}

extension Matrix {
    func scaled(by factor: Double) -> Matrix {
        Matrix(rows: rows, columns: columns, values: values.map { $0 * factor })
    }
}
