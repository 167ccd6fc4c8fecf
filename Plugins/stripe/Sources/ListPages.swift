import ConnectorKit

/// The pages of a list, newest first: `while let page = try pages.next() { … }`.
struct ListPages {
    /// One page.
    struct Page {
        /// Objects that the page before did not have.
        let objects: [JSONView]
        /// The id that the next page starts behind; nil at the end.
        let next: String?
    }

    private let api: API
    private let path: String
    private let query: [(name: String, value: String)]
    private let stream: String
    private var after: String?
    private var seen: Set<String> = []
    private var previous: Set<String> = []
    private var hasEnded = false

    /// More pages than any list has.
    private static let bound = 1_000_000

    /// - Parameters:
    ///   - range: the times of creation; both bounds may be missing.
    ///   - stream: what rejects are counted for.
    init(
        _ api: API, _ path: String, _ range: Range, more query: [(name: String, value: String)] = [], limit: Int, stream: String, after: String? = nil
    ) {
        self.api = api
        self.path = path
        self.query = [(name: "limit", value: String(limit))] + range.query + query
        self.stream = stream
        self.after = after
        if let after { seen.insert(after) }
    }

    /// Times of creation: from the first on, before the second. Stripe counts whole seconds.
    struct Range: Equatable {
        var from: Instant?
        var before: Instant?

        var query: [(name: String, value: String)] {
            [from.map { (name: "created[gte]", value: String($0.seconds)) }, before.map { (name: "created[lt]", value: String($0.seconds)) }]
                .compactMap(\.self)
        }
    }

    /// The next page, nil behind the last one.
    mutating func next() throws -> Page? {
        guard !hasEnded else { return nil }
        guard seen.count < ListPages.bound else { throw ConnectorFailure(.contract, "Stripe gave more than \(ListPages.bound) pages.", detail: path) }
        let body = try api.get(path, query + (after.map { [(name: "starting_after", value: $0)] } ?? []))
        guard body["data"].kind == .array else { throw ConnectorFailure(.contract, "Stripe's answer is no list.", detail: path) }
        let (objects, ids) = try fresh(body["data"])
        let following = try following(body)
        previous = ids
        after = following
        hasEnded = following == nil
        return Page(objects: objects, next: following)
    }

    private func fresh(_ data: JSONView) throws -> (objects: [JSONView], ids: Set<String>) {
        var objects: [JSONView] = []
        var ids: Set<String> = []
        for object in data.elements {
            guard object["id"].kind == .text, let id = object["id"].filledString else {
                try api.host.reject(stream, Reject("The object has no id.", field: "id", sample: String(object.json.prefix(200))))
                continue
            }
            guard ids.insert(id).inserted, !previous.contains(id) else { continue }
            objects.append(object)
        }
        return (objects, ids)
    }

    private mutating func following(_ body: JSONView) throws -> String? {
        guard let more = body["has_more"].boolean else {
            throw ConnectorFailure(.contract, "Stripe does not say whether the list ends.", detail: path)
        }
        guard more else { return nil }
        guard let last = body["data"][body["data"].count - 1]["id"].filledString else {
            throw ConnectorFailure(.contract, "Stripe says that there are more objects, and not where.", detail: path)
        }
        guard seen.insert(last).inserted else {
            throw ConnectorFailure(.contract, "Stripe gave the same page twice: its paging goes in a circle.", detail: path)
        }
        return last
    }
}
