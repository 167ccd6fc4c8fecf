import ConnectorKit

/// The pages of a list of JSON:API: `links.next` is the whole address of the next one.
struct ResourcePages {
    /// One page.
    struct Page {
        let rows: JSONView.Elements
        let included: Included
        /// The address of the page behind it; nil at the end.
        let next: String?
    }

    private let client: Client
    private let path: String
    private let query: [(name: String, value: String)]
    private var address: String?
    private var seen: Set<String> = []
    private var ended = false

    /// More pages than any list has.
    private static let bound = 100_000

    /// The pages of a list; `address` is that of a page to go on with.
    init(_ client: Client, _ path: String, _ query: [(name: String, value: String)], from address: String? = nil) {
        self.client = client
        self.path = path
        self.query = query
        self.address = address
        if let address { seen.insert(address) }
    }

    /// The next page, nil behind the last one.
    mutating func next() throws -> Page? {
        guard !ended else { return nil }
        guard seen.count < ResourcePages.bound else { throw ConnectorFailure(.contract, "Klaviyo gave more than \(ResourcePages.bound) pages.") }
        let body = try address.map { try client.get(at: $0) } ?? client.get(path, query)
        guard body["data"].kind == .array else { throw ConnectorFailure(.contract, "Klaviyo's answer lacks \"data\".", detail: path) }
        let following = body["links.next"].filledString
        if let following, !seen.insert(following).inserted {
            throw ConnectorFailure(.contract, "Klaviyo gave the same page twice: its paging goes in a circle.", detail: path)
        }
        address = following
        ended = following == nil
        return Page(rows: body["data"].elements, included: Included(body["included"]), next: following)
    }
}

/// The resources that came along with a page.
struct Included {
    private var resources: [String: JSONView] = [:]

    init(_ view: JSONView) {
        for resource in view.elements {
            guard let type = resource["type"].string, let id = resource["id"].string else { continue }
            resources["\(type) \(id)"] = resource
        }
    }

    /// The resource of that type and id; missing where it did not come along.
    func resource(_ type: String, _ id: String?) -> JSONView { id.flatMap { resources["\(type) \($0)"] } ?? .missing }
}
