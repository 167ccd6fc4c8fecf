/// The statements that one connection has prepared, by their text: bounded, the least recently used goes first. Decides only.
struct StatementCache {
    enum Decision: Equatable {
        /// Prepared already under this name.
        case use(name: String)
        /// Prepare it under this name; `dropping` names the one that goes for it.
        case prepare(name: String, dropping: String?)
    }

    private struct Entry {
        let name: String
        var lastUse: Int
    }

    let capacity: Int
    private var entries: [String: Entry] = [:]
    private var uses = 0
    private var names = 0

    init(capacity: Int) { self.capacity = max(1, capacity) }

    var count: Int { entries.count }

    mutating func decide(_ sql: String) -> Decision {
        uses += 1
        if let known = entries[sql] {
            entries[sql]?.lastUse = uses
            return .use(name: known.name)
        }
        let dropped = entries.count >= capacity ? entries.min { $0.value.lastUse < $1.value.lastUse } : nil
        if let dropped { entries[dropped.key] = nil }
        names += 1
        let name = "s\(names)"
        entries[sql] = Entry(name: name, lastUse: uses)
        return .prepare(name: name, dropping: dropped?.value.name)
    }

    /// The server did not prepare it after all.
    mutating func forget(_ sql: String) { entries[sql] = nil }
}
