/// The rectangle of a plot: its scales, its grid and its axes.
struct PlotFrame {
    let left, top, right, bottom: Double
    let x, y: LinearScale
    private let xAxis, yAxis: PlotAxis
    private let isPanel: Bool

    /// The space around the rectangle, without that of the upright axis' texts, which follows from them.
    struct Room {
        var left = 0.0
        var top = 26.0
        var right = 14.0
        var bottom = 44.0
    }

    /// - Parameters:
    ///   - area: left, top, right and bottom of all there is.
    ///   - isPanel: one of several: fewer ticks, and no names at the axes.
    init(
        _ area: (left: Double, top: Double, right: Double, bottom: Double), _ xAxis: PlotAxis, _ xExtent: Extent, _ yAxis: PlotAxis,
        _ yExtent: Extent,
        room: Room = Room(), isPanel: Bool = false
    ) {
        (self.xAxis, self.yAxis, self.isPanel) = (xAxis, yAxis, isPanel)
        (top, bottom) = (area.top + room.top, area.bottom - room.bottom)
        let yTicks = max(2, Int((bottom - top) / 48))
        let yExtent = yExtent.rounded(count: yTicks)
        let texts = Ticks(yExtent, count: yTicks).texts(yAxis.kind)
        left = area.left + room.left + 10 + (texts.map { Canvas.width(of: $0) }.max() ?? 20)
        right = max(area.right - room.right, left + 20)
        x = LinearScale(extent: xExtent, from: left, to: right)
        y = LinearScale(extent: yExtent, from: bottom, to: top)
    }

    /// Grid, ticks and names.
    func draw(on canvas: inout Canvas) {
        drawUpright(on: &canvas)
        drawLevel(on: &canvas)
    }

    /// Only the upright axis and its grid.
    func drawUpright(on canvas: inout Canvas) {
        let ticks = Ticks(y.extent, count: max(2, Int((bottom - top) / 48)))
        for (value, text) in zip(ticks.values, ticks.texts(yAxis.kind)) {
            canvas.line(left, y(value), right, y(value), value == 0 ? "a" : "g")
            canvas.text(text, left - 7, y(value) + 4, anchor: .end)
        }
        if !isPanel { canvas.text(Canvas.fitted(yAxis.label, canvas.width - 10), 2, top - 14, "n") }
    }

    private func drawLevel(on canvas: inout Canvas) {
        canvas.line(left, bottom, right, bottom, "a")
        for tick in levelTicks {
            canvas.line(x(tick.value), bottom, x(tick.value), bottom + 4, "a")
            canvas.text(tick.text, min(x(tick.value), canvas.width - 1 - Canvas.width(of: tick.text) / 2), bottom + 17, anchor: .middle)
        }
        if !isPanel { canvas.text(xAxis.label, right, bottom + 36, "n", anchor: .end) }
    }

    private var levelTicks: [(value: Double, text: String)] {
        if xAxis.kind == .day { return CalendarText.ticks(x.extent.low, x.extent.high, count: max(2, Int((right - left) / 62))) }
        let ticks = Ticks(x.extent, count: max(2, Int((right - left) / (isPanel ? 60 : 72))))
        return zip(ticks.values, ticks.texts(xAxis.kind)).map { ($0, $1) }
    }

    /// The places of a line's points.
    func points(_ xs: [Double], _ ys: [Double]) -> [(x: Double, y: Double)] { zip(xs, ys).map { (x($0), y($1)) } }

    /// An upright line with its text at the top.
    func mark(_ mark: PlotMark, on canvas: inout Canvas) {
        guard x.contains(mark.value) else { return }
        canvas.line(x(mark.value), top, x(mark.value), bottom, "m")
        let isLate = x(mark.value) > (left + right) / 2
        canvas.text(mark.label, x(mark.value) + (isLate ? -5 : 5), top + 11, "n", anchor: isLate ? .end : .start)
    }
}

/// Texts at the right end of lines, moved apart so that none covers another.
struct LabelColumn {
    struct Label {
        var text: String
        var place: Double
        var style: String
    }

    static func spread(_ labels: [Label], from top: Double, to bottom: Double, gap: Double = 14) -> [Label] {
        var sorted = labels.filter { $0.place.isFinite }.sorted { $0.place < $1.place }
        let gap = min(gap, (bottom - top) / Double(max(sorted.count, 1)))
        for index in sorted.indices {
            let least = index == 0 ? top : sorted[index - 1].place + gap
            sorted[index].place = max(sorted[index].place, least)
        }
        for index in sorted.indices.reversed() {
            let most = index == sorted.count - 1 ? bottom : sorted[index + 1].place - gap
            sorted[index].place = min(sorted[index].place, most)
        }
        return sorted
    }

    static func draw(_ labels: [Label], x: Double, room: Double, top: Double, bottom: Double, on canvas: inout Canvas) {
        for label in spread(labels, from: top + 4, to: bottom) {
            canvas.text(Canvas.fitted(label.text, room), x, label.place + 4, label.style)
        }
    }
}
