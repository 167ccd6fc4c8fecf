/// Lines, bands and marked points on common axes.
package struct LinePlot: Sendable {
    package struct Line: Sendable {
        package enum Style: Sendable, Equatable { case solid, dashed, dotted }

        package var name: String
        package var x: [Double]
        /// What is not a number interrupts the line.
        package var y: [Double]
        package var style: Style
        /// The colour's number; nil is the colour of text.
        package var colour: Int?

        package init(_ name: String, x: [Double], y: [Double], style: Style = .solid, colour: Int? = nil) {
            self.name = name
            self.x = x
            self.y = y
            self.style = style
            self.colour = colour
        }
    }

    package struct Band: Sendable {
        package var name: String
        package var x: [Double]
        package var low: [Double]
        package var high: [Double]
        package var colour: Int

        package init(_ name: String, x: [Double], low: [Double], high: [Double], colour: Int = 0) {
            self.name = name
            self.x = x
            self.low = low
            self.high = high
            self.colour = colour
        }
    }

    package struct Point: Sendable {
        package var x: Double
        package var y: Double
        /// Points of one kind have one shape and colour.
        package var kind: String
        /// Such as the date and how far it is off; told in the table.
        package var label: String

        package init(x: Double, y: Double, kind: String, label: String = "") {
            self.x = x
            self.y = y
            self.kind = kind
            self.label = label
        }
    }

    package var title: String
    package var note: String
    package var xAxis: PlotAxis
    package var yAxis: PlotAxis
    package var lines: [Line]
    /// Drawn below the lines, the widest first.
    package var bands: [Band]
    package var points: [Point]
    /// An upright line, such as today.
    package var split: PlotMark?
    /// Whether colours go from light to dark with the lines' order instead of telling them apart.
    package var isSequence: Bool

    package init(
        _ title: String, note: String = "", xAxis: PlotAxis, yAxis: PlotAxis, lines: [Line], bands: [Band] = [], points: [Point] = [],
        split: PlotMark? = nil, isSequence: Bool = false
    ) {
        self.title = title
        self.note = note
        self.xAxis = xAxis
        self.yAxis = yAxis
        self.lines = lines
        self.bands = bands
        self.points = points
        self.split = split
        self.isSequence = isSequence
    }
}
