import ConnectorKit

/// Joins the lines of a bulk file: an object has a line of its own, and each object of its inner list another one with `__parentId`. Holds some
/// thousand objects at most, because children follow their parent: each lot is one transaction of the host.
struct BulkJoin {
    /// What became of a line.
    enum Outcome: Equatable {
        case taken
        /// It names a parent that did not come shortly before.
        case orphan
        /// It has no id.
        case nameless
    }

    private(set) var items: [Item] = []
    private var places: [String: Int] = [:]
    private var held = 0

    private static let objects = 2_000
    private static let lines = 16_000
    /// More inner objects than Shopify allows anywhere.
    private static let mostChildren = 10_000

    /// Whether the next object should wait until those held are emitted.
    var isFull: Bool { items.count >= BulkJoin.objects || held >= BulkJoin.lines }

    static func isParent(_ line: JSONView) -> Bool { !line.member("__parentId").exists }

    mutating func add(_ line: JSONView) throws -> Outcome {
        guard BulkJoin.isParent(line) else { return try addChild(line) }
        guard let id = line["id"].filledString else { return .nameless }
        places[id] = items.count
        items.append(Item(node: line, children: []))
        held += 1
        return .taken
    }

    private mutating func addChild(_ line: JSONView) throws -> Outcome {
        guard let parent = line.member("__parentId").filledString, let place = places[parent] else { return .orphan }
        guard (items[place].children?.count ?? 0) < BulkJoin.mostChildren else {
            throw ConnectorFailure(.contract, "An object has more than \(BulkJoin.mostChildren) inner objects.", detail: parent)
        }
        items[place].children?.append(line)
        held += 1
        return .taken
    }

    /// The objects with their children; nothing is held afterwards.
    mutating func take() -> [Item] {
        defer { self = BulkJoin() }
        return items
    }
}
