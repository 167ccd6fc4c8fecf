/// What a transaction may do.
package enum TransactionMode: Sendable, Hashable {
    case readOnly
    case readWrite
    /// Read and write, as if transactions ran one after another; may fail with 40001, then run it again.
    case serializable

    var begin: Query {
        switch self {
        case .readOnly: "BEGIN READ ONLY"
        case .readWrite: "BEGIN"
        case .serializable: "BEGIN ISOLATION LEVEL SERIALIZABLE"
        }
    }
}
