import Core

/// Changes of the structure.
struct TikTokChanges {
    let routes: TikTokRoutes

    func apply(_ path: String, _ body: JSON, _ state: inout TikTokState) throws(TikTokError) -> JSON {
        let account = try routes.account(body)
        let parts = path.split(separator: "/").map(String.init)
        guard let word = parts.first, ["campaign", "adgroup", "ad"].contains(word) else {
            throw TikTokError(code: 40_006, message: "Invalid path /\(path)")
        }
        switch parts.dropFirst().joined(separator: "/") {
        case "status/update": return try status(word, account, body, &state)
        case "update" where word != "ad": return try amounts(word, account, body, &state)
        default: throw TikTokError(code: 40_006, message: "Invalid path /\(path)")
        }
    }

    private func status(_ word: String, _ account: Int, _ body: JSON, _ state: inout TikTokState) throws(TikTokError) -> JSON {
        guard let operation = body["operation_status"]?.string, ["ENABLE", "DISABLE"].contains(operation) else {
            throw .parameter("operation_status: must be ENABLE or DISABLE.")
        }
        guard let ids = body["\(word)_ids"]?.array?.compactMap(\.string), (1...20).contains(ids.count) else {
            throw .parameter("\(word)_ids: between 1 and 20.")
        }
        for id in ids { try check(id, word, account) }
        for id in ids { state.operations[id] = operation }
        return ["\(word)_ids": .array(ids.map { .string($0) }), "status": .string(operation)]
    }

    private func amounts(_ word: String, _ account: Int, _ body: JSON, _ state: inout TikTokState) throws(TikTokError) -> JSON {
        guard let id = body["\(word)_id"]?.string else { throw .parameter("\(word)_id: Missing data for required field.") }
        try check(id, word, account)
        if let budget = body["budget"] { state.budgets[id] = try amount(budget, "budget") }
        if word == "adgroup", let bid = body["conversion_bid_price"] ?? body["bid_price"] { state.bids[id] = try amount(bid, "bid_price") }
        return ["\(word)_id": .string(id)]
    }

    private func amount(_ json: JSON, _ name: String) throws(TikTokError) -> Int64 {
        guard case .number(let text) = json, let micros = Micros.parse(text)?.micros, micros > 0 else {
            throw .parameter("\(name): must be a number above 0.")
        }
        return micros
    }

    /// The object must be the advertiser's, and must not be deleted.
    private func check(_ id: String, _ word: String, _ account: Int) throws(TikTokError) {
        let advertising = routes.advertising
        let found: (campaign: Int, status: AdStatus)? =
            switch word {
            case "campaign": advertising.campaigns.firstIndex { $0.id == id }.map { ($0, advertising.campaigns[$0].status) }
            case "adgroup": advertising.adSets.first { $0.id == id }.map { ($0.campaign, $0.status) }
            default: advertising.ads.first { $0.id == id }.map { ($0.campaign, $0.status) }
            }
        guard let found, advertising.campaigns[found.campaign].account == account else { throw .parameter("\(word)_id: \(id) does not exist.") }
        guard found.status != .archived else { throw .parameter("\(word)_id: \(id) was deleted.") }
    }
}
