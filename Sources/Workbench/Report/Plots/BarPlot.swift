/// Bars in groups, upright or lying.
package struct BarPlot: Sendable {
    package struct Series: Sendable {
        package var name: String
        /// One per group.
        package var values: [Double]
        /// Ends of a whisker, one per group; empty for none.
        package var low: [Double]
        package var high: [Double]

        package init(_ name: String, _ values: [Double], low: [Double] = [], high: [Double] = []) {
            self.name = name
            self.values = values
            self.low = low
            self.high = high
        }
    }

    package var title: String
    package var note: String
    /// What the groups are.
    package var groupName: String
    package var groups: [String]
    package var axis: PlotAxis
    package var series: [Series]
    /// Lying bars have room for long names.
    package var isLying: Bool

    package init(
        _ title: String, note: String = "", groupName: String, groups: [String], axis: PlotAxis, series: [Series], isLying: Bool = false
    ) {
        self.title = title
        self.note = note
        self.groupName = groupName
        self.groups = groups
        self.axis = axis
        self.series = series
        self.isLying = isLying
    }
}
