/// What a report is about, in the words of its reader.
package struct ReportSubject: Sendable {
    /// The file or account, such as `shop.csv`.
    package var source: String
    /// Such as `EUR`; may be empty.
    package var currency: String
    /// What is to be explained or forecast, such as `revenue`.
    package var outcome: String
    /// The return from which on advertising pays: 1 where the outcome is revenue and all of it counts, 1 ÷ margin for profit; nil where the outcome
    /// is no money.
    package var breakEven: Double?
    /// Said at the very end: command, seed, version.
    package var footnotes: [String]

    package init(source: String, currency: String = "", outcome: String = "revenue", breakEven: Double? = 1, footnotes: [String] = []) {
        self.source = source
        self.currency = currency
        self.outcome = outcome
        self.breakEven = breakEven
        self.footnotes = footnotes
    }

    func money(_ value: Double) -> String { ReadableNumber.text(value, unit: currency) }
    /// Micros as money for reading.
    func money(micros: Int64) -> String { money(Double(micros) / 1e6) }
    /// The outcome with a capital first letter.
    var outcomeTitle: String { outcome.prefix(1).uppercased() + outcome.dropFirst() }

    func report(_ title: String, _ subtitle: String) -> Report {
        var report = Report(title: title, subtitle: subtitle)
        report.footnotes = footnotes
        return report
    }
}
