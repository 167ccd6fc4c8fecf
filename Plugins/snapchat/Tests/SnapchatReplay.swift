import ConnectorKit

@testable import SnapchatConnector

/// A scripted Snapchat.
struct SnapchatReplay {
    /// 2026-01-15 12:00 UTC.
    let replay = Replay()
    let config: String

    static let account = "8adc3db7-0000-4bc7-85dd-88169f53e011"
    static let other = "8adc3db7-0000-4bc7-85dd-88169f53e022"
    static let campaign = "92e1c28a-0000-4331-a6ff-b4a8ed8f0001"
    static let ad = "e8d6217f-0000-4331-a6ff-b4a8ed8f0001"

    init(_ config: String = #"{"since_days":5}"#) { self.config = config }

    static func fixture(_ name: String) -> Replay.Answer {
        Replay.Answer(bytes: (try? TestFile.bytes("Plugins/snapchat/Fixtures/\(name).json")) ?? [])
    }

    static func list(_ member: String, _ elements: String = "", next: String? = nil) -> Replay.Answer {
        let paging = next.map { #","paging":{"next_link":"\#($0)"}"# } ?? ""
        return .init(#"{"request_status":"SUCCESS","\#(member)":[\#(elements)]\#(paging)}"#)
    }

    static func error(_ status: Int, _ code: String = "E1001", _ message: String = "No.") -> Replay.Answer {
        .init(
            #"{"request_status":"ERROR","request_id":"r","debug_message":"\#(message)","display_message":"\#(message)","error_code":"\#(code)"}"#,
            status: status)
    }

    static let noStats = list("timeseries_stats")
    static let oneCampaign = list(
        "campaigns", #"{"sub_request_status":"SUCCESS","campaign":{"id":"92e1c28a-0000-4331-a6ff-b4a8ed8f0001","status":"ACTIVE"}}"#)

    func answer(_ url: String, times: Int? = nil, with answer: Replay.Answer) { replay.answer(url, times: times, with: answer) }

    func oneAccount() {
        answer("me/organizations", with: Self.fixture("organizations"))
        answer("001/adaccounts", with: Self.fixture("account"))
    }

    func twoAccounts() {
        answer("me/organizations", with: Self.fixture("organizations"))
        answer("001/adaccounts", with: Self.fixture("accounts"))
    }

    @discardableResult
    func read(
        _ stream: String, mode: ReadRequest.Mode = .incremental, cursor: String? = nil, since: String? = nil, until: String? = nil
    ) throws -> Outcome {
        try replay.read(Snapchat.self, stream, mode: mode, cursor: cursor, since: since, until: until, config: config)
    }

    /// What a read that fails says.
    func failure(_ stream: String) -> ConnectorFailure? {
        do {
            try read(stream)
            return nil
        } catch { return error as? ConnectorFailure }
    }

    /// The days that each report asked for; the end is the beginning of the day behind.
    var ranges: [String] {
        replay.requests.compactMap { sent in
            guard let since = sent.item("start_time"), let until = sent.item("end_time") else { return nil }
            return "\(since.prefix(10))..\(until.prefix(10))"
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
