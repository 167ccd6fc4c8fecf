import ConnectorKit

/// Files of bulk operations, made of the answers that pages give.
enum BulkFile {
    /// The lines of a page's objects; those of `rest` are inner objects that came apart.
    static func lines(_ fixtures: [String], _ member: String, inner: String?, rest: String? = nil) throws -> [String] {
        var lines: [String] = []
        for fixture in fixtures {
            let data = try JSONDocument(ShopReplay.fixture(fixture).body).root["data.\(member).nodes"]
            for node in data.elements {
                lines.append(line(node, without: inner, parent: nil))
                guard let inner else { continue }
                let more = try rest.map { try JSONDocument(ShopReplay.fixture($0).body).root["data.node"] }
                let others = more.map { $0["id"].string == node["id"].string ? Array($0["\(inner).nodes"].elements) : [] } ?? []
                lines += (Array(node["\(inner).nodes"].elements) + others).map { line($0, without: nil, parent: node["id"].string) }
            }
        }
        return lines
    }

    private static func line(_ node: JSONView, without member: String?, parent: String?) -> String {
        Row.json { row in
            for (name, value) in node.members where name != member { row.raw(named: name, value) }
            row.text("__parentId", parent)
        }
    }

    static func text(_ lines: [String]) -> String { lines.map { $0 + "\n" }.joined() }

    /// Customers with numbers as ids.
    static func customers(_ numbers: Range<Int>) -> [String] {
        numbers.map { #"{"id":"gid://shopify/Customer/\#($0)","updatedAt":"2026-01-02T00:00:00Z","numberOfOrders":"\#($0)"}"# }
    }
}

extension ShopReplay {
    static let file = "https://storage.googleapis.com/shopify/1.jsonl?Signature=s"

    /// A shop whose operation 1 goes through these states, the last one for ever.
    func bulk(_ states: [String], _ lines: [String] = []) {
        answer(
            "bulk_run",
            with: .init(
                #"{"data":{"bulkOperationRunQuery":{"bulkOperation":{"id":"gid://shopify/BulkOperation/1","status":"CREATED","createdAt":"2026-01-15T12:00:00Z"},"userErrors":[]}}}"#
            ))
        for (place, state) in states.enumerated() {
            answer("bulk_state", times: place == states.count - 1 ? nil : 1, with: .init(#"{"data":{"node":\#(state)}}"#))
        }
        replay.answer("storage.googleapis.com", with: .init(BulkFile.text(lines)))
    }

    static let running = #"{"id":"gid://shopify/BulkOperation/1","status":"RUNNING","url":null}"#

    static func completed(_ lines: [String]) -> String {
        #"{"status":"COMPLETED","objectCount":"\#(lines.count)","fileSize":"\#(BulkFile.text(lines).utf8.count)","url":"\#(file)"}"#
    }

    /// How often an operation was asked for.
    func count(_ operation: String) -> Int { variables(operation).count }
}
