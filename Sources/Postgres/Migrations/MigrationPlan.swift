/// What files and the database's memory of them say together. Decides only.
struct MigrationPlan: Equatable {
    private(set) var applied: [String] = []
    private(set) var pending: [String] = []
    private(set) var changed: [String] = []
    private(set) var missing: [String] = []
    private(set) var outOfOrder: [String] = []

    /// - Parameters:
    ///   - files: names and checksums in order.
    ///   - recorded: the same, of what was applied.
    init(files: [(name: String, checksum: String)], recorded: [String: String]) {
        let last = recorded.keys.max() ?? ""
        for file in files {
            switch recorded[file.name] {
            case nil where file.name < last: outOfOrder.append(file.name)
            case nil: pending.append(file.name)
            case file.checksum?: applied.append(file.name)
            default: changed.append(file.name)
            }
        }
        let names = Set(files.map(\.name))
        missing = recorded.keys.filter { !names.contains($0) }.sorted()
    }

    /// - Throws: why nothing may be applied.
    func check() throws(MigrationError) {
        if !changed.isEmpty { throw .changed(changed) }
        if !missing.isEmpty { throw .missing(missing) }
        if !outOfOrder.isEmpty { throw .outOfOrder(outOfOrder) }
    }
}

/// How a database stands to the files that this program was built with.
package enum SchemaState: Sendable, Hashable {
    case current
    /// These are not applied yet: run the migrations.
    case behind([String])
    /// The database knows these, the program does not: a newer program has migrated it.
    case ahead([String])

    /// - Parameters:
    ///   - known: the names that the program knows.
    ///   - applied: the names that the database knows.
    init(known: [String], applied: [String]) {
        let pending = Set(known).subtracting(applied).sorted()
        let unknown = Set(applied).subtracting(known).sorted()
        self = !pending.isEmpty ? .behind(pending) : unknown.isEmpty ? .current : .ahead(unknown)
    }
}
