import ConnectorHost
import Core

/// The rows that a store holds after it has merged what was emitted: one for each key, without those that were deleted or replaced.
struct RowState: Sendable, Equatable {
    private(set) var rows: [String: [String: JSON]] = [:]

    init(_ emitted: [EmittedRow], _ manifest: ConnectorManifest) {
        for row in emitted {
            guard let json = row.json else { continue }
            if let replaced = json["$replace"] {
                withdraw(row.stream, replaced)
                continue
            }
            let key = Self.key(json, manifest.stream(row.stream)?.primaryKey ?? ["id"])
            if json["$deleted"]?.bool == true { rows[row.stream]?[key] = nil } else { rows[row.stream, default: [:]][key] = json }
        }
        rows = rows.filter { !$0.value.isEmpty }
    }

    static func key(_ row: JSON, _ names: [String]) -> String { names.map { (row[$0] ?? .null).description }.joined(separator: "\u{1F}") }

    private mutating func withdraw(_ stream: String, _ scope: JSON) {
        let since = scope["since"]?.string ?? ""
        let until = scope["until"]?.string ?? "9999"
        let names = (scope.members ?? []).filter { $0.name != "since" && $0.name != "until" }
        rows[stream] = rows[stream]?.filter { _, row in
            let day = row["day"]?.string ?? ""
            return !(names.allSatisfy { row[$0.name] == $0.value } && since <= day && day <= until)
        }
    }

    var count: Int { rows.values.reduce(0) { $0 + $1.count } }

    /// How this differs from what it should be; `nil` where it does not.
    func difference(from whole: RowState) -> String? {
        for (stream, expected) in whole.rows.sorted(by: { $0.key < $1.key }) {
            let found = rows[stream] ?? [:]
            let missing = expected.keys.filter { found[$0] == nil }.sorted()
            if let first = missing.first { return "\(missing.count) rows of \(stream) are missing, such as \(expected[first]?.short ?? first)" }
        }
        return surplus(over: whole)
    }

    /// What is here and not there, or different.
    func surplus(over whole: RowState) -> String? {
        for (stream, found) in rows.sorted(by: { $0.key < $1.key }) {
            for (key, row) in found.sorted(by: { $0.key < $1.key }) {
                guard let other = whole.rows[stream]?[key] else { return "a row of \(stream) came that should not: \(row.short)" }
                if other != row { return "a row of \(stream) is \(row.short) instead of \(other.short)" }
            }
        }
        return nil
    }
}

extension JSON {
    /// The beginning of its text.
    var short: String { String(description.prefix(160)) }
}
