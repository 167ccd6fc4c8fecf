import ConnectorKit

/// Reads one list of the structure of all accounts. It is read whole each time: a state can change through its parents without a new time of change.
struct Listing {
    let rest: Rest
    let edge: Edge
    let settings: Settings

    func read(_ request: ReadRequest, _ accounts: [AdAccount]) throws {
        let place = ListPlace(request, accounts)
        let left = place.map { place in Array(accounts.drop { $0.id != place.account }) } ?? accounts
        let zone = try Zone(settings.timeZone)
        for (index, account) in left.enumerated() {
            let following = index + 1 < left.count ? left[index + 1].id : nil
            try read(account, from: index == 0 ? place : nil, then: following, zone, request)
        }
        try rest.host.checkpoint(edge.rawValue) { $0.instant("read_at", rest.host.now) }
    }

    private func read(_ account: AdAccount, from place: ListPlace?, then following: String?, _ zone: Zone, _ request: ReadRequest) throws {
        let groups = edge == .ads ? try campaigns(of: account) : [:]
        let parts = edge == .ads ? ListPart.parts(groups.keys.sorted(by: ListPart.isBefore), from: place?.part) : [ListPart.whole]
        var seen: Set<String> = []
        for (index, part) in parts.enumerated() {
            let next =
                index + 1 < parts.count ? ListPlace(account: account.id, part: parts[index + 1].name) : following.map { ListPlace(account: $0) }
            let after = index == 0 && place?.part == part.name ? place?.after : nil
            let reading = Reading(account: account, part: part, groups: groups, zone: zone, next: next, mode: request.mode)
            do { try read(reading, after: after, &seen) } catch let refusal as Refusal where refusal.mayBeToken && after != nil {
                rest.host.log(.info, "The page of \(account.id) is not known any more: the list starts again.")
                try read(reading, after: nil, &seen)
            }
        }
        // An account without a part has nothing to list.
        if parts.isEmpty, let following { try checkpoint(ListPlace(account: following), request.mode) }
    }

    /// What the pages of one part belong to.
    private struct Reading {
        let account: AdAccount
        let part: ListPart
        /// The campaign group of each campaign.
        let groups: [String: String]
        let zone: Zone
        let next: ListPlace?
        let mode: ReadRequest.Mode
    }

    private func read(_ reading: Reading, after: String?, _ seen: inout Set<String>) throws {
        var pages = RestPages(call(reading), after: after) { try rest.body(of: $0) }
        while let page = try pages.next() {
            for view in page.rows {
                guard let id = view["id"].platformID else {
                    try rest.host.reject(edge.rawValue, Reject("The object has no id.", field: "id", sample: String(view.json.prefix(200))))
                    continue
                }
                guard seen.insert(id).inserted else { continue }
                try edge.emit(view, id, reading.account, reading.groups, reading.zone, rest.host)
            }
            if let next = page.next {
                try checkpoint(ListPlace(account: reading.account.id, part: reading.part.name, after: next), reading.mode)
            } else if let next = reading.next {
                try checkpoint(next, reading.mode)
            }
        }
    }

    private func call(_ reading: Reading) -> RestCall {
        let path = "adAccounts/\(reading.account.id)/\(edge.path)"
        let size = (name: "pageSize", value: String(settings.pageSize))
        guard edge == .ads else { return RestCall(path: path, query: [(name: "q", value: "search"), size]) }
        let urns = reading.part.campaigns.map { RestLi.urn("sponsoredCampaign", $0) }
        let query = [(name: "q", value: "criteria"), (name: "campaigns", value: RestLi.list(urns)), (name: "sortOrder", value: "ASCENDING"), size]
        return RestCall(path: path, query: query, restMethod: "FINDER")
    }

    /// The campaigns of an account and the group of each: creatives are asked for by campaign.
    private func campaigns(of account: AdAccount) throws -> [String: String] {
        var groups: [String: String] = [:]
        let call = RestCall(
            path: "adAccounts/\(account.id)/adCampaigns", query: [(name: "q", value: "search"), (name: "pageSize", value: String(settings.pageSize))])
        var pages = RestPages(call) { try rest.body(of: $0) }
        while let page = try pages.next() {
            for view in page.rows {
                if let id = view["id"].platformID { groups[id] = view["campaignGroup"].platformID ?? "" }
            }
        }
        return groups
    }

    private func checkpoint(_ place: ListPlace, _ mode: ReadRequest.Mode) throws {
        try rest.host.checkpoint(edge.rawValue) { place.write(to: &$0, mode) }
    }
}
