extension IntervalPlot: PlotDrawing {
    private static let rowHeight = 30.0

    var legend: [LegendEntry] {
        var entries: [LegendEntry] = [LegendEntry(name: "estimate", shape: .dot, colour: "0")]
        if rows.contains(where: { ends($0.inner) != nil }) { entries.append(LegendEntry(name: "\(innerName) interval", shape: .box, colour: "0")) }
        if rows.contains(where: { ends($0.outer) != nil }) { entries.append(LegendEntry(name: "\(outerName) interval", shape: .line, colour: "0")) }
        if let reference {
            entries.append(LegendEntry(name: "\(reference.label) (\(ReadableNumber.text(reference.value, of: axis)))", shape: .dash, colour: "t"))
        }
        return entries
    }

    func draw(on canvas: inout Canvas) {
        let longest = rows.map { Canvas.width(of: $0.label) }.max() ?? 0
        let left = min(1.12 * longest + 16, canvas.width * 0.36)
        let right = canvas.width - (canvas.isNarrow ? 10 : 190)
        let (top, bottom) = (12.0, 12 + Self.rowHeight * Double(max(rows.count, 1)))
        let ticks = max(2, Int((right - left) / 72))
        let x = LinearScale(extent: extent.rounded(count: ticks), from: left, to: right)
        canvas.height = bottom + 44
        for (value, text) in labelled(Ticks(x.extent, count: ticks)) {
            canvas.line(x(value), top, x(value), bottom, value == 0 ? "a" : "g")
            canvas.text(text, x(value), bottom + 17, anchor: .middle)
        }
        canvas.text(Canvas.fitted(axis.label, canvas.width - 10), right, bottom + 36, "n", anchor: .end)
        if let reference { canvas.line(x(reference.value), top - 8, x(reference.value), bottom, "m") }
        for (index, row) in rows.enumerated() {
            draw(row, at: top + Self.rowHeight * (Double(index) + 0.5), x, labelRoom: left - 10, on: &canvas)
        }
    }

    private func draw(_ row: Row, at y: Double, _ x: LinearScale, labelRoom: Double, on canvas: inout Canvas) {
        canvas.text(Canvas.fitted(row.label, labelRoom), 2, y + 4, "b")
        if let outer = ends(row.outer) { canvas.line(x(outer.0), y, x(outer.1), y, "l s0") }
        if let inner = ends(row.inner) { canvas.rectangle(x(inner.0), y - 4, x(inner.1), y + 4, "f0", rounding: 2) }
        if row.centre.isFinite { canvas.circle(x(row.centre), y, 5, "p f0") }
        if !canvas.isNarrow { canvas.text(said(row), canvas.width - 178, y + 4) }
    }

    private func labelled(_ ticks: Ticks) -> [(Double, String)] { Array(zip(ticks.values, ticks.texts(axis.kind))) }

    private func ends(_ pair: [Double]?) -> (Double, Double)? {
        guard let pair, pair.count == 2, pair[0].isFinite, pair[1].isFinite else { return nil }
        return (pair[0], pair[1])
    }

    private func said(_ row: Row) -> String {
        guard let outer = ends(row.outer) else { return text(row.centre) }
        let values = [row.centre, outer.0, outer.1]
        let texts = axis.kind == .number ? ReadableNumber.texts(values) : values.map(text)
        return "\(texts[0]) (\(texts[1]) to \(texts[2]))"
    }

    private func text(_ value: Double) -> String { ReadableNumber.text(value, of: axis) }

    private var extent: Extent {
        let values = rows.flatMap { [$0.centre] + ($0.inner ?? []) + ($0.outer ?? []) } + (reference.map { [$0.value] } ?? [])
        return Extent(values, withZero: axis.startsAtZero)
    }

    var alternative: String {
        guard !rows.isEmpty else { return "There is nothing to show." }
        return "\(axis.label), estimate and \(outerName) interval. " + rows.map { "\($0.label): \(said($0))." }.joined(separator: " ")
    }

    var numbers: TextTable {
        TextTable(
            columns: ["", "estimate", "\(innerName) from", "\(innerName) to", "\(outerName) from", "\(outerName) to"],
            rows: rows.map { row in
                let (inner, outer) = (ends(row.inner), ends(row.outer))
                return [row.label] + [row.centre, inner?.0, inner?.1, outer?.0, outer?.1].map { $0.map(text) ?? "–" }
            })
    }
}
