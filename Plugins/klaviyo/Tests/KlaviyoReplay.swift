import ConnectorKit

@testable import KlaviyoConnector

/// A scripted Klaviyo.
struct KlaviyoReplay {
    /// 2026-01-15 12:00 UTC.
    let replay = Replay()
    let config: String

    init(config: String = #"{"since_days":2}"#) { self.config = config }

    static func fixture(_ name: String) -> Replay.Answer {
        Replay.Answer(bytes: (try? TestFile.bytes("Plugins/klaviyo/Fixtures/\(name).json")) ?? [])
    }

    static func error(_ status: Int, code: String = "invalid", detail: String = "No.", headers: [(name: String, value: String)] = []) -> Replay.Answer
    {
        .init(
            #"{"errors":[{"id":"e","status":\#(status),"code":"\#(code)","title":"No.","detail":"\#(detail)","source":{"pointer":"/data"}}]}"#,
            status: status, headers: headers)
    }

    static let empty = Replay.Answer(#"{"data":[],"links":{"next":null}}"#)

    func answer(_ url: String, times: Int? = nil, with answer: Replay.Answer) { replay.answer(url, times: times, with: answer) }

    /// Account, metrics and everything else empty, behind what the test scripts itself.
    func others() {
        answer("/api/accounts", with: Self.fixture("account"))
        answer("/api/metrics", with: Self.fixture("metrics"))
        answer("-reports", with: .init(#"{"data":{"attributes":{"results":[],"date_times":[]}},"links":{"next":null}}"#))
        answer("metric-aggregates", with: .init(#"{"data":{"attributes":{"dates":[],"data":[]}}}"#))
        answer("/api/", with: Self.empty)
    }

    @discardableResult
    func read(
        _ stream: String, mode: ReadRequest.Mode = .incremental, cursor: String? = nil, since: String? = nil, until: String? = nil
    ) throws -> Outcome {
        try replay.read(Klaviyo.self, stream, mode: mode, cursor: cursor, since: since, until: until, config: config)
    }

    /// What a read that fails says.
    func failure(_ stream: String) -> ConnectorFailure? {
        do {
            try read(stream)
            return nil
        } catch { return error as? ConnectorFailure }
    }

    /// The requests to a path, as addresses without percent-encoding.
    func addresses(_ path: String) -> [String] {
        replay.requests.filter { $0.url.contains("/api/\(path)") }.map { sent in
            PageCursor.of("x?page_cursor=" + sent.url.replacing("&", with: "%26")) ?? ""
        }
    }

    /// The bodies of the reports of a path.
    func bodies(_ path: String) -> [JSONView] {
        replay.requests.filter { $0.url.contains("/api/\(path)") }.compactMap { try? JSONDocument($0.body).root["data.attributes"] }
    }
}

extension JSONView {
    func text(_ path: String) -> String? { self[path].string }
}

extension Replay.Sent {
    func header(_ name: String) -> String? { headers.first { $0.name == name }?.value }
}
