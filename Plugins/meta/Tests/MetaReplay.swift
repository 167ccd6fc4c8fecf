import ConnectorKit

@testable import MetaConnector

/// A scripted Meta.
struct MetaReplay {
    /// 2026-01-15 12:00 UTC.
    let replay = Replay()
    let config: String

    init(config: String = #"{"since_days":5,"window_days":30}"#) { self.config = config }

    static func fixture(_ name: String) -> Replay.Answer {
        Replay.Answer(bytes: (try? TestFile.bytes("Plugins/meta/Fixtures/\(name).json")) ?? [])
    }

    static func error(_ code: Int, subcode: Int? = nil, message: String = "No.", transient: Bool = false, status: Int = 400) -> Replay.Answer {
        let sub = subcode.map { #","error_subcode":\#($0)"# } ?? ""
        return .init(#"{"error":{"message":"\#(message)","code":\#(code)\#(sub),"is_transient":\#(transient)}}"#, status: status)
    }

    static let empty = Replay.Answer(#"{"data":[]}"#)

    func answer(_ url: String, times: Int? = nil, with answer: Replay.Answer) { replay.answer(url, times: times, with: answer) }

    /// One account, unless the test says otherwise.
    func oneAccount() { replay.answer("me/adaccounts", with: Self.oneAccount) }

    static let oneAccount = Replay.Answer(
        #"{"data":[{"id":"act_11","name":"Garden Europe","currency":"EUR","timezone_name":"Europe/Berlin","account_status":1}]}"#)

    @discardableResult
    func read(
        _ stream: String, mode: ReadRequest.Mode = .incremental, cursor: String? = nil, since: String? = nil, until: String? = nil
    ) throws -> Outcome {
        try replay.read(Meta.self, stream, mode: mode, cursor: cursor, since: since, until: until, config: config)
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
            guard let start = sent.url.split(separator: "&").first(where: { $0.hasPrefix("time_range=") }) else { return nil }
            let days = start.split(separator: "%").filter { $0.hasPrefix("222") }.map { String($0.dropFirst(2).prefix(10)) }
            return days.joined(separator: "..")
        }
    }
}

extension JSONView {
    func text(_ path: String) -> String? { self[path].string }
}
