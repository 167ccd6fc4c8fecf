import RealModule

/// A Gamma-Gamma model fitted by maximum likelihood, with what is known about its certainty.
public struct GammaGammaFit: Sendable {
    public let model: GammaGamma
    /// Standard errors of p, q, v from the observed information; nil where it is not positive definite or a bound holds.
    public let standardErrors: [Double]?
    /// Their covariance, in the same order.
    public let covariance: Matrix?
    /// Σ log f over the customers used.
    public let logLikelihood: Double
    /// Customers with repeat purchases of positive value; the others say nothing about spend.
    public let customers: Int
    /// Correlation of frequency and mean spend, which the model takes to be 0; nil where one does not vary.
    public let correlation: Double?
    public let report: OptimiserReport
    /// Empty where nothing speaks against the numbers.
    public let cautions: [FitCaution]

    /// p, q, v by name, for a report.
    public var parameters: [FittedParameter] {
        FittedParameter.all(GammaGamma.names, model.values, standardErrors)
    }
}

extension GammaGamma {
    /// Fits the repeat customers of a table.
    public static func fit(_ table: CustomerTable) throws -> GammaGammaFit {
        try fit(SpendRows(table))
    }

    /// Maximum likelihood by a trust-region Newton method on log p, log q, log v.
    /// Refuses data with too few customers, without variation, and a search that did not converge.
    public static func fit(_ rows: SpendRows) throws(Refusal) -> GammaGammaFit {
        try check(rows)
        let likelihood = GammaGammaLikelihood(rows: rows)
        let solver = solver(rows)
        let scale = 1 / Double(rows.customers)
        let report = solver.minimise(from: [Double.log(3), Double.log(3), Double.log(rows.association.meanSpend)]) { point in
            let model = GammaGamma(logarithms: point)
            let expansion = likelihood.evaluate(model)
            return .init(negative: expansion.value, gradient: expansion.gradient, hessian: expansion.hessian, at: model.values, scale: scale)
        }
        guard report.converged else { throw notConverged(report) }
        let model = GammaGamma(logarithms: report.point)
        return GammaGammaFit(model, likelihood.evaluate(model), rows, report, solver)
    }

    private static func solver(_ rows: SpendRows) -> TrustRegionNewton {
        let spend = Double.log(rows.association.meanSpend)
        var solver = TrustRegionNewton()
        solver.lower = [Double.log(1e-4), Double.log(1e-4), spend - 14]
        solver.upper = [Double.log(1e5), Double.log(1e5), spend + 14]
        return solver
    }

    private static func check(_ rows: SpendRows) throws(Refusal) {
        guard rows.customers >= 20 else {
            throw Refusal(
                code: "too_few_spenders",
                sentence: "Only \(rows.customers) customers have repeat purchases with a value; fewer than 20 say nothing about how spend differs.",
                advice: "Observe for longer, or check that the purchases carry their values.")
        }
        guard !rows.association.isConstant else {
            throw Refusal(
                code: "constant_spend", sentence: "All customers spend the same, so that there is nothing for a model of spend to learn.",
                advice: "Use that one value as every customer's expected value.")
        }
    }

    private static func notConverged(_ report: OptimiserReport) -> Refusal {
        Refusal(
            code: "not_converged",
            sentence: "The spend model's maximum was not found in \(report.iterations) steps (gradient \(report.gradientNorm), "
                + "ended by \(report.reason.rawValue)).",
            advice: "Look for a few customers with absurd values, and leave them out.")
    }
}

extension GammaGammaFit {
    fileprivate init(
        _ model: GammaGamma, _ expansion: GammaGammaExpansion, _ rows: SpendRows, _ report: OptimiserReport, _ solver: TrustRegionNewton
    ) {
        let correlation = rows.association.correlation
        var cautions: [FitCaution] = []
        if rows.customers < 200 { cautions.append(.fewRepeaters(rows.customers)) }
        if let correlation, let caution = FitCaution.correlated(correlation, customers: rows.customers) { cautions.append(caution) }
        if model.q <= 1 { cautions.append(.infiniteMean(model.q)) }
        if rows.withoutValue > 0 { cautions.append(.withoutValue(rows.withoutValue)) }
        let bounded = BoundCheck.cautions(report.point, solver, names: GammaGamma.names)
        cautions += bounded
        let covariance = bounded.isEmpty ? expansion.hessian.scaled(by: -1).symmetricInverse() : nil
        let errors = covariance?.diagonal.map { $0.squareRoot() }
        if let errors { cautions += FitCaution.uncertain(GammaGamma.names, model.values, errors) }
        if covariance == nil && bounded.isEmpty { cautions.append(.notDetermined()) }
        self.init(
            model: model, standardErrors: errors, covariance: covariance,
            logLikelihood: expansion.value, customers: rows.customers, correlation: correlation, report: report, cautions: cautions)
    }
}

extension FitCaution {
    /// The model needs spend independent of frequency. A correlation counts where it is both sure (three standard errors of Fisher's z) and above 0.15.
    static func correlated(_ correlation: Double, customers: Int) -> FitCaution? {
        guard abs(correlation) > 0.15, abs(Double.atanh(correlation)) * Double(max(customers - 3, 1)).squareRoot() > 3 else { return nil }
        let direction = correlation > 0 ? "more" : "less"
        let hundredths = (abs(correlation) * 100).rounded() / 100
        return FitCaution(
            code: "spend_follows_frequency",
            sentence: "Customers who buy more often spend \(direction) per purchase "
                + "(correlation \(correlation < 0 ? "−" : "")\(hundredths)); the model assumes no such link.",
            advice: "Fit segments apart, or take the values of frequent customers as \(correlation > 0 ? "too low" : "too high").")
    }

    static func infiniteMean(_ q: Double) -> FitCaution {
        FitCaution(
            code: "infinite_mean", sentence: "Spend differs so much between customers (q = \(q), not above 1) that its mean does not exist.",
            advice: "No value can be given for customers without repeats; look for a few enormous purchases and treat them apart.")
    }

    static func withoutValue(_ count: Int) -> FitCaution {
        FitCaution(
            code: "purchases_without_value",
            sentence: "\(count) repeat customers have no value in their purchases and were left out of the spend model.",
            advice: "Check whether free orders or missing amounts are behind it.")
    }
}
