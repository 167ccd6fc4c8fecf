extension Report {
    /// The page as one file: it holds its style, runs nothing and fetches nothing. Well-formed XML too.
    package func html() -> String {
        var page = PageWriter()
        page.open(title)
        page.add("<header><h1>\(Markup.escaped(title))</h1><p class=\"sub\">\(Markup.escaped(subtitle))</p></header>")
        if let verdict { page.add(verdict) }
        page.add(figures)
        for section in sections { page.add(section) }
        page.close(footnotes)
        return page.html
    }
}

/// Puts the parts of a page together, and numbers its pictures.
struct PageWriter {
    private(set) var html = ""
    private var pictures = 0

    mutating func add(_ text: String) { html += text + "\n" }

    /// What a browser may load is nothing: the page's own style excepted.
    mutating func open(_ title: String) {
        add("<!DOCTYPE html>")
        add("<html xmlns=\"http://www.w3.org/1999/xhtml\" lang=\"en\"><head><meta charset=\"utf-8\"/>")
        add("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/><meta name=\"color-scheme\" content=\"light dark\"/>")
        add("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src &#39;none&#39;; style-src &#39;unsafe-inline&#39;\"/>")
        add("<title>\(Markup.escaped(title))</title><style>\(PageStyle.text)</style></head><body><main>")
    }

    mutating func close(_ footnotes: [String]) {
        if !footnotes.isEmpty { add("<footer>" + footnotes.map { "<p>\(Markup.escaped($0))</p>" }.joined() + "</footer>") }
        add("</main></body></html>")
    }

    mutating func add(_ verdict: ReportVerdict) {
        add(
            "<section class=\"verdict \(verdict.tone.rawValue)\"><h2><span class=\"sign\">\(verdict.tone.sign)</span>\(Markup.escaped(verdict.headline))</h2>"
        )
        if !verdict.findings.isEmpty {
            let items = verdict.findings.map { finding in
                let advice = finding.advice.isEmpty ? "" : " <span class=\"advice\">\(Markup.escaped(finding.advice))</span>"
                return "<li class=\"\(finding.tone.rawValue)\">\(Markup.escaped(finding.sentence))\(advice)</li>"
            }
            add("<ul>\(items.joined())</ul>")
        }
        add("</section>")
    }

    mutating func add(_ figures: [KeyFigure]) {
        guard !figures.isEmpty else { return }
        let tiles = figures.map { figure in
            let detail = figure.detail.isEmpty ? "" : "<span>\(Markup.escaped(figure.detail))</span>"
            return "<div><dt>\(Markup.escaped(figure.label))</dt><dd><b>\(Markup.escaped(figure.value))</b>\(detail)</dd></div>"
        }
        add("<dl class=\"figures\">\(tiles.joined())</dl>")
    }

    mutating func add(_ section: Section) {
        add("<section><h2>\(Markup.escaped(section.title))</h2>")
        for sentence in section.sentences { add("<p>\(Markup.escaped(sentence))</p>") }
        if !section.points.isEmpty { add("<ul class=\"points\">" + section.points.map { "<li>\(Markup.escaped($0))</li>" }.joined() + "</ul>") }
        for plot in section.plots { add(plot) }
        for table in section.tables { add(table) }
        add("</section>")
    }

    mutating func add(_ table: TextTable) { add("<div class=\"scroll\">\(table.html)</div>") }

    mutating func add(_ plot: Plot) {
        pictures += 1
        add("<figure>" + plot.figure(pictures) + "</figure>")
    }
}

extension ReportVerdict.Tone {
    /// So that the colour is not alone in saying it.
    fileprivate var sign: String {
        switch self {
        case .good: "✓"
        case .caution: "!"
        case .bad: "✕"
        }
    }
}
