import ConnectorKit

@testable import StripeConnector

/// A scripted Stripe.
struct StripeReplay {
    /// 2026-01-15 12:00 UTC.
    let replay = Replay()
    let config: String

    init(config: String = "{}") { self.config = config }

    static func fixture(_ name: String) -> Replay.Answer {
        Replay.Answer(bytes: (try? TestFile.bytes("Plugins/stripe/Fixtures/\(name).json")) ?? [])
    }

    static func error(
        _ status: Int, code: String? = nil, type: String = "invalid_request_error", parameter: String? = nil,
        headers: [(name: String, value: String)] = []
    ) -> Replay.Answer {
        let extra = (code.map { #","code":"\#($0)""# } ?? "") + (parameter.map { #","param":"\#($0)""# } ?? "")
        return .init(#"{"error":{"type":"\#(type)","message":"No."\#(extra)}}"#, status: status, headers: headers)
    }

    static let empty = Replay.Answer(#"{"object":"list","data":[],"has_more":false}"#)

    func answer(_ url: String, times: Int? = nil, with answer: Replay.Answer) { replay.answer(url, times: times, with: answer) }

    func account() { answer("/v1/account", with: Self.fixture("account")) }

    /// An account with two pages of transactions and two payouts, one of them automatic.
    func transactions() {
        account()
        answer("payout=po_1", with: Self.fixture("payout-transactions"))
        answer("starting_after=txn_4", with: Self.fixture("transactions-2"))
        answer("balance_transactions", with: Self.fixture("transactions-1"))
        answer("starting_after=po_0", with: Self.empty)
        answer("starting_after=po_1", with: Self.empty)
        answer("/v1/payouts", with: Self.fixture("payouts"))
    }

    @discardableResult
    func read(
        _ stream: String, mode: ReadRequest.Mode = .incremental, cursor: String? = nil, since: String? = nil, until: String? = nil
    ) throws -> Outcome {
        try replay.read(Stripe.self, stream, mode: mode, cursor: cursor, since: since, until: until, config: config)
    }

    /// What a read that fails says.
    func failure(_ stream: String) -> ConnectorFailure? {
        do {
            try read(stream)
            return nil
        } catch { return error as? ConnectorFailure }
    }

    /// The calls of lists, without the host's name and the constant parts of the query.
    var calls: [String] {
        replay.requests.map { sent in
            let parts = sent.url.dropFirst("https://api.stripe.com/v1/".count).split(separator: "?", maxSplits: 1)
            let items = (parts.count > 1 ? parts[1] : "").split(separator: "&").filter { item in
                ["created", "starting_after", "payout"].contains { item.hasPrefix($0) }
            }
            return ([String(parts.first ?? "")] + items.map { String($0).replacing("%5B", with: "[").replacing("%5D", with: "]") }).joined(
                separator: " ")
        }
    }
}

extension JSONView {
    func text(_ path: String) -> String? { self[path].string }
}
