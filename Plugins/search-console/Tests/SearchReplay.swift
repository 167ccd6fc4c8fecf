import ConnectorKit

@testable import SearchConsoleConnector

/// A scripted Search Console.
struct SearchReplay {
    /// 2026-01-15 12:00 UTC: 4 o'clock of the same day on the Pacific coast.
    let replay = Replay()
    let config: String

    init(config: String = #"{"site_url":"https://www.example.com/","since":"2026-01-10","fresh_days":false,"final_after_days":5}"#) {
        self.config = config
    }

    static func fixture(_ name: String) -> Replay.Answer {
        Replay.Answer(bytes: (try? TestFile.bytes("Plugins/search-console/Fixtures/\(name).json")) ?? [])
    }

    static func error(
        _ status: Int, reason: String? = nil, word: String = "X", message: String = "No.", headers: [(name: String, value: String)] = []
    ) -> Replay.Answer {
        let errors = reason.map { #","errors":[{"message":"No.","domain":"global","reason":"\#($0)"}]"# } ?? ""
        return .init(#"{"error":{"code":\#(status),"message":"\#(message)"\#(errors),"status":"\#(word)"}}"#, status: status, headers: headers)
    }

    /// A query without rows: Google leaves them out.
    static let empty = Replay.Answer(#"{"responseAggregationType":"byProperty"}"#)

    func sites() { replay.answer("/webmasters/v3/sites", method: "GET", with: Self.fixture("sites")) }

    /// Answers queries whose URL or body holds all of these texts.
    func query(_ parts: String..., times: Int? = nil, with answer: Replay.Answer) {
        replay.answer(
            times: times, where: { sent in sent.method == "POST" && parts.allSatisfy { (sent.url + sent.text).contains($0) } }, with: { _ in answer })
    }

    /// One row for each day.
    func everyDay() {
        replay.answer(where: { $0.method == "POST" }) { sent in
            guard let body = try? JSONDocument(sent.body).root, let since = body["startDate"].day, let until = body["endDate"].day else {
                return .init("", status: 400)
            }
            let rows = (since.daysSince1970...until.daysSince1970).map { number -> String in
                let keys = [Day(daysSince1970: number).description] + body["dimensions"].elements.dropFirst().map { $0.string ?? "" }
                return #"{"keys":[\#(keys.map { "\"\($0)\"" }.joined(separator: ","))],"clicks":1,"impressions":2,"position":3}"#
            }
            return .init(#"{"rows":[\#(rows.joined(separator: ","))]}"#)
        }
    }

    @discardableResult
    func read(
        _ stream: String, mode: ReadRequest.Mode = .incremental, cursor: String? = nil, since: String? = nil, until: String? = nil
    ) throws -> Outcome {
        try replay.read(SearchConsole.self, stream, mode: mode, cursor: cursor, since: since, until: until, config: config)
    }

    /// What a read that fails says.
    func failure(_ stream: String) -> ConnectorFailure? {
        do {
            try read(stream)
            return nil
        } catch { return error as? ConnectorFailure }
    }

    /// The bodies of the queries.
    var queries: [JSONView] { replay.requests.filter { $0.method == "POST" }.compactMap { try? JSONDocument($0.body).root } }

    /// The days and state of each query.
    var ranges: [String] {
        queries.map { "\($0.text("startDate") ?? "")..\($0.text("endDate") ?? "") \($0.text("dataState") ?? "")" }
    }
}

extension JSONView {
    func text(_ path: String) -> String? { self[path].string }
}
