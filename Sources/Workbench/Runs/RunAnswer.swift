package import Core
import Statistics

/// What a command answers: a document for programs, and parts for people.
package struct RunAnswer: Sendable {
    /// One part of the text: a heading, sentences, tables.
    package struct Part: Sendable {
        package var title: String
        package var sentences: [String]
        package var tables: [TextTable]

        package init(_ title: String, _ sentences: [String] = [], tables: [TextTable] = []) {
            (self.title, self.sentences, self.tables) = (title, sentences, tables)
        }
    }

    package var title: String
    package var subtitle: String
    package var document: JSON
    package var parts: [Part]
    /// The page for `--report`; nil where there is none.
    package var page: (@Sendable (ReportSubject) -> Report)?
    /// How the command ends: 0 where the answer may be read as it is.
    package var code: Int32

    package init(_ title: String, _ subtitle: String, document: JSON, parts: [Part], code: Int32 = 0) {
        (self.title, self.subtitle, self.document, self.parts, self.code) = (title, subtitle, document, parts, code)
    }

    /// For a terminal.
    package var text: String {
        let sections = parts.map { part in
            ([part.title + "\n" + String(repeating: "─", count: part.title.count)]
                + (part.sentences.isEmpty ? [] : [part.sentences.joined(separator: "\n")])
                + part.tables.map(\.text)).joined(separator: "\n\n")
        }
        return ([title + "\n" + subtitle] + sections).joined(separator: "\n\n")
    }

    /// What went wrong, for programs.
    package static func failure(_ error: any Error) -> JSON {
        if let refusal = error as? Refusal {
            return ["error": ["code": .string(refusal.code), "sentence": .string(refusal.sentence), "advice": .string(refusal.advice)]]
        }
        guard let fault = error as? TableFault else { return ["error": ["code": "failed", "sentence": .string("\(error)")]] }
        var members: [JSON.Member] = [.init("code", "file"), .init("sentence", .string(fault.sentence)), .init("file", .string(fault.file))]
        if let line = fault.line { members.append(.init("line", .integer(line))) }
        if let column = fault.column { members.append(.init("column", .string(column))) }
        return ["error": .object(members)]
    }
}

/// Tells how far long work has come: what is done, and its share from 0 to 1 (nil where the end is not known).
package typealias RunProgress = @Sendable (_ step: String, _ share: Double?) -> Void

extension FitCaution {
    var document: JSON { ["code": .string(code), "sentence": .string(sentence), "advice": .string(advice)] }
}

extension Diagnosis.Finding {
    var document: JSON {
        ["code": .string(code), "verdict": .string(verdict.rawValue), "sentence": .string(sentence), "advice": .string(advice)]
    }
}

extension Estimate {
    var document: JSON {
        [
            "mean": .double(mean), "median": .double(median), "sd": .double(deviation), "low": .double(interval.lowerBound),
            "high": .double(interval.upperBound),
        ]
    }

    /// The mean with its interval.
    func shown(_ significant: Int = 3) -> String {
        let (low, high) = (interval.lowerBound, interval.upperBound)
        return "\(NumberText.shown(mean, significant: significant)) (\(NumberText.shown(low, significant: significant)) to "
            + "\(NumberText.shown(high, significant: significant)))"
    }

    /// As hundredths.
    var percent: String {
        "\(PercentText.of(mean)) (\(PercentText.of(interval.lowerBound)) to \(PercentText.of(interval.upperBound)))"
    }
}

/// Shares as people read them.
package enum PercentText {
    /// With one decimal where it is not 0.
    package static func of(_ share: Double) -> String {
        let tenths = (share * 1_000).rounded()
        guard abs(tenths) < 1e15 else { return "–" }
        let (whole, rest) = Int64(tenths).magnitude.quotientAndRemainder(dividingBy: 10)
        return (tenths < 0 ? "−" : "") + NumberText.grouped(Int64(whole)) + (rest == 0 ? "" : ".\(rest)") + " %"
    }
}
