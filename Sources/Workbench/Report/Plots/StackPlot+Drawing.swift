extension StackPlot: PlotDrawing {
    var legend: [LegendEntry] {
        let line = self.line.map { [LegendEntry(name: $0.name, shape: .line, colour: "t")] } ?? []
        return line + layers.indices.reversed().map { LegendEntry(name: layers[$0].name, shape: .box, colour: colour($0), isDirect: true) }
    }

    /// Grey is for the part that nothing on the page caused.
    private func colour(_ index: Int) -> String {
        if isFirstGrey && index == 0 { return "x" }
        return String(Palette.fill(index - (isFirstGrey ? 1 : 0)).dropFirst())
    }

    func draw(on canvas: inout Canvas) {
        canvas.height = canvas.isNarrow ? 280 : 380
        let tops = sums
        let values = (tops.last ?? []) + (line?.values ?? [])
        let frame = PlotFrame(
            (0, 0, canvas.width, canvas.height), xAxis, Extent(x), yAxis, Extent(values, withZero: true),
            room: .init(right: canvas.isNarrow ? 14 : 120))
        frame.draw(on: &canvas)
        let places = x.map { frame.x($0) }
        for index in layers.indices {
            let below = index == 0 ? x.map { _ in frame.y(0) } : tops[index - 1].map { frame.y($0) }
            canvas.area(places, below, tops[index].map { frame.y($0) }, "\(isFirstGrey ? "y " : "")f\(colour(index))")
        }
        if let line { canvas.line(through: frame.points(x, line.values), "l st") }
        guard !canvas.isNarrow else { return }
        LabelColumn.draw(labels(tops, frame), x: frame.right + 8, room: 110, top: frame.top, bottom: frame.bottom, on: &canvas)
    }

    /// At the middle of each layer's right end.
    private func labels(_ tops: [[Double]], _ frame: PlotFrame) -> [LabelColumn.Label] {
        layers.indices.map { index in
            let (low, high) = (index == 0 ? 0 : tops[index - 1].last ?? 0, tops[index].last ?? 0)
            return LabelColumn.Label(text: layers[index].name, place: frame.y((low + high) / 2), style: "b c\(colour(index))")
        }
    }

    /// Upper ends of the layers.
    private var sums: [[Double]] {
        var below = [Double](repeating: 0, count: x.count)
        return layers.map { layer in
            for index in below.indices where index < layer.values.count && layer.values[index].isFinite {
                below[index] += max(layer.values[index], 0)
            }
            return below
        }
    }

    var alternative: String {
        let totals = layers.map { $0.values.filter(\.isFinite).reduce(0, +) }
        let all = totals.reduce(0, +)
        let parts = zip(layers, totals).map { "\($0.name) \(all > 0 ? ReadableNumber.share($1 / all) : ReadableNumber.text($1))" }
        return "\(yAxis.label) over \(xAxis.name), in layers: \(parts.joined(separator: ", ")) of the sum of \(ReadableNumber.text(all))."
            + (line.map { " The line is \($0.name)." } ?? "")
    }

    var numbers: TextTable {
        let series = layers + (line.map { [$0] } ?? [])
        return TextTable(
            columns: [xAxis.label] + series.map(\.name),
            rows: PlotRows.picked(x.count).map { row in
                [ReadableNumber.text(x[row], of: xAxis)] + series.map { row < $0.values.count ? ReadableNumber.text($0.values[row], of: yAxis) : "–" }
            })
    }
}
