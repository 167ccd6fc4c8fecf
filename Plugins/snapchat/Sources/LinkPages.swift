import ConnectorKit

/// The pages of a list: `paging.next_link` is the whole address of the next one.
struct LinkPages {
    /// One page.
    struct Page {
        let elements: [JSONView]
        /// The address of the page behind it; nil at the end.
        let next: String?
    }

    private let api: API
    private let path: String
    private let query: [(name: String, value: String)]
    private let member: String
    private var link: String?
    private var seen: Set<String> = []
    private var ended = false

    /// More pages than any list has.
    private static let bound = 100_000

    /// - Parameter link: the address of the page to go on with.
    init(_ api: API, _ path: String, _ query: [(name: String, value: String)], member: String, from link: String? = nil) {
        self.api = api
        self.path = path
        self.query = query
        self.member = member
        self.link = link
        if let link { seen.insert(link) }
    }

    /// The next page, nil behind the last one.
    mutating func next() throws -> Page? {
        guard !ended else { return nil }
        guard seen.count < LinkPages.bound else { throw contract("Snapchat gave more than \(LinkPages.bound) pages.") }
        let body = try link.map { try api.follow($0) } ?? api.get(path, query)
        guard body[member].kind == .array else { throw contract("Snapchat's answer lacks \"\(member)\".") }
        let following = body["paging.next_link"].filledString
        if let following, !seen.insert(following).inserted { throw contract("Snapchat gave the same page twice: its paging goes in a circle.") }
        link = following
        ended = following == nil
        return Page(elements: Array(body[member].elements), next: following)
    }

    private func contract(_ message: String) -> ConnectorFailure { ConnectorFailure(.contract, message, detail: path) }
}

/// One element of a list: the object stands under its kind's name, beside the state of its own request.
enum Element {
    /// The object; nil where its request failed.
    static func object(_ element: JSONView, _ word: String) -> JSONView? {
        if let state = element["sub_request_status"].string, !SnapchatErrors.isSuccess(state) { return nil }
        return element.member(word).kind == .object ? element.member(word) : nil
    }

    /// Why an element holds nothing.
    static func reject(_ element: JSONView) -> Reject {
        let said = element["sub_request_error_reason"].filledString ?? element["debug_message"].filledString
        return Reject(
            said.map { "Snapchat could not give the object: \($0.prefix(200))" } ?? "Snapchat could not give the object.",
            field: "sub_request_status", sample: String(element.json.prefix(200)))
    }
}
