import ConnectorKit

/// The pages of a list: `pageSize` and `pageToken`, the next token at `metadata.nextPageToken`.
struct RestPages {
    /// One page.
    struct Page {
        let rows: JSONView.Elements
        let count: Int
        /// The token of the page behind it; nil at the end.
        let next: String?
    }

    private let call: RestCall
    private let fetch: (RestCall) throws -> JSONView
    private var token: String?
    private var seen: Set<String> = []
    private var ended = false

    /// More pages than any list has.
    private static let bound = 100_000

    init(_ call: RestCall, after token: String? = nil, _ fetch: @escaping (RestCall) throws -> JSONView) {
        self.call = call
        self.fetch = fetch
        self.token = token
        if let token { seen.insert(token) }
    }

    /// The next page, nil behind the last one.
    mutating func next() throws -> Page? {
        guard !ended else { return nil }
        guard seen.count < RestPages.bound else { throw ConnectorFailure(.contract, "LinkedIn gave more than \(RestPages.bound) pages.") }
        var call = call
        if let token { call.query.append((name: "pageToken", value: PercentEncoding.encode(token))) }
        let body = try fetch(call)
        guard body["elements"].kind == .array else { throw ConnectorFailure(.contract, "LinkedIn's answer lacks \"elements\".", detail: call.path) }
        let following = body["metadata.nextPageToken"].filledString
        if let following, !seen.insert(following).inserted {
            throw ConnectorFailure(.contract, "LinkedIn gave the same page twice: its paging goes in a circle.", detail: call.path)
        }
        token = following
        ended = following == nil
        return Page(rows: body["elements"].elements, count: body["elements"].count, next: following)
    }
}
