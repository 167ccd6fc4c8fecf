import Core
import Postgres

/// The SQL of a stream of daily facts, whose windows are replaced whole.
protocol FactMerge: StreamMerge {
    /// Removes the facts of a replaced window that its rows, which are staged already, do not hold.
    static func withdraw(_ scope: MergeScope, _ replacement: FactReplacement) -> Query
}
