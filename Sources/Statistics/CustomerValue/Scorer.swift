import RealModule

/// What scoring a table needs whatever the model is.
struct ScorePlan: Sendable {
    let table: CustomerTable
    let request: ScoreRequest
    let spans: [PurchaseTables.Span]
    let bases = ChebyshevBases()

    init(_ table: CustomerTable, _ request: ScoreRequest) throws(Refusal) {
        try request.check()
        self.table = table
        self.request = request
        spans = table.spans()
    }
}

/// One model's tables with the customers they are for.
struct Scorer: Sendable {
    /// Customers that one task scores at a time.
    static let part = 4_096

    private let table: CustomerTable
    private let spend: GammaGamma?
    private let model: BGNBD
    private let lifetime: LifetimeConvention?
    private let silence: Double?
    private let horizons: Int
    private let kernel: AliveKernel
    private let tables: PurchaseTables

    init(_ plan: ScorePlan, _ model: BGNBD, _ spend: GammaGamma?) {
        table = plan.table
        self.model = model
        self.spend = spend
        silence = plan.request.silence
        lifetime = spend == nil ? nil : plan.request.lifetime
        horizons = plan.request.horizons.count
        kernel = AliveKernel(model, greatestFrequency: plan.spans.count - 1)
        let sums = plan.request.horizons.map(HorizonSum.init(horizon:)) + (lifetime.map { [$0.sum] } ?? [])
        tables = PurchaseTables(model, sums, spans: sums.isEmpty ? [] : plan.spans, bases: plan.bases)
    }

    /// Nothing scored yet, with room for all.
    func room() -> CustomerScores {
        var scores = CustomerScores()
        scores.alive.reserveCapacity(table.count)
        scores.expectedPurchases = [[Double]](repeating: [], count: horizons)
        for index in 0..<horizons { scores.expectedPurchases[index].reserveCapacity(table.count) }
        if silence != nil { scores.silence.reserveCapacity(table.count) }
        if spend != nil { scores.expectedValue.reserveCapacity(table.count) }
        if lifetime != nil { scores.lifetimeValue.reserveCapacity(table.count) }
        return scores
    }

    func score(_ range: Range<Int>) -> CustomerScores {
        var scores = CustomerScores()
        scores.alive = [Double](repeating: 0, count: range.count)
        var logs = [Double](repeating: 0, count: range.count)
        table.withColumns { columns in
            scores.alive.withUnsafeMutableBufferPointer { alive in
                logs.withUnsafeMutableBufferPointer { kernel.evaluate(columns, range, alive: alive, logs: $0) }
            }
            scores.expectedPurchases = (0..<horizons).map { purchases($0, columns, range, scores.alive, logs) }
            if let silence { scores.silence = silences(silence, columns, range, scores.alive) }
            if let spend { scores.expectedValue = values(spend, columns, range) }
            guard let lifetime else { return }
            var value = purchases(horizons, columns, range, scores.alive, logs)
            for index in value.indices { value[index] *= scores.expectedValue[index] * lifetime.margin }
            scores.lifetimeValue = value
        }
        return scores
    }

    private func purchases(_ sum: Int, _ columns: CustomerColumns, _ range: Range<Int>, _ alive: [Double], _ logs: [Double]) -> [Double] {
        var results = [Double](repeating: 0, count: range.count)
        for index in results.indices {
            let row = range.lowerBound + index
            results[index] = alive[index] * tables.value(sum, frequency: Int(columns.frequency[row]), log: logs[index], age: columns.age[row])
        }
        return results
    }

    /// P(no purchase within `horizon`), as `BGNBD.probabilityOfSilence` says.
    private func silences(_ horizon: Double, _ columns: CustomerColumns, _ range: Range<Int>, _ alive: [Double]) -> [Double] {
        range.map { row in
            let exponent = -(model.r + Double(columns.frequency[row])) * Double.log(onePlus: horizon / (model.alpha + columns.age[row]))
            return 1 + alive[row - range.lowerBound] * Double.expMinusOne(exponent)
        }
    }

    private func values(_ spend: GammaGamma, _ columns: CustomerColumns, _ range: Range<Int>) -> [Double] {
        range.map { spend.expectedValue(frequency: Int(columns.frequency[$0]), meanValue: columns.meanValue[$0]) }
    }
}
