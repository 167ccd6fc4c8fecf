package import Statistics

extension ReportVerdict {
    /// The verdict of a diagnosis.
    init(_ verdict: Diagnosis.Verdict, good: String, weak: String, failed: String, findings: [Diagnosis.Finding]) {
        let tone = Tone(verdict)
        self.init(
            tone, tone == .good ? good : tone == .caution ? weak : failed,
            findings: findings.map { Finding(Tone($0.verdict), $0.sentence, advice: $0.advice) })
    }
}

extension ReportVerdict.Tone {
    init(_ verdict: Diagnosis.Verdict) {
        switch verdict {
        case .converged: self = .good
        case .weaklyIdentified: self = .caution
        case .failed: self = .bad
        }
    }
}

extension Report {
    /// A page that says why there is no answer.
    package static func refusal(_ refusal: Refusal, title: String, _ subject: ReportSubject) -> Report {
        var report = subject.report(
            title, "The data can not carry what was asked of them. There are no figures here, because they would look like an answer and be none.")
        report.verdict = ReportVerdict(.bad, "There is no answer.", findings: [.init(.bad, refusal.sentence, advice: refusal.advice)])
        return report
    }
}

extension Estimate {
    var pair: [Double] { [interval.lowerBound, interval.upperBound] }

    /// `2.6 (1.9 to 3.4)`.
    var said: String { Self.said(ReadableNumber.texts([mean] + pair)) }
    /// `26 % (19 % to 34 %)`.
    var saidShare: String { Self.said(([mean] + pair).map(ReadableNumber.share)) }

    private static func said(_ texts: [String]) -> String { "\(texts[0]) (\(texts[1]) to \(texts[2]))" }
}
