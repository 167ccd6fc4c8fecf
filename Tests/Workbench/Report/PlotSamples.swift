@testable import Workbench

/// Plots of every kind over the same values.
enum PlotSamples {
    static func all(name: String = "tv", x: [Double] = [1, 2, 3, 4], y: [Double] = [3, 1, 4, 1.5]) -> [Plot] {
        let (number, day) = (PlotAxis("spend", unit: name), PlotAxis("week", kind: .day))
        let low = y.map { $0 - 1 }
        let high = y.map { $0 + 1 }
        let chains = ChainPlot("Chains", parameters: [.init(name, chains: [y, low]), .init("b", chains: [[], y])])
        return [
            .intervals(
                IntervalPlot(
                    name, axis: number,
                    rows: y.indices.map { .init("\(name) \($0)", centre: y[$0], inner: [low[$0], high[$0]], outer: [low[$0] - 1, high[$0] + 1]) },
                    reference: PlotMark(1, "break-even"))),
            .stackedArea(
                StackPlot(name, xAxis: day, yAxis: number, x: x, layers: [.init("base", y), .init(name, high)], line: .init("observed", low))),
            .curves(
                CurvePlot(
                    name, xAxis: number, yAxis: number,
                    curves: [.init(name, x: x, y: y, low: low, high: high, current: PlotMark(2.5, "now"), knownUntil: 3), .init("b", x: x, y: y)])),
            .traces(chains), .ranks(chains),
            .lines(
                LinePlot(
                    name, note: name, xAxis: day, yAxis: PlotAxis("share", kind: .share),
                    lines: [.init(name, x: x, y: y, colour: 1), .init("b", x: x, y: low, style: .dashed)],
                    bands: [.init(name, x: x, low: low, high: high)],
                    points: zip(x, y).map { .init(x: $0, y: $1, kind: name, label: name) }, split: PlotMark(2, name))),
            .lines(
                LinePlot(name, xAxis: number, yAxis: number, lines: (0..<9).map { .init("\(name) \($0)", x: x, y: high) }, isSequence: true)),
            .bars(
                BarPlot(
                    name, groupName: name, groups: x.map { "\(name) \($0)" }, axis: number,
                    series: [.init(name, y, low: low, high: high), .init("b", high)])),
            .bars(
                BarPlot(
                    name, groupName: name, groups: x.map { "\($0)" }, axis: PlotAxis("part", kind: .share), series: [.init(name, y)], isLying: true)),
            .heat(HeatTable(name, rowName: name, rows: [name, "all"], columns: x.map { "\($0)" }, values: [y, [nil]], hasTotals: true)),
        ]
    }
}
