extension CurvePlot: PlotDrawing {
    var legend: [LegendEntry] {
        var entries = [LegendEntry(name: "expected", shape: .line, colour: "0")]
        if curves.contains(where: { !$0.low.isEmpty }) { entries.append(LegendEntry(name: bandName, shape: .band, colour: "0")) }
        if let mark = curves.compactMap(\.current).first { entries.append(LegendEntry(name: mark.label, shape: .dot, colour: "1")) }
        if curves.contains(where: { $0.knownUntil != nil }) {
            entries.append(LegendEntry(name: "beyond what was observed", shape: .dash, colour: "0"))
        }
        return entries
    }

    func draw(on canvas: inout Canvas) {
        let grid = PanelGrid(curves.count, on: canvas, height: canvas.isNarrow ? 190 : 230, most: 3)
        let names = 34.0
        canvas.height = grid.height(of: curves.count) + names
        canvas.text(Canvas.fitted(yAxis.label, canvas.width - 10), 2, 12, "n")
        canvas.text(Canvas.fitted(xAxis.label, canvas.width - 10), canvas.width, canvas.height - 6, "n", anchor: .end)
        let heights = Extent(curves.flatMap { $0.y + $0.low + $0.high }, withZero: true)
        for (index, curve) in curves.enumerated() {
            let area = grid.area(index)
            let frame = PlotFrame(
                (area.left, area.top + 16, area.right, area.bottom + 16), xAxis, Extent(curve.x, withZero: xAxis.startsAtZero), yAxis, heights,
                room: .init(right: 10, bottom: 24), isPanel: true)
            frame.draw(on: &canvas)
            canvas.text(Canvas.fitted(curve.name, grid.width - 10), frame.left, frame.top - 8, "b")
            draw(curve, frame, on: &canvas)
        }
    }

    private func draw(_ curve: Curve, _ frame: PlotFrame, on canvas: inout Canvas) {
        let places = curve.x.map { frame.x($0) }
        canvas.area(places, curve.low.map { frame.y($0) }, curve.high.map { frame.y($0) }, "f0 w")
        let limit = curve.knownUntil ?? .infinity
        let known = curve.x.prefix { $0 <= limit }.count
        canvas.line(through: frame.points(Array(curve.x.prefix(known)), curve.y), "l s0")
        let from = max(known - 1, 0)
        if known < curve.x.count { canvas.line(through: frame.points(Array(curve.x.dropFirst(from)), Array(curve.y.dropFirst(from))), "l s0 d") }
        guard let mark = curve.current, let height = curve.value(at: mark.value) else { return }
        canvas.line(frame.x(mark.value), frame.bottom, frame.x(mark.value), frame.y(height), "m")
        canvas.circle(frame.x(mark.value), frame.y(height), 5, "p f1")
    }

    var alternative: String {
        guard !curves.isEmpty else { return "There is nothing to show." }
        return "\(yAxis.label) by \(xAxis.label), one curve each. "
            + curves.map { curve in
                guard let mark = curve.current, let height = curve.value(at: mark.value) else { return "\(curve.name)." }
                return "\(curve.name): \(ReadableNumber.text(height, of: yAxis)) at \(ReadableNumber.text(mark.value, of: xAxis)) (\(mark.label))."
            }.joined(separator: " ")
    }

    var numbers: TextTable {
        TextTable(
            columns: ["", xAxis.label, yAxis.label, "from", "to"],
            rows: curves.flatMap { curve in
                stride(from: 0, to: min(curve.x.count, curve.y.count), by: max(1, curve.x.count / 10)).map { row in
                    [curve.name, ReadableNumber.text(curve.x[row], of: xAxis)]
                        + [curve.y, curve.low, curve.high].map { row < $0.count ? ReadableNumber.text($0[row], of: yAxis) : "–" }
                }
            })
    }
}

extension CurvePlot.Curve {
    /// Between the two nearest points; nil outside.
    func value(at place: Double) -> Double? {
        guard place.isFinite, let after = x.indices.first(where: { x[$0] >= place && $0 < y.count }) else { return nil }
        guard after > 0 else { return x[after] == place ? y[after] : nil }
        let span = x[after] - x[after - 1]
        let part = span > 0 ? (place - x[after - 1]) / span : 1
        let value = y[after - 1] + part * (y[after] - y[after - 1])
        return value.isFinite ? value : nil
    }
}
