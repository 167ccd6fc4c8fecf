import Core

/// Pages about the API: plain HTML without scripts, and a style sheet of our own.
enum DocsPage {
    static func html(_ endpoints: [Endpoint], _ documentation: WebConfiguration.Documentation) -> String {
        let groups = Dictionary(grouping: endpoints, by: \.tag).sorted { $0.key < $1.key }
        let sections = groups.map { tag, group in
            let rows = group.sorted { ($0.path, $0.method.rawValue) < ($1.path, $1.method.rawValue) }.map(row).joined()
            return
                "<h2 id=\"\(escaped(tag))\">\(escaped(tag))</h2><table><tr><th>Method</th><th>Path</th><th>What it does</th><th>Permission</th></tr>\(rows)</table>"
        }
        let about = documentation.about.isEmpty ? "" : "<p>\(escaped(documentation.about))</p>"
        return page(
            documentation.title,
            "<h1>\(escaped(documentation.title))</h1>\(about)<p>The whole document, for machines: <a href=\"/api/v1/openapi.json\">openapi.json</a></p>\(sections.joined())\(problems(documentation))"
        )
    }

    /// All codes with what they mean.
    private static func problems(_ documentation: WebConfiguration.Documentation) -> String {
        let rows = ProblemCatalog.all(documentation).sorted { $0.key < $1.key }.map { code, sentence in
            "<tr><td><a href=\"/problems/\(escaped(code))\"><code>\(escaped(code))</code></a></td><td>\(escaped(sentence))</td></tr>"
        }
        return "<h2 id=\"problems\">Problems</h2><table><tr><th>Code</th><th>What it means</th></tr>\(rows.joined())</table>"
    }

    private static func row(_ endpoint: Endpoint) -> String {
        let parameters = endpoint.parameters.filter { $0.place == "query" }.map { "<code>\(escaped($0.description.name))</code>" }.joined(
            separator: " ")
        let query = parameters.isEmpty ? "" : "<br><small>\(parameters)</small>"
        return "<tr><td>\(endpoint.method.rawValue)</td><td><code>\(escaped(endpoint.path))</code>\(query)</td><td>\(escaped(endpoint.summary))</td>"
            + "<td><code>\(escaped(endpoint.permission?.text ?? "public"))</code></td></tr>"
    }

    /// The page of a problem's code.
    static func problem(_ code: String, _ sentence: String?) -> String {
        page(
            code,
            "<h1><code>\(escaped(code))</code></h1><p>\(escaped(sentence ?? "The detail of the problem says what happened."))</p><p><a href=\"/docs\">All of the API</a></p>"
        )
    }

    private static func page(_ title: String, _ body: String) -> String {
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\"><title>\(escaped(title))</title>"
            + "<link rel=\"stylesheet\" href=\"/docs/style.css\"></head><body>\(body)</body></html>"
    }

    static let style = """
        body { font: 16px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 64rem; padding: 0 1rem; color: #1c1c1c; background: #fff }
        table { border-collapse: collapse; width: 100% }
        th, td { text-align: left; vertical-align: top; padding: .35rem .75rem .35rem 0; border-bottom: 1px solid #ddd }
        code { font-family: ui-monospace, monospace; font-size: .9em }
        a { color: #0b57d0 }
        @media (prefers-color-scheme: dark) { body { color: #e6e6e6; background: #161616 } th, td { border-color: #333 } a { color: #8ab4f8 } }
        """
}

/// A text inside HTML.
package func escaped(_ text: String) -> String {
    var result = ""
    result.reserveCapacity(text.utf8.count)
    for character in text.unicodeScalars {
        switch character {
        case "&": result += "&amp;"
        case "<": result += "&lt;"
        case ">": result += "&gt;"
        case "\"": result += "&quot;"
        case "'": result += "&#39;"
        default: result.unicodeScalars.append(character)
        }
    }
    return result
}
