import ConnectorKit

/// Reads one list of the structure of all advertisers. It is read whole each time: TikTok has no filter by time of change, and a state can change
/// through its parents without one.
struct Listing {
    let api: API
    let edge: Edge
    let settings: Settings

    /// Where an interrupted read goes on.
    private struct Place {
        let account: String
        let source: String?
        let page: Int?
    }

    func read(_ request: ReadRequest, _ accounts: [Advertiser]) throws {
        let place = place(request, accounts)
        let left = place.map { place in Array(accounts.drop { $0.id != place.account }) } ?? accounts
        var skipping = Skipping(accounts)
        for (index, account) in left.enumerated() {
            let following = index + 1 < left.count ? left[index + 1].id : nil
            do { try read(account, from: index == 0 ? place : nil, then: following, request) } catch let refusal as Refusal {
                try skipping.note(refusal, account, api.host)
            }
        }
        try api.host.checkpoint(edge.rawValue) { $0.instant("read_at", api.host.now) }
    }

    /// Only a read of the same mode goes on where the last one stopped.
    private func place(_ request: ReadRequest, _ accounts: [Advertiser]) -> Place? {
        guard request.cursor["mode"].string == request.mode.rawValue, let account = request.cursor["account"].filledString,
            accounts.contains(where: { $0.id == account })
        else { return nil }
        return Place(account: account, source: request.cursor["source"].filledString, page: request.cursor["page"].integer.map { Int(clamping: $0) })
    }

    private func read(_ account: Advertiser, from place: Place?, then following: String?, _ request: ReadRequest) throws {
        let all = edge.sources(settings)
        let sources = all.contains { $0.name == place?.source } ? Array(all.drop { $0.name != place?.source }) : all
        var seen: Set<String> = []
        for (index, source) in sources.enumerated() {
            let page = source.name == place?.source ? place?.page : nil
            var pages = ListPages(
                api, source.path, query(account, source), size: min(settings.pageSize, source.largest), page: page, members: ["list", "pixels"])
            while let page = try pages.next() {
                for view in page.rows { try emit(view, account, &seen) }
                if let next = page.next {
                    try checkpoint(account.id, source.name, next, request)
                } else if index + 1 < sources.count {
                    try checkpoint(account.id, sources[index + 1].name, 1, request)
                } else if let following {
                    try checkpoint(following, nil, nil, request)
                }
            }
        }
    }

    private func emit(_ view: JSONView, _ account: Advertiser, _ seen: inout Set<String>) throws {
        guard let id = edge.id(view) else {
            return try api.host.reject(
                edge.rawValue, Reject("The object has no id.", field: "\(edge.word)_id", sample: String(view.json.prefix(200))))
        }
        if seen.insert(id).inserted { try edge.emit(view, id, account, api.host) }
    }

    private func query(_ account: Advertiser, _ source: Edge.Source) -> [(name: String, value: String)] {
        [(name: "advertiser_id", value: account.id)] + (source.filtering.map { [(name: "filtering", value: $0)] } ?? [])
    }

    private func checkpoint(_ account: String, _ source: String?, _ page: Int?, _ request: ReadRequest) throws {
        try api.host.checkpoint(edge.rawValue) { row in
            row.text("mode", request.mode.rawValue)
            row.text("account", account)
            row.text("source", source)
            row.integer("page", page.map(Int64.init))
        }
    }
}
