import ConnectorKit

@testable import LinkedInConnector

/// A scripted LinkedIn.
struct LinkedInReplay {
    /// 2026-01-15 12:00 UTC.
    let replay = Replay()
    let config: String

    init(config: String = #"{"since_days":5,"window_days":30}"#) { self.config = config }

    static func fixture(_ name: String) -> Replay.Answer {
        Replay.Answer(bytes: (try? TestFile.bytes("Plugins/linkedin/Fixtures/\(name).json")) ?? [])
    }

    static func error(
        _ status: Int, number: Int? = nil, code: String = "", message: String = "No.", headers: [(name: String, value: String)] = []
    )
        -> Replay.Answer
    {
        let member = number.map { #""serviceErrorCode":\#($0),"# } ?? ""
        return .init(#"{"status":\#(status),\#(member)"code":"\#(code)","message":"\#(message)"}"#, status: status, headers: headers)
    }

    static let empty = Replay.Answer(#"{"elements":[],"paging":{"start":0,"count":10,"links":[]}}"#)
    static let oneAccount = Replay.Answer(#"{"elements":[{"id":11,"name":"Garden Europe","currency":"EUR","status":"ACTIVE"}],"metadata":{}}"#)

    func answer(_ url: String, times: Int? = nil, with answer: Replay.Answer) { replay.answer(url, times: times, with: answer) }

    /// One account, unless the test says otherwise.
    func oneAccount() { replay.answer("/rest/adAccounts?", with: Self.oneAccount) }

    @discardableResult
    func read(
        _ stream: String, mode: ReadRequest.Mode = .incremental, cursor: String? = nil, since: String? = nil, until: String? = nil
    ) throws -> Outcome {
        try replay.read(LinkedIn.self, stream, mode: mode, cursor: cursor, since: since, until: until, config: config)
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
            guard let item = sent.url.split(separator: "&").first(where: { $0.hasPrefix("dateRange=") }) else { return nil }
            let parts = item.split { !$0.isNumber }.compactMap { Int($0) }
            guard parts.count == 6, let since = Day(year: parts[0], month: parts[1], day: parts[2]),
                let until = Day(year: parts[3], month: parts[4], day: parts[5])
            else { return nil }
            return "\(since)..\(until)"
        }
    }
}

extension JSONView {
    func text(_ path: String) -> String? { self[path].string }
}

extension Replay.Sent {
    func header(_ name: String) -> String? { headers.first { $0.name == name }?.value }
}
