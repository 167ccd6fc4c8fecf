/// How a platform says that there is more, and how the next page is asked for.
public struct Paging: Sendable {
    /// The token of the next page, nil when this was the last one. The last argument is the number of the page, from 0.
    let next: @Sendable (JSONView, Response, Int) throws -> String?
    /// The request for the page of a token.
    let apply: @Sendable (Request, String) throws -> Request

    /// The request for the first page, where the platform would take another size of page without being told.
    let prepare: @Sendable (Request) -> Request
    /// The number of a token's page, from 0: counting styles go on counting when a sync resumes in the middle.
    let number: @Sendable (String) -> Int

    /// A style of one's own: `next` finds the token of the next page, `apply` puts it into the request.
    public init(
        next: @escaping @Sendable (JSONView, Response, Int) throws -> String?, apply: @escaping @Sendable (Request, String) throws -> Request
    ) {
        self.init(next: next, apply: apply, prepare: { $0 }, number: { _ in 0 })
    }

    init(
        next: @escaping @Sendable (JSONView, Response, Int) throws -> String?, apply: @escaping @Sendable (Request, String) throws -> Request,
        prepare: @escaping @Sendable (Request) -> Request, number: @escaping @Sendable (String) -> Int
    ) {
        self.next = next
        self.apply = apply
        self.prepare = prepare
        self.number = number
    }

    /// A cursor or page token in the body that goes back as a query item. `more` is a path that must be true, where the platform has one.
    public static func cursor(at path: String, parameter: String, more: String? = nil) -> Paging {
        .token(at: path, more: more) { $0.setting(parameter, $1) }
    }

    /// A cursor or page token in the body that `apply` puts into the request: for tokens that go into a POST body or a header.
    public static func token(at path: String, more: String? = nil, _ apply: @escaping @Sendable (Request, String) throws -> Request) -> Paging {
        Paging(next: { body, _, _ in more.map { body[$0].boolean == true } ?? true ? body[path].filledString : nil }, apply: apply)
    }

    /// The id of the last element at `items` goes back as a query item, as long as `more` is true.
    public static func lastID(items: String, id: String = "id", parameter: String, more: String) -> Paging {
        Paging(
            next: { body, _, _ in body[more].boolean == true ? body[items][body[items].count - 1][id].filledString : nil },
            apply: { $0.setting(parameter, $1) })
    }

    /// The whole URL of the next page in the body.
    public static func link(at path: String) -> Paging {
        Paging(next: { body, _, _ in body[path].filledString }, apply: followed)
    }

    /// The whole URL of the next page in the header Link with rel="next" (RFC 8288).
    public static let linkHeader = Paging(next: { _, response, _ in response.header("link").flatMap(nextLink) }, apply: followed)

    /// A number of rows to skip. The last page is the one with fewer than `size` elements at `items`.
    public static func offset(_ parameter: String, limit: String, size: Int, items: String) -> Paging {
        .offset(size: size, items: items) {
            $0.setting(limit, String(size)).setting(parameter, String($1))
        } prepare: {
            $0.setting(limit, String(size))
        }
    }

    /// A number of rows to skip that `apply` puts into the request: for numbers that go into a POST body. The last page is the one with fewer than
    /// `size` elements at `items`.
    public static func offset(
        size: Int, items: String, _ apply: @escaping @Sendable (Request, Int) throws -> Request,
        prepare: @escaping @Sendable (Request) -> Request = { $0 }
    ) -> Paging {
        Paging(
            next: { body, _, page in body[items].count < size ? nil : String((page + 1) * size) },
            apply: { request, token in try apply(request, Int(token) ?? 0) }, prepare: prepare,
            number: { (Int($0) ?? 0) / Swift.max(size, 1) })
    }

    /// A page number, from `first`. The last page is the one with fewer than `size` elements at `items`.
    public static func pageNumber(_ parameter: String, first: Int = 1, size: Int, items: String) -> Paging {
        Paging(
            next: { body, _, page in body[items].count < size ? nil : String(first + page + 1) }, apply: { $0.setting(parameter, $1) },
            prepare: { $0 }, number: { Swift.max((Int($0) ?? first) - first, 0) })
    }

    /// A page number, from `first`. The last page is the one whose number is at `total`; without that number there is one page.
    public static func pageNumber(_ parameter: String, first: Int = 1, total: String) -> Paging {
        Paging(
            next: { body, _, page in
                let last = (body[total].integer ?? 0) - 1 + Int64(first)
                return Int64(first + page) < last ? String(first + page + 1) : nil
            }, apply: { $0.setting(parameter, $1) }, prepare: { $0 }, number: { Swift.max((Int($0) ?? first) - first, 0) })
    }

    @Sendable private static func followed(_ request: Request, _ url: String) -> Request {
        var request = request
        request.url = url
        request.query = []
        return request
    }

    @Sendable private static func nextLink(_ header: String) -> String? {
        for part in header.split(separator: ",") {
            guard let open = part.firstIndex(of: "<"), let close = part.firstIndex(of: ">"), open < close else { continue }
            let parameters = part[close...].lowercased()
            if parameters.contains("rel=\"next\"") || parameters.contains("rel=next") { return String(part[part.index(after: open)..<close]) }
        }
        return nil
    }
}

/// One page.
public struct Page {
    /// The body.
    public let body: JSONView
    /// Status and headers.
    public let response: Response
    /// The token of the page behind it: what a checkpoint stores to go on from there.
    public let next: String?
    /// The number of the page, from 0.
    public let number: Int
}

/// The pages of a request, fetched when asked for: `while let page = try pages.next() { … }`.
public struct Pages {
    private let host: Host
    private let request: Request
    private let paging: Paging
    private let errors: ErrorTable
    private let bound: Int
    private var token: String?
    private var seen: Set<String> = []
    private var first = 0
    private var count = 0
    private var ended = false

    init(host: Host, request: Request, paging: Paging, errors: ErrorTable, from token: String?, bound: Int) {
        self.host = host
        self.request = request
        self.paging = paging
        self.errors = errors
        self.bound = bound
        self.token = token
        if let token {
            seen.insert(token)
            first = paging.number(token)
        }
    }

    /// The next page, nil after the last one. A token that comes a second time, and more pages than the bound, are `contract` failures: without
    /// them a platform that repeats a page would keep the sync busy for ever.
    public mutating func next() throws -> Page? {
        guard !ended else { return nil }
        guard count < bound else { throw ConnectorFailure(.contract, "The platform gave more than \(bound) pages.", detail: request.url) }
        let (body, response) = try host.exchange(try token.map { try paging.apply(request, $0) } ?? paging.prepare(request), errors: errors)
        let number = first + count
        let following = try paging.next(body, response, number)
        if let following, !seen.insert(following).inserted {
            throw ConnectorFailure(.contract, "The platform gave the same page twice: its paging goes in a circle.", detail: request.url)
        }
        let page = Page(body: body, response: response, next: following, number: number)
        count += 1
        token = following
        ended = following == nil
        return page
    }
}
