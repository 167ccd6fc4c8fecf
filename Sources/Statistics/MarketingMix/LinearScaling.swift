import RealModule

/// The columns with a linear effect, and how controls were scaled in the weeks fitted.
struct LinearScaling: Sendable {
    /// Per control what is subtracted and what it is divided by.
    let shifts, scales: [Double]
    /// Weeks fitted: the length of the trend.
    let weeks: Int

    init(_ model: MixModel, _ data: MixData) {
        weeks = data.weeks
        var shifts: [Double] = []
        var scales: [Double] = []
        for term in model.controls {
            let values = data.controls.first { $0.name == term.name }?.values ?? []
            guard term.standardised, values.count > 1 else {
                shifts.append(0)
                scales.append(1)
                continue
            }
            let mean = values.reduce(0, +) / Double(values.count)
            let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count)
            shifts.append(mean)
            scales.append(variance > 0 ? variance.squareRoot() : 1)
        }
        self.shifts = shifts
        self.scales = scales
    }

    /// Columns in the order of `MixModel.linearTerms`, for data whose first week is week `start` of the weeks fitted.
    func columns(_ model: MixModel, _ data: MixData, from start: Int) -> [[Double]] {
        var columns: [[Double]] = []
        let angles = data.days.map { 2 * Double.pi * Double(dayOfYear($0)) / 365.25 }
        for cycle in 1..<max(model.cycles + 1, 1) { columns.append(angles.map { Double.sin(Double(cycle) * $0) }) }
        for cycle in 1..<max(model.cycles + 1, 1) { columns.append(angles.map { Double.cos(Double(cycle) * $0) }) }
        if model.trend != nil { columns.append(data.days.indices.map { Double(start + $0) / Double(weeks) }) }
        for (index, term) in model.controls.enumerated() {
            let values = data.controls.first { $0.name == term.name }?.values ?? [Double](repeating: shifts[index], count: data.days.count)
            columns.append(values.map { ($0 - shifts[index]) / scales[index] })
        }
        return columns
    }
}
