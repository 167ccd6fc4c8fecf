import RealModule

/// Log-likelihood of BG/NBD over many customers, with first and second derivatives by r, α, a, b.
///
/// Log L = Σ log (r)ₓ(b)ₓ/(a + b)ₓ + r log α − (r + x) log(α + T) + log(1 + eᴰ): Fader, Hardie, Lee 2005, equation 6, with D as in `BGNBDSums`.
struct BGNBDLikelihood: Sendable {
    let rows: RepeatRows

    /// Value and gradient; nothing is allocated.
    func evaluate(_ model: BGNBD) -> (value: Double, gradient: SIMD4<Double>) {
        var result = BGNBDExpansion()
        withColumns { columns in
            var rising = RisingLogs(model)
            for group in rows.groups {
                rising.rise(to: group.frequency)
                let sums = BGNBDLikelihood.sums(columns, group.rows, model, group.frequency, curved: false)
                result.addSlope(sums, weight: group.weight, frequency: group.frequency, rising, model)
            }
        }
        return (result.value, result.gradient)
    }

    /// Value, gradient and Hessian, over rows in parts of fixed size.
    func expand(_ model: BGNBD, threads: Int) async throws -> BGNBDExpansion {
        let parts = BGNBDLikelihood.parts(rows)
        let sums = try await Parallel.map(parts.count, threads: threads) { index in
            parts[index].map { part in
                withColumns { BGNBDLikelihood.sums($0, part.rows, model, rows.groups[part.group].frequency, curved: true) }
            }
        }
        var byGroup = [BGNBDSums](repeating: BGNBDSums(), count: rows.groups.count)
        for (part, sum) in zip(parts.joined(), sums.joined()) { byGroup[part.group].add(sum) }
        return assembled(byGroup, model)
    }

    private func assembled(_ sums: [BGNBDSums], _ model: BGNBD) -> BGNBDExpansion {
        var result = BGNBDExpansion()
        var rising = RisingLogs(model)
        for (group, sum) in zip(rows.groups, sums) {
            rising.rise(to: group.frequency)
            result.addSlope(sum, weight: group.weight, frequency: group.frequency, rising, model)
            result.addCurvature(sum, weight: group.weight, frequency: group.frequency, rising, model)
        }
        return result
    }

    private struct Part: Sendable {
        var group: Int
        var rows: Range<Int>
    }

    /// Groups cut into pieces, and pieces gathered into parts of about equal work. The cut depends on the rows alone.
    private static func parts(_ rows: RepeatRows) -> [[Part]] {
        let size = 32_768
        var parts: [[Part]] = [[]]
        var filled = 0
        for (index, group) in rows.groups.enumerated() {
            var start = group.rows.lowerBound
            while start < group.rows.upperBound {
                let end = min(start + size - filled, group.rows.upperBound)
                parts[parts.count - 1].append(Part(group: index, rows: start..<end))
                filled += end - start
                start = end
                guard filled >= size else { continue }
                parts.append([])
                filled = 0
            }
        }
        return parts
    }

    private func withColumns<Result>(_ body: (BGNBDRows.Columns) throws -> Result) rethrows -> Result {
        try rows.recency.withUnsafeBufferPointer { recency in
            try rows.age.withUnsafeBufferPointer { age in
                try rows.weight.withUnsafeBufferPointer { try body((recency, age, $0)) }
            }
        }
    }

    private static func sums(
        _ columns: BGNBDRows.Columns, _ range: Range<Int>, _ model: BGNBD, _ frequency: Int, curved: Bool
    ) -> BGNBDSums {
        guard frequency > 0 else { return BGNBDRows.living(columns, range, alpha: model.alpha) }
        let x = Double(frequency)
        let (rho, odds) = (model.r + x, Double.log(model.a / (model.b + x - 1)))
        return curved
            ? BGNBDRows.repeating(columns, range, alpha: model.alpha, rho: rho, odds: odds, curved: true)
            : BGNBDRows.repeating(columns, range, alpha: model.alpha, rho: rho, odds: odds, curved: false)
    }
}

/// The likelihood's value and derivatives by r, α, a, b.
struct BGNBDExpansion: Sendable {
    private(set) var value = 0.0
    private(set) var gradient = SIMD4<Double>()
    /// Lower and upper triangle.
    private(set) var hessian = Matrix(rows: 4, columns: 4)

    fileprivate init() {}

    /// Adds the customers of one x to value and gradient.
    @inline(__always)
    fileprivate mutating func addSlope(_ sums: BGNBDSums, weight: Double, frequency: Int, _ rising: RisingLogs, _ model: BGNBD) {
        let x = Double(frequency)
        let rho = model.r + x
        let logAlpha = Double.log(model.alpha)
        value += weight * (rising.log + model.r * logAlpha) - rho * sums.log + sums.gone
        gradient[0] += weight * (rising.overR + logAlpha) - sums.log + sums.pR
        gradient[1] += weight * model.r / model.alpha + rho * (sums.pE - sums.inverse)
        gradient[2] += sums.p / model.a - weight * rising.overBoth
        gradient[3] += weight * (rising.overB - rising.overBoth) - (frequency > 0 ? sums.p / (model.b + x - 1) : 0)
    }

    /// Adds them to the Hessian.
    fileprivate mutating func addCurvature(_ sums: BGNBDSums, weight: Double, frequency: Int, _ rising: RisingLogs, _ model: BGNBD) {
        let x = Double(frequency)
        let (rho, alpha) = (model.r + x, model.alpha)
        let overA = 1 / model.a
        let overB = frequency > 0 ? 1 / (model.b + x - 1) : 0
        add(0, 0, sums.vRR - weight * rising.squareR)
        add(0, 1, weight / alpha - sums.inverse + sums.pE + rho * sums.vRE)
        add(0, 2, sums.vR * overA)
        add(0, 3, -sums.vR * overB)
        add(1, 1, rho * (sums.square + sums.pF + rho * sums.vEE) - weight * model.r / (alpha * alpha))
        add(1, 2, rho * sums.vE * overA)
        add(1, 3, -rho * sums.vE * overB)
        add(2, 2, weight * rising.squareBoth + (sums.v - sums.p) * overA * overA)
        add(2, 3, weight * rising.squareBoth - sums.v * overA * overB)
        add(3, 3, weight * (rising.squareBoth - rising.squareB) + (sums.v + sums.p) * overB * overB)
    }

    private mutating func add(_ i: Int, _ j: Int, _ amount: Double) {
        hessian[i, j] += amount
        if i != j { hessian[j, i] += amount }
    }
}

extension TrustRegionNewton.Expansion {
    /// −scale · the function, by the logarithms of its parameters: ∂/∂log y = y ∂/∂y.
    init(negative value: Double, gradient: [Double], hessian: Matrix, at parameters: [Double], scale: Double) {
        var slope = gradient
        var curvature = hessian
        for i in parameters.indices {
            slope[i] *= -scale * parameters[i]
            for j in parameters.indices { curvature[i, j] *= -scale * parameters[i] * parameters[j] }
            curvature[i, i] += slope[i]
        }
        self.init(value: -scale * value, gradient: slope, hessian: curvature)
    }
}
