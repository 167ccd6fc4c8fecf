extension BarPlot: PlotDrawing {
    var legend: [LegendEntry] {
        series.count < 2 ? [] : series.indices.map { LegendEntry(name: series[$0].name, shape: .box, colour: "\($0 % Palette.count)") }
    }

    func draw(on canvas: inout Canvas) {
        let longest = groups.map { Canvas.width(of: $0) }.max() ?? 0
        let space = (canvas.width - 70) / Double(max(groups.count, 1))
        if isLying || longest + 6 > space { drawLying(on: &canvas) } else { drawUpright(on: &canvas) }
    }

    private func drawUpright(on canvas: inout Canvas) {
        canvas.height = canvas.isNarrow ? 250 : 300
        let frame = PlotFrame(
            (0, 0, canvas.width, canvas.height), PlotAxis(groupName), Extent([-0.5, Double(max(groups.count, 1)) - 0.5]), axis, extent)
        frame.drawUpright(on: &canvas)
        let space = (frame.right - frame.left) / Double(max(groups.count, 1))
        let width = min(0.78 * space / Double(max(series.count, 1)), 46)
        for (group, name) in groups.enumerated() {
            canvas.text(name, frame.x(Double(group)), frame.bottom + 17, anchor: .middle)
            for (index, values) in series.enumerated() where group < values.values.count {
                let centre = frame.x(Double(group)) + width * (Double(index) - Double(series.count - 1) / 2)
                canvas.rectangle(centre - width / 2 + 0.5, frame.y(0), centre + width / 2 - 0.5, frame.y(values.values[group]), fill(index, group))
                guard let whisker = values.whisker(group) else { continue }
                canvas.line(centre, frame.y(whisker.0), centre, frame.y(whisker.1), "l st")
            }
        }
        canvas.text(groupName, frame.right, frame.bottom + 36, "n", anchor: .end)
    }

    private func drawLying(on canvas: inout Canvas) {
        let longest = groups.map { Canvas.width(of: $0) }.max() ?? 0
        let thick = series.count < 2 ? 18.0 : 14
        let pitch = thick * Double(max(series.count, 1)) + 12
        let (left, top) = (min(1.12 * longest + 14, canvas.width * 0.4), 8.0)
        let (right, bottom) = (canvas.width - (canvas.isNarrow ? 56 : 80), 8 + pitch * Double(max(groups.count, 1)))
        canvas.height = bottom + 44
        let count = max(2, Int((right - left) / 76))
        let x = LinearScale(extent: extent.rounded(count: count), from: left, to: right)
        let ticks = Ticks(x.extent, count: count)
        for (value, text) in zip(ticks.values, ticks.texts(axis.kind)) {
            canvas.line(x(value), top, x(value), bottom, value == 0 ? "a" : "g")
            canvas.text(text, x(value), bottom + 17, anchor: .middle)
        }
        canvas.text(Canvas.fitted(axis.label, canvas.width - 10), right, bottom + 36, "n", anchor: .end)
        for (group, name) in groups.enumerated() {
            let middle = top + pitch * (Double(group) + 0.5)
            canvas.text(Canvas.fitted(name, left - 8), 2, middle + 4, "b")
            for (index, values) in series.enumerated() where group < values.values.count {
                let y = middle + thick * (Double(index) - Double(series.count) / 2)
                canvas.rectangle(x(0), y + 1, x(values.values[group]), y + thick - 1, fill(index, group))
                let end = max(values.values[group], values.whisker(group)?.1 ?? values.values[group], 0)
                if let whisker = values.whisker(group) { canvas.line(x(whisker.0), y + thick / 2, x(whisker.1), y + thick / 2, "l st") }
                canvas.text(ReadableNumber.text(values.values[group], of: axis), x(end) + 6, y + thick / 2 + 4)
            }
        }
    }

    /// Where there is one series, what lies below 0 has a colour of its own.
    private func fill(_ index: Int, _ group: Int) -> String { Palette.fill(series.count == 1 && series[index].values[group] < 0 ? 3 : index) }

    private var extent: Extent { Extent(series.flatMap { $0.values + $0.low + $0.high }, withZero: true) }

    var alternative: String {
        let shown = groups.indices.prefix(20).map { group in
            "\(groups[group]): "
                + series.map { values in
                    let text = group < values.values.count ? ReadableNumber.text(values.values[group], of: axis) : "–"
                    return series.count < 2 ? text : "\(values.name) \(text)"
                }.joined(separator: ", ")
        }
        return "\(axis.label) by \(groupName). " + shown.joined(separator: "; ") + "."
    }

    var numbers: TextTable {
        TextTable(
            columns: [groupName] + series.flatMap { $0.low.isEmpty ? [$0.name] : [$0.name, "\($0.name), from", "\($0.name), to"] },
            rows: groups.indices.map { group in
                [groups[group]]
                    + series.flatMap { values in
                        (values.low.isEmpty ? [values.values] : [values.values, values.low, values.high]).map {
                            group < $0.count ? ReadableNumber.text($0[group], of: axis) : "–"
                        }
                    }
            })
    }
}

extension BarPlot.Series {
    fileprivate func whisker(_ group: Int) -> (Double, Double)? {
        guard group < low.count, group < high.count, low[group].isFinite, high[group].isFinite else { return nil }
        return (low[group], high[group])
    }
}
