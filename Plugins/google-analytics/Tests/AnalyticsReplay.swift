import ConnectorKit

@testable import GoogleAnalyticsConnector

/// A scripted Google Analytics.
struct AnalyticsReplay {
    /// 2026-01-15 12:00 UTC.
    let replay = Replay()
    let config: String

    init(config: String = #"{"property_id":"111","since":"2026-01-14"}"#) { self.config = config }

    static func fixture(_ name: String) -> Replay.Answer {
        Replay.Answer(bytes: (try? TestFile.bytes("Plugins/google-analytics/Fixtures/\(name).json")) ?? [])
    }

    static func error(_ status: Int, _ word: String, _ message: String = "No.", headers: [(name: String, value: String)] = []) -> Replay.Answer {
        .init(#"{"error":{"code":\#(status),"message":"\#(message)","status":"\#(word)"}}"#, status: status, headers: headers)
    }

    /// A report without rows: Google leaves them out.
    static let empty = Replay.Answer(#"{"metadata":{"currencyCode":"EUR"},"kind":"analyticsData#runReport"}"#)

    func answer(_ url: String, times: Int? = nil, with answer: Replay.Answer) { replay.answer(url, times: times, with: answer) }

    /// Two properties, which the list of accounts gives in two pages.
    func properties() {
        answer("pageToken=t2", with: Self.fixture("summaries-2"))
        answer("accountSummaries", with: Self.fixture("summaries-1"))
        for id in ["111", "222"] { replay.answer("v1beta/properties/\(id)", method: "GET", with: Self.fixture("property-\(id)")) }
    }

    /// Answers reports whose body holds all of these texts.
    func report(_ parts: String..., times: Int? = nil, with answer: Replay.Answer) {
        replay.answer(
            times: times, where: { sent in sent.url.contains("runReport") && parts.allSatisfy { (sent.url + sent.text).contains($0) } },
            with: { _ in answer })
    }

    /// One row for each day and report: the first dimension after the date is the day's number.
    func everyDay(sampledAbove days: Int = .max) {
        replay.answer(where: { $0.url.contains("runReport") }) { sent in
            guard let body = try? JSONDocument(sent.body).root, let since = body["dateRanges.0.startDate"].day,
                let until = body["dateRanges.0.endDate"].day
            else { return .init("", status: 400) }
            let span = since.daysSince1970...until.daysSince1970
            let rows = span.map { number -> String in
                let date = Day(daysSince1970: number).description.replacing("-", with: "")
                let others = body["dimensions"].elements.dropFirst().map { _ in #"{"value":"\#(number)"}"# }
                let metrics = body["metrics"].elements.map { _ in #"{"value":"1"}"# }
                return
                    #"{"dimensionValues":[{"value":"\#(date)"},\#(others.joined(separator: ","))],"metricValues":[\#(metrics.joined(separator: ","))]}"#
            }
            let sampled = span.count > days ? #""samplingMetadatas":[{"samplesReadCount":"1","samplingSpaceSize":"9"}],"# : ""
            return .init(
                #"{"dimensionHeaders":\#(body["dimensions"].json),"metricHeaders":\#(body["metrics"].json),"rows":[\#(rows.joined(separator: ","))],"rowCount":\#(span.count),"metadata":{\#(sampled)"currencyCode":"EUR"}}"#
            )
        }
    }

    @discardableResult
    func read(
        _ stream: String, mode: ReadRequest.Mode = .incremental, cursor: String? = nil, since: String? = nil, until: String? = nil
    ) throws -> Outcome {
        try replay.read(GoogleAnalytics.self, stream, mode: mode, cursor: cursor, since: since, until: until, config: config)
    }

    /// What a read that fails says.
    func failure(_ stream: String) -> ConnectorFailure? {
        do {
            try read(stream)
            return nil
        } catch { return error as? ConnectorFailure }
    }

    /// The bodies of the reports that were asked for.
    var reports: [JSONView] {
        replay.requests.filter { $0.url.contains("runReport") }.compactMap { try? JSONDocument($0.body).root }
    }

    /// The days that each report asked for.
    var ranges: [String] { reports.map { "\($0.text("dateRanges.0.startDate") ?? "")..\($0.text("dateRanges.0.endDate") ?? "")" } }
}

extension JSONView {
    func text(_ path: String) -> String? { self[path].string }
}
