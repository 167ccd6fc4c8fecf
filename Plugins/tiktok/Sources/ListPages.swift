import ConnectorKit

/// The pages of a list or a report: numbered from 1, with `page_info` beside the rows.
struct ListPages {
    /// One page.
    struct Page {
        let rows: [JSONView]
        /// The number of the page behind it; nil at the end.
        let next: Int?
    }

    private let api: API
    private let path: String
    private let query: [(name: String, value: String)]
    private let size: Int
    private let members: [String]
    private var number: Int
    private var ended = false
    /// What the page before held: a platform that repeats a page would keep the read busy for ever.
    private var last = ""

    /// More pages than any list has.
    private static let bound = 100_000

    /// - Parameter members: where the rows may stand in `data`.
    init(_ api: API, _ path: String, _ query: [(name: String, value: String)], size: Int, page: Int? = nil, members: [String] = ["list"]) {
        self.api = api
        self.path = path
        self.query = query
        self.size = size
        self.members = members
        number = max(page ?? 1, 1)
    }

    /// The next page, nil behind the last one.
    mutating func next() throws -> Page? {
        guard !ended else { return nil }
        guard number <= ListPages.bound else { throw contract("TikTok gave more than \(ListPages.bound) pages.") }
        let data = try api.get(path, query + [(name: "page", value: String(number)), (name: "page_size", value: String(size))])
        guard let list = members.lazy.map({ data[$0] }).first(where: { $0.kind == .array }) else {
            throw contract("TikTok's answer lacks \"data.\(members[0])\".")
        }
        if let given = data["page_info.page"].integer, given != number { throw circle }
        let text = list.json
        if list.count > 0, text == last { throw circle }
        last = text
        // Without a total there is nothing that says that more follows.
        let total = data["page_info.total_page"].integer ?? 0
        ended = list.count == 0 || Int64(number) >= total
        number += 1
        return Page(rows: Array(list.elements), next: ended ? nil : number)
    }

    private var circle: ConnectorFailure { contract("TikTok gave the same page twice: its paging goes in a circle.") }

    private func contract(_ message: String) -> ConnectorFailure { ConnectorFailure(.contract, message, detail: path) }
}
