import ConnectorKit

@testable import ShopifyConnector

/// A scripted shop. Queries are told apart by the operation's name.
struct ShopReplay {
    /// 2026-01-15 12:00 UTC.
    let replay = Replay()
    let config: String

    init(config: String = #"{"shop":"acme"}"#) { self.config = config }

    static func fixture(_ name: String) -> Replay.Answer {
        Replay.Answer(bytes: (try? TestFile.bytes("Plugins/shopify/Fixtures/\(name).json")) ?? [])
    }

    static func error(_ code: String, message: String = "No.", cost: String? = nil) -> Replay.Answer {
        let extensions = cost.map { #","extensions":{"cost":\#($0)}"# } ?? ""
        return .init(#"{"errors":[{"message":"\#(message)","extensions":{"code":"\#(code)"}}]\#(extensions)}"#)
    }

    static func cost(requested: Int, available: Int) -> String {
        #"{"requestedQueryCost":\#(requested),"throttleStatus":{"maximumAvailable":1000.0,"currentlyAvailable":\#(available),"restoreRate":100.0}}"#
    }

    /// Answers an operation, optionally only with that in its variables.
    func answer(_ operation: String, _ variable: String = "", times: Int? = nil, with answer: Replay.Answer) {
        replay.answer(
            times: times,
            where: { sent in
                guard let body = try? JSONDocument(sent.body).root, body["operationName"].string == operation else { return false }
                return variable.isEmpty || body["variables"].json.contains(variable)
            }, with: { _ in answer })
    }

    /// A shop with two pages of orders, the first of which has an order with more lines than fit.
    func orders() {
        answer("Shop", with: Self.fixture("shop"))
        answer("order_lines", with: Self.fixture("lines-rest"))
        answer("orders", "\"after\":\"O1\"", with: Self.fixture("orders-2"))
        answer("orders", with: Self.fixture("orders-1"))
    }

    @discardableResult
    func read(
        _ stream: String, mode: ReadRequest.Mode = .incremental, cursor: String? = nil, since: String? = nil, until: String? = nil
    ) throws -> Outcome {
        try replay.read(Shopify.self, stream, mode: mode, cursor: cursor, since: since, until: until, config: config)
    }

    /// What a read that fails says.
    func failure(_ stream: String) -> ConnectorFailure? {
        do {
            try read(stream)
            return nil
        } catch { return error as? ConnectorFailure }
    }

    /// The variables of the queries of an operation.
    func variables(_ operation: String) -> [JSONView] {
        replay.requests.compactMap { try? JSONDocument($0.body).root }.filter { $0["operationName"].string == operation }.map { $0["variables"] }
    }
}

extension JSONView {
    func text(_ path: String) -> String? { self[path].string }
}
