import Synchronization

/// The rows of the last few insights that were asked for: the next page of one is not worth summing everything again.
final class MetaInsightBook: Sendable {
    private struct Entry: Sendable {
        /// Path and parameters without those that choose the page.
        let path: ArraySlice<String>
        let parameters: [String: String]
        /// Another one once days have passed or purchases are withheld.
        let business: SimulatedBusiness
        let rows: [MetaInsightRow]
    }

    private static let capacity = 4
    private static let pageNames: Set<String> = [
        "after", "before", "limit", "fields", "access_token", "appsecret_proof", "action_attribution_windows",
    ]
    private let entries = Mutex<[Entry]>([])

    /// The rows of a request, built when they are not among the last ones.
    func rows(_ request: SimulatedRequest, _ business: SimulatedBusiness, _ build: () -> [MetaInsightRow]) -> [MetaInsightRow] {
        // The version in front of the path changes nothing.
        let path = request.path.dropFirst()
        let parameters = request.parameters.filter { !Self.pageNames.contains($0.key) }
        let known = entries.withLock { $0.first { $0.business === business && $0.path == path && $0.parameters == parameters }?.rows }
        if let known { return known }
        let entry = Entry(path: path, parameters: parameters, business: business, rows: build())
        entries.withLock { entries in
            if entries.count >= Self.capacity { entries.removeFirst() }
            entries.append(entry)
        }
        return entry.rows
    }
}
