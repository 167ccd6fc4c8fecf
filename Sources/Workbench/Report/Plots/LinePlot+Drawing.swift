extension LinePlot: PlotDrawing {
    /// More lines than this have no texts at their ends.
    private static let mostLabels = 14

    var legend: [LegendEntry] {
        let bands = self.bands.enumerated().map { index, band in
            let below = self.bands.prefix(index).count { $0.colour == band.colour }
            return LegendEntry(name: band.name, shape: .band, colour: "\(abs(band.colour) % Palette.count)", depth: below + 1)
        }
        return (isSequence ? sequenceLegend : lineLegend) + bands
            + kinds.enumerated().map { index, kind in
                LegendEntry(name: kind, shape: .dot, colour: "\(pointColour(index))")
            }
    }

    private var lineLegend: [LegendEntry] {
        lines.indices.map { index in
            LegendEntry(
                name: lines[index].name, shape: lines[index].style == .solid && !isRepeated(lines[index]) ? .line : .dash, colour: colour(index),
                isDirect: isLabelled)
        }
    }

    /// From the eighth on the colours return dashed.
    private func isRepeated(_ line: Line) -> Bool { (line.colour ?? 0) >= Palette.count }

    /// The first, the middle and the last of many.
    private var sequenceLegend: [LegendEntry] {
        let chosen = lines.count > 4 ? [0, lines.count / 2, lines.count - 1] : Array(lines.indices)
        return chosen.map { LegendEntry(name: lines[$0].name, shape: .line, colour: colour($0)) }
    }

    private var isLabelled: Bool { !isSequence && lines.count > 1 && lines.count <= Self.mostLabels }

    private func colour(_ index: Int) -> String {
        if isSequence { return "q\(Palette.sequence(index, of: lines.count))" }
        return lines[index].colour.map { "\(abs($0) % Palette.count)" } ?? "t"
    }

    private var kinds: [String] {
        points.reduce(into: []) { kinds, point in if !kinds.contains(point.kind) { kinds.append(point.kind) } }
    }

    /// Colours that the line at 0 does not have, the strongest first.
    private func pointColour(_ kind: Int) -> Int { [3, 1, 4, 2, 5, 6][kind % 6] }

    func draw(on canvas: inout Canvas) {
        canvas.height = canvas.isNarrow ? 270 : 340
        let room = isLabelled && !canvas.isNarrow ? min(140, 20 + (lines.map { Canvas.width(of: $0.name) }.max() ?? 0)) : 14
        let frame = PlotFrame((0, 0, canvas.width, canvas.height), xAxis, xExtent, yAxis, yExtent, room: .init(right: room))
        frame.draw(on: &canvas)
        for band in bands {
            canvas.area(
                band.x.map { frame.x($0) }, band.low.map { frame.y($0) }, band.high.map { frame.y($0) }, "\(Palette.fill(band.colour)) w")
        }
        if let split { frame.mark(split, on: &canvas) }
        for (index, line) in lines.enumerated() {
            let dash = line.style == .dotted ? " o" : line.style == .dashed || isRepeated(line) ? " d" : ""
            canvas.line(through: frame.points(line.x, line.y), "l s\(colour(index))\(dash)")
        }
        let kinds = self.kinds
        for point in points {
            guard let kind = kinds.firstIndex(of: point.kind) else { continue }
            canvas.circle(frame.x(point.x), frame.y(point.y), 5, "p f\(pointColour(kind))")
        }
        guard isLabelled, !canvas.isNarrow else { return }
        LabelColumn.draw(labels(frame), x: frame.right + 8, room: room - 12, top: frame.top, bottom: frame.bottom, on: &canvas)
    }

    private func labels(_ frame: PlotFrame) -> [LabelColumn.Label] {
        lines.indices.compactMap { index in
            guard let last = lines[index].y.last(where: \.isFinite) else { return nil }
            return LabelColumn.Label(text: lines[index].name, place: frame.y(last), style: "b c\(colour(index))")
        }
    }

    private var xExtent: Extent {
        Extent((lines.map(\.x) + bands.map(\.x) + [points.map(\.x)]).joined(), withZero: xAxis.startsAtZero)
    }

    private var yExtent: Extent {
        Extent((lines.map(\.y) + bands.flatMap { [$0.low, $0.high] } + [points.map(\.y)]).joined(), withZero: yAxis.startsAtZero)
    }

    var alternative: String {
        let ends = lines.prefix(Self.mostLabels).map { line in
            "\(line.name) goes from \(text(line.y.first(where: \.isFinite))) to \(text(line.y.last(where: \.isFinite)))"
        }
        let marked =
            points.isEmpty
            ? "" : " \(points.count) points are marked: " + points.prefix(12).map { "\($0.kind) \($0.label)" }.joined(separator: "; ") + "."
        return "\(yAxis.label) by \(xAxis.label). \(ends.joined(separator: "; ")).\(marked)"
    }

    private func text(_ value: Double?) -> String { value.map { ReadableNumber.text($0, of: yAxis) } ?? "–" }

    /// Lines and bands by their places, joined.
    var numbers: TextTable {
        var columns: [(name: String, values: [Double: Double])] = lines.map { ($0.name, Self.byPlace($0.x, $0.y)) }
        for band in bands {
            columns.append(("\(band.name), from", Self.byPlace(band.x, band.low)))
            columns.append(("\(band.name), to", Self.byPlace(band.x, band.high)))
        }
        let places = Set(columns.flatMap(\.values.keys)).sorted()
        let notes = Dictionary(points.map { ($0.x, "\($0.kind) \($0.label)") }, uniquingKeysWith: { "\($0); \($1)" })
        return TextTable(
            columns: [xAxis.label] + columns.map(\.name) + (points.isEmpty ? [] : ["marked"]),
            rows: PlotRows.picked(places.count).map { row in
                [ReadableNumber.text(places[row], of: xAxis)] + columns.map { text($0.values[places[row]]) }
                    + (points.isEmpty ? [] : [notes[places[row]] ?? ""])
            })
    }

    private static func byPlace(_ x: [Double], _ y: [Double]) -> [Double: Double] {
        Dictionary(zip(x, y).filter { $0.0.isFinite }.map { ($0.0, $0.1) }, uniquingKeysWith: { $1 })
    }
}
