/// A picture as plain values; the report draws it.
package enum Plot: Sendable {
    /// Estimates with their 50 % and wider bars, one row each.
    case intervals(IntervalPlot)
    /// What a total is made of over time, and the observed line over it.
    case stackedArea(StackPlot)
    /// One small picture per curve, with its band and where one stands on it.
    case curves(CurvePlot)
    /// Draws of one parameter in order, one line per chain.
    case traces(ChainPlot)
    /// How the draws of each chain rank among all.
    case ranks(ChainPlot)
    /// Lines, bands and marked points on common axes: cohorts, forecasts, anomalies, shares.
    case lines(LinePlot)
    /// Bars side by side, or one per row.
    case bars(BarPlot)
    /// Numbers in rows and columns, coloured by their size.
    case heat(HeatTable)
}

/// What an axis shows.
package struct PlotAxis: Sendable, Equatable {
    package enum Kind: Sendable, Equatable {
        case number
        /// 0.25 is shown as 25 %.
        case share
        /// Days since 1970-01-01.
        case day
    }

    package var name: String
    /// Such as `EUR` or `weeks`; may be empty.
    package var unit: String
    package var kind: Kind
    /// Whether the axis begins at 0 whatever the values.
    package var startsAtZero: Bool

    package init(_ name: String, unit: String = "", kind: Kind = .number, startsAtZero: Bool = false) {
        self.name = name
        self.unit = unit
        self.kind = kind
        self.startsAtZero = startsAtZero
    }

    var label: String { unit.isEmpty ? name : "\(name) (\(unit))" }
}

/// A value worth a line across the picture, such as the break-even at 1.
package struct PlotMark: Sendable, Equatable {
    package var value: Double
    package var label: String

    package init(_ value: Double, _ label: String) {
        self.value = value
        self.label = label
    }
}
