import Core

/// Pages of JSON:API: `links.next` is the whole address of the next one, with `page[cursor]` in it.
struct KlaviyoPage {
    let request: SimulatedRequest
    let size: Int
    /// Where the page begins: a number that only the list itself understands.
    let start: Int

    private static let base = "https://a.klaviyo.com/"

    init(_ request: SimulatedRequest, usual: Int, largest: Int, isFixed: Bool = false) throws(KlaviyoError) {
        self.request = request
        if let text = request.parameters["page[size]"] {
            guard !isFixed, let size = Int(text), (1...largest).contains(size) else {
                throw .parameter("page[size]", "Page size must be an integer between 1 and \(largest).")
            }
            self.size = size
        } else {
            size = usual
        }
        if let cursor = request.parameters["page[cursor]"] {
            guard cursor.hasPrefix("c-"), let start = Int(cursor.dropFirst(2)), start >= 0 else {
                throw .parameter("page[cursor]", "Invalid cursor.")
            }
            self.start = start
        } else {
            start = 0
        }
    }

    /// A page of a list whose positions are `start` onwards.
    func response<Item>(
        _ items: [Item], _ write: (Item) -> KlaviyoResource, included: ([Item]) -> [KlaviyoResource] = { _ in [] }
    ) -> SimulatedResponse {
        let slice = Array(items.dropFirst(start).prefix(size))
        return response(slice.map(write), included(slice), next: start + slice.count < items.count ? start + slice.count : nil)
    }

    func response(_ data: [KlaviyoResource], _ included: [KlaviyoResource], next: Int?) -> SimulatedResponse {
        var json: JSON = ["data": .array(data.map { $0.json(request) })]
        if !included.isEmpty { json = json.setting("included", .array(included.map { $0.json(request) })) }
        let links: JSON = ["self": .string(address(nil)), "next": next.map { .string(address("c-\($0)")) } ?? .null, "prev": .null]
        return SimulatedResponse(json.setting("links", links), outcome: .page)
    }

    private func address(_ cursor: String?) -> String {
        var parameters = request.parameters
        if let cursor { parameters["page[cursor]"] = cursor }
        let query = parameters.sorted { $0.key < $1.key }.map { "\(PercentText.encoded($0.key))=\(PercentText.encoded($0.value))" }
        return Self.base + request.path.joined(separator: "/") + (query.isEmpty ? "" : "?" + query.joined(separator: "&"))
    }
}
