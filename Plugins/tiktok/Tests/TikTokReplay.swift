import ConnectorKit

@testable import TikTokConnector

/// A scripted TikTok.
struct TikTokReplay {
    /// 2026-01-15 12:00 UTC.
    let replay = Replay()
    let config: String

    /// - Parameter more: further settings, each with a comma in front.
    init(_ more: String = #","since_days":5"#, advertisers: String = #"["7011"]"#) { config = #"{"advertiser_ids":\#(advertisers)\#(more)}"# }

    static func fixture(_ name: String) -> Replay.Answer {
        let file = name.contains(".") ? name : name + ".json"
        return Replay.Answer(bytes: (try? TestFile.bytes("Plugins/tiktok/Fixtures/\(file)")) ?? [])
    }

    static func list(_ rows: String, page: Int = 1, of total: Int = 1) -> Replay.Answer {
        .init(#"{"code":0,"message":"OK","data":{"list":[\#(rows)],"page_info":{"page":\#(page),"total_page":\#(total)}}}"#)
    }

    static func error(_ code: Int, _ message: String = "No.", status: Int = 200) -> Replay.Answer {
        .init(#"{"code":\#(code),"message":"\#(message)","request_id":"R9"}"#, status: status)
    }

    static let empty = list("")
    static let ok = Replay.Answer(#"{"code":0,"message":"OK","data":{}}"#)

    func answer(_ url: String, times: Int? = nil, with answer: Replay.Answer) { replay.answer(url, times: times, with: answer) }

    /// One advertiser, in Berlin.
    func oneAccount() { answer("advertiser/info", with: Self.fixture("advertiser")) }
    /// Another one, in Tokyo.
    func twoAccounts() { answer("advertiser/info", with: Self.fixture("advertisers")) }

    @discardableResult
    func read(
        _ stream: String, mode: ReadRequest.Mode = .incremental, cursor: String? = nil, since: String? = nil, until: String? = nil
    ) throws -> Outcome {
        try replay.read(TikTok.self, stream, mode: mode, cursor: cursor, since: since, until: until, config: config)
    }

    /// What a read that fails says.
    func failure(_ stream: String) -> ConnectorFailure? {
        do {
            try read(stream)
            return nil
        } catch { return error as? ConnectorFailure }
    }

    /// The days that each report asked for.
    var ranges: [String] {
        replay.requests.compactMap { sent in
            guard let since = sent.item("start_date"), let until = sent.item("end_date") else { return nil }
            return "\(since)..\(until)"
        }
    }
}

extension Replay.Sent {
    /// A plain query item.
    func item(_ name: String) -> String? {
        url.split(separator: "?").last?.split(separator: "&").first { $0.hasPrefix(name + "=") }.map { String($0.dropFirst(name.count + 1)) }
    }
}

extension JSONView {
    func text(_ path: String) -> String? { self[path].string }
}
