/// Traces: the chains should look like one band, without trends and without a chain apart.
struct TraceDrawing: PlotDrawing {
    let plot: ChainPlot

    var title: String { plot.title }
    var note: String { plot.note }
    var legend: [LegendEntry] { plot.chainLegend }

    func draw(on canvas: inout Canvas) {
        let grid = PanelGrid(plot.parameters.count, on: canvas, height: 150, most: 2)
        canvas.height = grid.height(of: plot.parameters.count) + 6
        for (index, parameter) in plot.parameters.enumerated() {
            let count = parameter.chains.map(\.count).max() ?? 0
            let frame = PlotFrame(
                grid.area(index), PlotAxis("draw"), Extent([0, Double(max(count - 1, 1))]), PlotAxis(parameter.name),
                Extent(parameter.chains.joined()), room: .init(right: 10, bottom: 24), isPanel: true)
            frame.draw(on: &canvas)
            canvas.text(Canvas.fitted(parameter.name, grid.width - 10), frame.left, frame.top - 8, "b")
            for (chain, draws) in parameter.chains.enumerated() {
                let kept = Self.thinned(draws, to: Int(frame.right - frame.left) / 2)
                canvas.line(through: frame.points(kept.map { Double($0) }, kept.map { draws[$0] }), "z \(Palette.stroke(chain))")
            }
        }
    }

    /// The least and the greatest of each short run, so that no excursion is lost.
    static func thinned(_ draws: [Double], to width: Int) -> [Int] {
        let runs = max(width / 2, 1)
        guard draws.count > 2 * runs else { return Array(draws.indices) }
        return (0..<runs).flatMap { run -> [Int] in
            let range = run * draws.count / runs..<(run + 1) * draws.count / runs
            guard let least = range.min(by: { draws[$0] < draws[$1] }), let greatest = range.max(by: { draws[$0] < draws[$1] }) else { return [] }
            return least == greatest ? [least] : [min(least, greatest), max(least, greatest)]
        }
    }

    var alternative: String {
        "Draws in order, one line per chain, of \(plot.parameters.map(\.name).joined(separator: ", ")). Where the lines lie over one another, the chains agree."
    }

    var numbers: TextTable {
        TextTable(
            columns: ["parameter", "chain", "draws", "mean", "least", "greatest"],
            rows: plot.parameters.flatMap { parameter in
                parameter.chains.enumerated().map { chain, draws in
                    let known = draws.filter(\.isFinite)
                    let mean = known.reduce(0, +) / Double(known.count)
                    return [parameter.name, "\(chain + 1)", "\(draws.count)"]
                        + [mean, known.min() ?? .nan, known.max() ?? .nan].map { ReadableNumber.text($0) }
                }
            })
    }
}

extension ChainPlot {
    var chainLegend: [LegendEntry] {
        (0..<(parameters.map(\.chains.count).max() ?? 0)).map { LegendEntry(name: "chain \($0 + 1)", shape: .line, colour: "\($0 % Palette.count)") }
    }
}
