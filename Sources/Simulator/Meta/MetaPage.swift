import Core
import Foundation

/// One page of a list with Meta's cursors. `after` stands even on the last page; `next` only where more follows.
struct MetaPage: Sendable {
    let limit: Int
    let offset: Int

    init(_ request: SimulatedRequest, _ settings: MetaSettings) throws(MetaError) {
        let asked = request.parameters["limit"]
        guard let limit = asked.map({ Int($0) }) ?? settings.defaultLimit, limit > 0 else {
            throw .parameter("param limit must be a positive integer")
        }
        self.limit = min(limit, settings.largestLimit)
        offset =
            try request.parameters["after"].map { text throws(MetaError) in
                guard let offset = Self.position(text) else { throw MetaError.parameter("Invalid cursors values") }
                return offset
            } ?? 0
    }

    /// The page of these items, each turned into JSON only if it is on the page.
    func response<Item>(
        _ items: [Item], _ request: SimulatedRequest, version: String, _ write: (Item) throws(MetaError) -> JSON
    ) throws(MetaError) -> JSON {
        let slice = items.dropFirst(offset).prefix(limit)
        var data: [JSON] = []
        for item in slice { data.append(try write(item)) }
        guard !data.isEmpty else { return ["data": []] }
        let after = Self.cursor(offset + slice.count)
        var paging: JSON = ["cursors": ["before": .string(Self.cursor(offset)), "after": .string(after)]]
        if offset + slice.count < items.count { paging = paging.setting("next", .string(next(request, version, after))) }
        return ["data": .array(data), "paging": paging]
    }

    /// The absolute address of the next page, with the token in it, as the platform writes it.
    private func next(_ request: SimulatedRequest, _ version: String, _ after: String) -> String {
        var parameters = request.parameters
        parameters["after"] = after
        let query = parameters.sorted { $0.key < $1.key }.map { "\($0.key)=\(PercentText.encoded($0.value))" }.joined(separator: "&")
        return "https://graph.facebook.com/\(version)/\(request.path.dropFirst().joined(separator: "/"))?\(query)"
    }

    private static func cursor(_ position: Int) -> String { Data("o\(position)".utf8).base64EncodedString().filter { $0 != "=" } + "ZD" }

    private static func position(_ cursor: String) -> Int? {
        guard cursor.hasSuffix("ZD") else { return nil }
        let text = cursor.dropLast(2)
        let padded = text + String(repeating: "=", count: (4 - text.count % 4) % 4)
        guard let data = Data(base64Encoded: String(padded)), data.first == UInt8(ascii: "o") else { return nil }
        return Int(String(decoding: data.dropFirst(), as: UTF8.self)).flatMap { $0 >= 0 ? $0 : nil }
    }
}
