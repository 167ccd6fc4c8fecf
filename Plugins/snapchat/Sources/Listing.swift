import ConnectorKit

/// Reads one list of the structure of all accounts. It is read whole each time: Snapchat does not filter by time of change, and a state can change
/// through its parents without one.
struct Listing {
    let api: API
    let edge: Edge
    let settings: Settings

    /// Where an interrupted read goes on.
    private struct Place {
        let account: String
        let link: String?
    }

    func read(_ request: ReadRequest, _ accounts: [AdAccount]) throws {
        let place = place(request, accounts)
        let left = place.map { place in Array(accounts.drop { $0.id != place.account }) } ?? accounts
        var skipping = Skipping(accounts)
        for (index, account) in left.enumerated() {
            let following = index + 1 < left.count ? left[index + 1].id : nil
            let link = index == 0 ? place?.link : nil
            do { try read(account, from: link, then: following, request) } catch let refusal as Refusal {
                guard link != nil, refusal.failure.kind == .permanent else {
                    try skipping.note(refusal, account, api.host)
                    continue
                }
                api.host.log(.info, "The page of \(account.id) is not known any more: the list starts again.")
                do { try read(account, from: nil, then: following, request) } catch let refusal as Refusal {
                    try skipping.note(refusal, account, api.host)
                }
            }
        }
        try api.host.checkpoint(edge.rawValue) { $0.instant("read_at", api.host.now) }
    }

    /// Only a read of the same mode goes on where the last one stopped.
    private func place(_ request: ReadRequest, _ accounts: [AdAccount]) -> Place? {
        guard request.cursor["mode"].string == request.mode.rawValue, let account = request.cursor["account"].filledString,
            accounts.contains(where: { $0.id == account })
        else { return nil }
        return Place(account: account, link: request.cursor["link"].filledString)
    }

    private func read(_ account: AdAccount, from link: String?, then following: String?, _ request: ReadRequest) throws {
        let zone = edge == .campaigns ? try account.zone() : .utc
        let campaigns = edge == .ads ? try Squads.campaigns(api, account, settings) : [:]
        var pages = LinkPages(api, "adaccounts/\(account.id)/\(edge.path)", edge.query(settings), member: edge.path, from: link)
        var seen: Set<String> = []
        while let page = try pages.next() {
            for element in page.elements {
                guard let view = Element.object(element, edge.word) else {
                    try api.host.reject(edge.rawValue, Element.reject(element))
                    continue
                }
                guard let id = view["id"].filledString else {
                    try api.host.reject(edge.rawValue, Reject("The object has no id.", field: "id", sample: String(view.json.prefix(200))))
                    continue
                }
                if seen.insert(id).inserted { try edge.emit(view, id, account, zone, campaigns, api.host) }
            }
            if let next = page.next {
                try checkpoint(account.id, next, request)
            } else if let following {
                try checkpoint(following, nil, request)
            }
        }
    }

    private func checkpoint(_ account: String, _ link: String?, _ request: ReadRequest) throws {
        try api.host.checkpoint(edge.rawValue) { row in
            row.text("mode", request.mode.rawValue)
            row.text("account", account)
            row.text("link", link)
        }
    }
}

/// Which campaign an ad squad belongs to.
enum Squads {
    static func campaigns(_ api: API, _ account: AdAccount, _ settings: Settings) throws -> [String: String] {
        var campaigns: [String: String] = [:]
        var pages = LinkPages(api, "adaccounts/\(account.id)/adsquads", Edge.adGroups.query(settings), member: "adsquads")
        while let page = try pages.next() {
            for squad in page.elements.compactMap({ Element.object($0, "adsquad") }) {
                if let id = squad["id"].filledString { campaigns[id] = squad["campaign_id"].filledString }
            }
        }
        return campaigns
    }
}
