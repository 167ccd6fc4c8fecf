/// Curves with bands, one small picture each, all with the same height of axis.
package struct CurvePlot: Sendable {
    package struct Curve: Sendable {
        package var name: String
        package var x: [Double]
        package var y: [Double]
        package var low: [Double]
        package var high: [Double]
        /// Where one stands now.
        package var current: PlotMark?
        /// Beyond this the curve is dashed: nothing was observed there.
        package var knownUntil: Double?

        package init(
            _ name: String, x: [Double], y: [Double], low: [Double] = [], high: [Double] = [], current: PlotMark? = nil, knownUntil: Double? = nil
        ) {
            self.name = name
            self.x = x
            self.y = y
            self.low = low
            self.high = high
            self.current = current
            self.knownUntil = knownUntil
        }
    }

    package var title: String
    package var note: String
    package var xAxis: PlotAxis
    package var yAxis: PlotAxis
    package var curves: [Curve]
    package var bandName: String

    package init(_ title: String, note: String = "", xAxis: PlotAxis, yAxis: PlotAxis, curves: [Curve], bandName: String = "94 % band") {
        self.title = title
        self.note = note
        self.xAxis = xAxis
        self.yAxis = yAxis
        self.curves = curves
        self.bandName = bandName
    }
}
