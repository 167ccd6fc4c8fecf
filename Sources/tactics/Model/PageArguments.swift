import ArgumentParser
import Statistics
import Workbench

/// Whether a page is written, and in whose words.
struct PageArguments: ParsableArguments {
    @Option(name: .customLong("report"), help: "Write a page with plots to this HTML file.") var path: String?
    @Option(help: "What the outcome is called on the page.") var outcome = "revenue"
    @Option(name: .customLong("currency"), help: "The currency of the figures, such as EUR.") var currency = ""

    /// Nil where no page was asked for.
    func place(_ source: String, _ command: String, seed: UInt64? = nil) -> PagePlace? {
        guard let path else { return nil }
        let name = source.split(separator: "/").last.map(String.init) ?? source
        let footnotes = ["Made by tactics model \(command)\(seed.map { ", seed \($0)" } ?? "")."]
        return PagePlace(path: path, subject: ReportSubject(source: name, currency: currency, outcome: outcome, footnotes: footnotes))
    }
}

/// Where a page goes.
struct PagePlace {
    let path: String
    let subject: ReportSubject

    func write(_ answer: RunAnswer) throws {
        guard let page = answer.page else { return }
        try WholeFile.write(page(subject).html().utf8, to: path)
    }

    /// A page that says why there is no answer.
    func write(_ refusal: Refusal) throws {
        try WholeFile.write(Report.refusal(refusal, title: "No answer from \(subject.source)", subject).html().utf8, to: path)
    }
}
