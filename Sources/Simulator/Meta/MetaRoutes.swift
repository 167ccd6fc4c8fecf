import Core

/// Finds what a path names and answers it.
struct MetaRoutes {
    private let request: SimulatedRequest
    private let business: MetaView
    private let settings: MetaSettings
    private let version: String
    private let book: MetaInsightBook
    /// Whether insights are those of a report run, which may be large.
    private let isReport: Bool

    init(_ request: SimulatedRequest, _ business: MetaView, _ settings: MetaSettings, _ book: MetaInsightBook, isReport: Bool) {
        self.request = request
        self.business = business
        self.settings = settings
        version = request.path.first ?? ""
        self.book = book
        self.isReport = isReport
    }

    private enum Node {
        case me
        case account(Int)
        case campaign(Int)
        case adSet(Int)
        case ad(Int)
    }

    func response() throws(MetaError) -> SimulatedResponse {
        guard request.method == "GET" else { throw MetaError(code: 3, message: "(#3) This simulated API only reads.") }
        guard request.path.count >= 2, request.path.count <= 3 else {
            throw MetaError(code: 2_500, message: "Unknown path components: /\(request.path.joined(separator: "/"))")
        }
        let node = try node(request.path[1])
        guard request.path.count == 3 else { return SimulatedResponse(try single(node)) }
        let json = try edge(request.path[2], of: node)
        return SimulatedResponse(json, outcome: .page)
    }

    private func node(_ id: String) throws(MetaError) -> Node {
        if id == "me" { return .me }
        if let index = business.adAccounts.firstIndex(where: { "act_\($0.id)" == id }) { return .account(index) }
        if let index = business.campaigns.firstIndex(where: { $0.id == id }) { return .campaign(index) }
        if let index = business.adSets.firstIndex(where: { $0.id == id }) { return .adSet(index) }
        if let index = business.ads.firstIndex(where: { $0.id == id }) { return .ad(index) }
        throw .missing(id)
    }

    private func single(_ node: Node) throws(MetaError) -> JSON {
        switch node {
        case .me: return ["name": .string("\(business.name) system user"), "id": .string("1000\(business.seed)")]
        case .account(let index): return try MetaNodes.account.json(business.adAccounts[index], fields(), business)
        case .campaign(let index): return try MetaNodes.campaign.json(business.campaigns[index], fields(), business)
        case .adSet(let index): return try MetaNodes.adSet.json(business.adSets[index], fields(), business)
        case .ad(let index): return try MetaNodes.ad.json(business.ads[index], fields(), business)
        }
    }

    private func fields(_ usual: [String] = ["id"]) throws(MetaError) -> MetaFields {
        guard let text = request.parameters["fields"] else { return MetaFields(usual) }
        return try MetaFields(parsing: text)
    }

    private func edge(_ name: String, of node: Node) throws(MetaError) -> JSON {
        switch (node, name) {
        case (.me, "adaccounts"): return try list(MetaNodes.account, business.adAccounts, usual: ["account_id", "id"])
        case (.me, _): throw .nonexistentField(name, on: "User")
        case (_, "insights"): return try insights(of: node)
        case (_, "campaigns"): return try campaigns(of: node)
        case (_, "adsets"): return try adSets(of: node)
        case (_, "ads"): return try ads(of: node)
        case (.account(let account), "adcreatives"): return try creatives(of: account)
        case (.account, "adspixels"): return ["data": [["id": .string(MetaNodes.pixel(business.business))]]]
        default: throw .nonexistentField(name, on: "AdAccount")
        }
    }

    private func list<Item>(_ type: MetaNodeType<Item>, _ items: [Item], usual: [String] = ["id"]) throws(MetaError) -> JSON {
        let fields = try fields(usual)
        let page = try MetaPage(request, settings)
        return try page.response(items, request, version: version) { item throws(MetaError) in try type.json(item, fields, business) }
    }
}

// The edges.
extension MetaRoutes {
    private func campaigns(of node: Node) throws(MetaError) -> JSON {
        guard case .account(let account) = node else { throw .nonexistentField("campaigns", on: "Campaign") }
        let filter = try MetaFilter(request, prefix: "campaign")
        let found = business.campaigns.filter {
            $0.account == account && filter.admits(MetaFilter.Subject(id: $0.id, status: $0.status.rawValue, updated: $0.updated))
        }
        return try list(MetaNodes.campaign, found)
    }

    private func adSets(of node: Node) throws(MetaError) -> JSON {
        let filter = try MetaFilter(request, prefix: "adset")
        let found = business.adSets.filter { adSet in
            isInside(node, campaign: adSet.campaign, adSet: nil)
                && filter.admits(MetaFilter.Subject(id: adSet.id, status: adSet.status.rawValue, updated: adSet.updated))
        }
        return try list(MetaNodes.adSet, found)
    }

    private func ads(of node: Node) throws(MetaError) -> JSON {
        let filter = try MetaFilter(request, prefix: "ad")
        let found = business.ads.filter { ad in
            isInside(node, campaign: ad.campaign, adSet: ad.adSet)
                && filter.admits(MetaFilter.Subject(id: ad.id, status: ad.status.rawValue, updated: ad.updated))
        }
        return try list(MetaNodes.ad, found)
    }

    private func creatives(of account: Int) throws(MetaError) -> JSON {
        try list(MetaNodes.creative, business.ads.filter { business.campaigns[$0.campaign].account == account })
    }

    private func isInside(_ node: Node, campaign: Int, adSet: Int?) -> Bool {
        switch node {
        case .account(let account): business.campaigns[campaign].account == account
        case .campaign(let own): own == campaign
        case .adSet(let own): own == adSet
        case .me, .ad: false
        }
    }

    private func insights(of node: Node) throws(MetaError) -> JSON {
        let (scope, level) = scope(of: node)
        let query = try MetaInsightsQuery(request, node: level, today: business.until, settings)
        let page = try MetaPage(request, settings)
        let fields = try MetaInsightFields(query, business.business)
        let rows = book.rows(request, business.business) { MetaInsights.rows(query, scope, business.business) }
        if let most = settings.largestDirectReport, rows.count > most, !isReport { throw .tooLarge }
        return try page.response(rows, request, version: version) { row throws(MetaError) in fields.json(row) }
    }

    private func scope(of node: Node) -> (MetaInsights.Scope, MetaInsightsQuery.Level) {
        switch node {
        case .me: (MetaInsights.Scope(account: 0), .account)
        case .account(let index): (MetaInsights.Scope(account: index), .account)
        case .campaign(let index): (MetaInsights.Scope(account: business.campaigns[index].account, campaign: index), .campaign)
        case .adSet(let index): (MetaInsights.Scope(account: business.campaigns[business.adSets[index].campaign].account, adSet: index), .adSet)
        case .ad(let index): (MetaInsights.Scope(account: business.campaigns[business.ads[index].campaign].account, ad: index), .ad)
        }
    }
}
