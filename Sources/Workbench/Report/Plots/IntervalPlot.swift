/// Estimates one below the other: a dot, a thick bar for the inner interval, a thin one for the outer.
package struct IntervalPlot: Sendable {
    package struct Row: Sendable {
        package var label: String
        package var centre: Double
        /// Lower and upper end; nil where there is none.
        package var inner: [Double]?
        package var outer: [Double]?

        package init(_ label: String, centre: Double, inner: [Double]? = nil, outer: [Double]? = nil) {
            self.label = label
            self.centre = centre
            self.inner = inner
            self.outer = outer
        }
    }

    package var title: String
    /// How the picture is read.
    package var note: String
    package var axis: PlotAxis
    package var rows: [Row]
    package var reference: PlotMark?
    /// What the bars are, such as `50 %` and `94 %`.
    package var innerName: String
    package var outerName: String

    package init(
        _ title: String, note: String = "", axis: PlotAxis, rows: [Row], reference: PlotMark? = nil, innerName: String = "50 %",
        outerName: String = "94 %"
    ) {
        self.title = title
        self.note = note
        self.axis = axis
        self.rows = rows
        self.reference = reference
        self.innerName = innerName
        self.outerName = outerName
    }
}
