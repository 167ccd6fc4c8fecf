import Foundation
import FoundationXML
import Testing

@testable import Workbench

/// A page as an XML reader sees it.
final class PageReading: NSObject, XMLParserDelegate {
    private(set) var elements: [String: Int] = [:]
    private(set) var ids: [String] = []
    private(set) var text = ""
    private(set) var error: String?
    private(set) var attributes: [String] = []

    init(_ html: String) {
        super.init()
        let parser = XMLParser(data: Data(html.utf8))
        parser.delegate = self
        if !parser.parse() {
            error = "\(parser.parserError.map { "\($0)" } ?? "unknown") at line \(parser.lineNumber), column \(parser.columnNumber)"
        }
    }

    func parser(
        _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?, attributes: [String: String]
    ) {
        elements[name, default: 0] += 1
        if let id = attributes["id"] { ids.append(id) }
        self.attributes += attributes.values
    }

    func parser(_ parser: XMLParser, foundCharacters string: String) { text += string }

    /// Holds a page to what every page must be: well-formed, without scripts, without coordinates that are no numbers, without foreign resources.
    static func check(_ html: String, sourceLocation: SourceLocation = #_sourceLocation) -> PageReading {
        let reading = PageReading(html)
        #expect(reading.error == nil, sourceLocation: sourceLocation)
        #expect(reading.elements["script"] == nil, sourceLocation: sourceLocation)
        #expect(Set(reading.ids).count == reading.ids.count, sourceLocation: sourceLocation)
        for word in ["nan", "inf", "-nan"] {
            #expect(!reading.attributes.contains { $0.split { " MLhZ,".contains($0) }.contains { $0 == word } }, sourceLocation: sourceLocation)
        }
        #expect(!html.contains("src="), sourceLocation: sourceLocation)
        #expect(!html.contains("url("), sourceLocation: sourceLocation)
        return reading
    }
}
