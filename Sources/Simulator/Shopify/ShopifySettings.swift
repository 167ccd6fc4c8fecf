/// How the simulated Shopify Admin API behaves. What its documentation leaves open is a setting.
package struct ShopifySettings: Sendable {
    /// Oldest first. A dead version is answered by the oldest; the header says which one it was.
    package var versions = ["2025-10", "2026-01", "2026-04", "2026-07", "2026-10"]
    /// The bucket of points and what flows back per second.
    package var maximumAvailable = 1_000.0
    package var restoreRate = 100.0
    package var largestQueryCost = 1_000
    package var cost = GraphQLCost()
    /// The numbers of the queries (per seed, from 1) before which another client of the same app has emptied the bucket.
    package var drainedQueries: Set<Int> = [4]
    /// How long a bulk operation runs.
    package var bulkSeconds: Int64 = 4
    /// The numbers of the bulk operations (per seed, from 1) that end in the middle.
    package var failingBulkOperations: Set<Int> = []

    package init() {}
}
