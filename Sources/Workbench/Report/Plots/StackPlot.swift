/// Layers on one another over time, and a line of what was observed.
package struct StackPlot: Sendable {
    package struct Layer: Sendable {
        package var name: String
        /// One per place of `x`. Negative values are drawn as 0 and told in the table.
        package var values: [Double]

        package init(_ name: String, _ values: [Double]) {
            self.name = name
            self.values = values
        }
    }

    package var title: String
    package var note: String
    package var xAxis: PlotAxis
    package var yAxis: PlotAxis
    package var x: [Double]
    /// From the bottom up; the first may be the part without a cause of its own, drawn grey.
    package var layers: [Layer]
    package var isFirstGrey: Bool
    package var line: Layer?

    package init(
        _ title: String, note: String = "", xAxis: PlotAxis, yAxis: PlotAxis, x: [Double], layers: [Layer], isFirstGrey: Bool = true,
        line: Layer? = nil
    ) {
        self.title = title
        self.note = note
        self.xAxis = xAxis
        self.yAxis = yAxis
        self.x = x
        self.layers = layers
        self.isFirstGrey = isFirstGrey
        self.line = line
    }
}
