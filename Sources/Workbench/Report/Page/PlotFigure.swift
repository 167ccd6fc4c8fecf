extension Plot {
    /// Nil for what is a table.
    var drawing: (any PlotDrawing)? {
        switch self {
        case .intervals(let plot): plot
        case .stackedArea(let plot): plot
        case .curves(let plot): plot
        case .traces(let plot): TraceDrawing(plot: plot)
        case .ranks(let plot): RankDrawing(plot: plot)
        case .lines(let plot): plot
        case .bars(let plot): plot
        case .heat: nil
        }
    }

    /// What stands in a `figure`.
    func figure(_ number: Int) -> String {
        if case .heat(let table) = self { return Self.caption(table.title, table.note) + table.html }
        guard let drawing else { return "" }
        return Self.caption(drawing.title, drawing.note) + Self.legend(drawing.legend) + Self.picture(drawing, number, width: 780, style: "wide")
            + Self.picture(drawing, number, width: 360, style: "narrow") + Self.numbers(drawing.numbers)
    }

    private static func caption(_ title: String, _ note: String) -> String {
        "<figcaption><h3>\(Markup.escaped(title))</h3>" + (note.isEmpty ? "" : "<p>\(Markup.escaped(note))</p>") + "</figcaption>"
    }

    private static func legend(_ entries: [LegendEntry]) -> String {
        guard !entries.isEmpty else { return "" }
        return "<ul class=\"legend\" aria-hidden=\"true\">"
            + entries.map { entry in
                "<li\(entry.isDirect ? " class=\"direct\"" : "")><svg viewBox=\"0 0 22 12\" width=\"22\" height=\"12\">\(swatch(entry))</svg>\(Markup.escaped(entry.name))</li>"
            }.joined() + "</ul>"
    }

    private static func swatch(_ entry: LegendEntry) -> String {
        switch entry.shape {
        case .line: "<line x1=\"1\" y1=\"6\" x2=\"21\" y2=\"6\" class=\"l s\(entry.colour)\"/>"
        case .dash: "<line x1=\"1\" y1=\"6\" x2=\"21\" y2=\"6\" class=\"l s\(entry.colour) d\"/>"
        case .box: "<rect x=\"4\" y=\"1\" width=\"14\" height=\"10\" class=\"f\(entry.colour)\"/>"
        case .band: String(repeating: "<rect x=\"1\" y=\"1\" width=\"20\" height=\"10\" class=\"f\(entry.colour) w\"/>", count: entry.depth)
        case .dot: "<circle cx=\"11\" cy=\"6\" r=\"4.5\" class=\"f\(entry.colour)\"/>"
        }
    }

    /// The same picture is drawn for wide pages and for telephones; the style shows one of them.
    private static func picture(_ drawing: any PlotDrawing, _ number: Int, width: Double, style: String) -> String {
        var canvas = Canvas(width: width)
        drawing.draw(on: &canvas)
        let (size, id) = ("\(Int(width)) \(Int(canvas.height.rounded(.up)))", "p\(number)\(style)")
        return
            "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"plot \(style)\" viewBox=\"0 0 \(size)\" role=\"img\" aria-labelledby=\"\(id)t \(id)d\">"
            + "<title id=\"\(id)t\">\(Markup.escaped(drawing.title))</title><desc id=\"\(id)d\">\(Markup.escaped(drawing.alternative))</desc>"
            + canvas.body + "</svg>"
    }

    private static func numbers(_ table: TextTable) -> String {
        "<details><summary>Show the numbers</summary><div class=\"scroll\">\(table.html)</div></details>"
    }
}

extension TextTable {
    var html: String {
        let numeric = columns.indices.map { isNumeric($0) ? " class=\"n\"" : "" }
        var html = "<table>"
        if let title { html += "<caption>\(Markup.escaped(title))</caption>" }
        html +=
            "<thead><tr>" + columns.indices.map { "<th scope=\"col\"\(numeric[$0])>\(Markup.escaped(columns[$0]))</th>" }.joined()
            + "</tr></thead><tbody>"
        for row in rows {
            html += "<tr>" + columns.indices.map { "<td\(numeric[$0])>\(Markup.escaped($0 < row.count ? row[$0] : ""))</td>" }.joined() + "</tr>"
        }
        return html + "</tbody></table>"
    }
}
