import Foundation
import Testing

@testable import App
@testable import Web

/// Every code that a caller may meet has a page that says what it means.
@Suite struct ProblemSentenceTests {
    private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// The codes that the sources raise, each with a file that does. The simulator answers as platforms do, not as the product.
    private static func raised() throws -> [String: String] {
        let sources = root.appending(path: "Sources")
        let names = try FileManager.default.subpathsOfDirectory(atPath: sources.path)
        var codes: [String: String] = [:]
        for name in names where name.hasSuffix(".swift") && !name.hasPrefix("Simulator/") {
            let text = String(decoding: try Data(contentsOf: sources.appending(path: name)), as: UTF8.self)
            for match in text.matches(of: /Problem\(\s*status: [0-9]+, code: "([a-z0-9_]+)"/) { codes[String(match.output.1)] = name }
            for match in text.matches(of: /conflict\(\s*"([a-z0-9_]+)"/) { codes[String(match.output.1)] = name }
        }
        return codes
    }

    @Test func `Every problem that the sources raise has a sentence, and no sentence is of none`() throws {
        let raised = try Self.raised()
        let told = Slices.problems.merging(ProblemCatalog.sentences) { own, _ in own }

        #expect(raised.count > 40)
        for (code, file) in raised where told[code] == nil { Issue.record("\(code) of \(file) has no sentence") }
        for code in told.keys where raised[code] == nil { Issue.record("nothing raises \(code)") }
    }

    @Test func `A sentence is one: it begins large and ends with a full stop`() {
        for (code, sentence) in Slices.problems {
            #expect(sentence.first?.isUppercase == true && sentence.hasSuffix(".") && sentence.utf8.count > 40, "\(code)")
        }
    }
}
