/// What is drawn, as SVG. An element with a coordinate that is no number is left out, so none can reach the page.
struct Canvas {
    let width: Double
    /// Set by what is drawn.
    var height = 300.0
    private(set) var body = ""

    init(width: Double) { self.width = width }

    /// Whether it is meant for a telephone.
    var isNarrow: Bool { width < 500 }

    mutating func line(_ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double, _ style: String) {
        guard let x1 = place(x1), let y1 = place(y1), let x2 = place(x2), let y2 = place(y2) else { return }
        body += "<line x1=\"\(x1)\" y1=\"\(y1)\" x2=\"\(x2)\" y2=\"\(y2)\" class=\"\(style)\"/>"
    }

    /// A rectangle between two corners.
    mutating func rectangle(_ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double, _ style: String, rounding: Double = 0) {
        guard let x = place(min(x1, x2)), let y = place(min(y1, y2)), let width = place(abs(x2 - x1)), let height = place(abs(y2 - y1)) else {
            return
        }
        let corner = rounding > 0 ? " rx=\"\(place(rounding) ?? "0")\"" : ""
        body += "<rect x=\"\(x)\" y=\"\(y)\" width=\"\(width)\" height=\"\(height)\"\(corner) class=\"\(style)\"/>"
    }

    mutating func circle(_ x: Double, _ y: Double, _ radius: Double, _ style: String) {
        guard let x = place(x), let y = place(y), let radius = place(radius) else { return }
        body += "<circle cx=\"\(x)\" cy=\"\(y)\" r=\"\(radius)\" class=\"\(style)\"/>"
    }

    /// An open line through the points; a point that is no number interrupts it, and one that stands alone is a short dash.
    mutating func line(through points: [(x: Double, y: Double)], _ style: String) {
        var text = ""
        for (index, point) in points.enumerated() {
            guard let x = place(point.x), let y = place(point.y) else { continue }
            let isFirst = index == 0 || !isPlaced(points[index - 1])
            let isAlone = isFirst && (index + 1 == points.count || !isPlaced(points[index + 1]))
            text += isAlone ? "M\(x) \(y)h2" : "\(isFirst ? "M" : "L")\(x) \(y)"
        }
        if !text.isEmpty { body += "<path d=\"\(text)\" class=\"\(style)\"/>" }
    }

    /// The ground between two lines over the same places; places without a number interrupt it.
    mutating func area(_ x: [Double], _ low: [Double], _ high: [Double], _ style: String) {
        var text = ""
        var run: [Int] = []
        for index in 0...min(x.count, low.count, high.count) {
            let isInside = index < min(x.count, low.count, high.count)
            if isInside, isPlaced((x[index], low[index])), isPlaced((x[index], high[index])) {
                run.append(index)
                continue
            }
            if run.count > 1 { text += closed(run.map { (x[$0], high[$0]) } + run.reversed().map { (x[$0], low[$0]) }) }
            run.removeAll()
        }
        if !text.isEmpty { body += "<path d=\"\(text)\" class=\"\(style)\"/>" }
    }

    private func closed(_ points: [(x: Double, y: Double)]) -> String {
        points.enumerated().map { index, point in "\(index == 0 ? "M" : "L")\(place(point.x) ?? "0") \(place(point.y) ?? "0")" }.joined() + "Z"
    }

    enum Anchor: String { case start, middle, end }

    mutating func text(_ text: String, _ x: Double, _ y: Double, _ style: String = "t", anchor: Anchor = .start) {
        guard !text.isEmpty, let x = place(x), let y = place(y) else { return }
        let side = anchor == .start ? "" : " text-anchor=\"\(anchor.rawValue)\""
        body += "<text x=\"\(x)\" y=\"\(y)\"\(side) class=\"\(style)\">\(Markup.escaped(text))</text>"
    }

    private func isPlaced(_ point: (x: Double, y: Double)) -> Bool { point.x.isFinite && point.y.isFinite }

    /// A coordinate with one decimal; nil for what is no number.
    private func place(_ value: Double) -> String? {
        guard value.isFinite else { return nil }
        let tenths = Int((min(max(value, -1e5), 1e5) * 10).rounded())
        let (whole, part) = (abs(tenths) / 10, abs(tenths) % 10)
        return "\(tenths < 0 ? "-" : "")\(whole)\(part == 0 ? "" : ".\(part)")"
    }

    /// The width of a text in the size of labels, about.
    static func width(of text: String) -> Double { 6.7 * Double(text.count) }

    /// The text cut to a width.
    static func fitted(_ text: String, _ width: Double) -> String {
        let room = max(3, Int(width / 6.7))
        return text.count <= room ? text : text.prefix(room - 1) + "…"
    }
}
