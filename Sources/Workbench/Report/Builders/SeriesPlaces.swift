/// Where the steps of a series stand on an axis: on days, or numbered from 1.
struct SeriesPlaces {
    let axis: PlotAxis
    private let days: [Int]?
    private let count: Int
    /// Steps per day ahead: the last distance between two days.
    private let step: Int

    init(_ days: [Int]?, count: Int) {
        self.count = count
        self.days = days?.count == count && count > 0 ? days : nil
        step = self.days.map { $0.count > 1 ? max($0[$0.count - 1] - $0[$0.count - 2], 1) : 1 } ?? 1
        axis = self.days == nil ? PlotAxis("step") : PlotAxis("date", kind: .day)
    }

    /// The place of a step, also behind the end.
    subscript(_ index: Int) -> Double {
        guard let days, let last = days.last else { return Double(index + 1) }
        return Double(index < days.count ? days[index] : last + step * (index - days.count + 1))
    }

    func places(_ range: Range<Int>) -> [Double] { range.map { self[$0] } }

    func text(_ index: Int) -> String { ReadableNumber.text(self[index], of: axis) }
}
