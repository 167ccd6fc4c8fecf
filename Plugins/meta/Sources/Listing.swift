import ConnectorKit

/// Reads one list of the structure of all accounts. It is read whole each time: a state can change through its parents without a new time of change.
struct Listing {
    let graph: Graph
    let edge: Edge
    let settings: Settings

    private static let pageSize = 200

    /// Where an interrupted read goes on.
    private struct Place {
        let account: String
        let after: String?
    }

    func read(_ request: ReadRequest, _ accounts: [AdAccount]) throws {
        let place = place(request, accounts)
        let left = place.map { place in Array(accounts.drop { $0.id != place.account }) } ?? accounts
        for (index, account) in left.enumerated() {
            let following = index + 1 < left.count ? left[index + 1].id : nil
            let after = index == 0 ? place?.after : nil
            do { try read(account, after: after, then: following, request) } catch let refusal as Refusal {
                guard refusal.remedy == .newCursor, after != nil else { throw refusal.failure }
                graph.host.log(.info, "The cursor of \(account.id) is too old: the list starts again.")
                do { try read(account, after: nil, then: following, request) } catch let refusal as Refusal { throw refusal.failure }
            }
        }
        if left.isEmpty { try finish() }
    }

    /// Only a read of the same mode goes on where the last one stopped.
    private func place(_ request: ReadRequest, _ accounts: [AdAccount]) -> Place? {
        guard request.cursor["mode"].string == request.mode.rawValue, let account = request.cursor["account"].filledString,
            accounts.contains(where: { $0.id == account })
        else { return nil }
        return Place(account: account, after: request.cursor["after"].filledString)
    }

    private func read(_ account: AdAccount, after: String?, then following: String?, _ request: ReadRequest) throws {
        let statuses = edge.statuses(deleted: settings.listsDeleted).map { "\"\($0)\"" }.joined(separator: ",")
        var query = [(name: "fields", value: edge.fields)]
        if !statuses.isEmpty { query.append((name: "effective_status", value: "[\(statuses)]")) }
        var pages = GraphPages(graph, "\(account.id)/\(edge.path)", query, limit: Self.pageSize, after: after)
        var seen: Set<String> = []
        while let page = try pages.next() {
            for view in page.rows {
                guard let id = view["id"].filledString else {
                    try graph.host.reject(edge.rawValue, Reject("The object has no id.", field: "id", sample: String(view.json.prefix(200))))
                    continue
                }
                if seen.insert(id).inserted { try edge.emit(view, account, graph.host) }
            }
            if page.next != nil {
                try checkpoint(account.id, page.next, request)
            } else if let following {
                try checkpoint(following, nil, request)
            } else {
                try finish()
            }
        }
    }

    private func checkpoint(_ account: String, _ after: String?, _ request: ReadRequest) throws {
        try graph.host.checkpoint(edge.rawValue) { row in
            row.text("mode", request.mode.rawValue)
            row.text("account", account)
            row.text("after", after)
        }
    }

    private func finish() throws { try graph.host.checkpoint(edge.rawValue) { $0.instant("read_at", graph.host.now) } }
}
