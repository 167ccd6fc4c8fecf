import Core

/// The structure of the accounts as Snapchat shows it, with what callers have changed.
struct SnapchatObjects {
    let routes: SnapchatRoutes
    let state: SnapchatState

    private var advertising: PlatformAdvertising { routes.advertising }

    /// What one object of a list is called.
    static func word(_ list: String) throws(SnapchatError) -> String {
        guard ["adaccounts", "campaigns", "adsquads", "ads", "creatives", "pixels"].contains(list) else { throw .missing }
        return String(list.dropLast())
    }

    /// The objects of an account's list. Deleted ones come only where they are asked for.
    func rows(_ edge: String, account: Int) -> [JSON] {
        let isOwn = { (campaign: Int) in advertising.campaigns[campaign].account == account }
        let isListed = { (status: AdStatus) in status != .archived || routes.request.parameters["read_deleted_entities"] == "true" }
        switch edge {
        case "campaigns": return advertising.campaigns.filter { $0.account == account && isListed($0.status) }.map { campaign($0) }
        case "adsquads": return advertising.adSets.filter { isOwn($0.campaign) && isListed($0.status) }.map { adSet($0) }
        case "ads": return advertising.ads.filter { isOwn($0.campaign) && isListed($0.status) }.map { ad($0) }
        case "creatives": return advertising.ads.filter { isOwn($0.campaign) }.map { creative($0) }
        case "pixels": return [["id": .string(pixel(account)), "name": "Shop", "effective_status": "ACTIVE", "status": "ACTIVE"]]
        default: return []
        }
    }

    func single(_ list: String, _ id: String) -> JSON? {
        switch list {
        case "adaccounts": advertising.accounts.first { $0.id == id }.map { account($0) }
        case "campaigns": advertising.campaigns.first { $0.id == id }.map { campaign($0) }
        case "adsquads": advertising.adSets.first { $0.id == id }.map { adSet($0) }
        case "ads": advertising.ads.first { $0.id == id }.map { ad($0) }
        default: nil
        }
    }

    var organization: JSON { ["id": .string(routes.organization), "name": .string(routes.business.name), "type": "ENTERPRISE"] }

    func account(_ account: AdAccount) -> JSON {
        [
            "id": .string(account.id), "name": .string("\(routes.business.name) \(account.name)"), "type": "PARTNER", "status": "ACTIVE",
            "organization_id": .string(routes.organization), "currency": .string(account.currency.code), "timezone": .string(account.zone.name),
            "advertiser": .string(routes.business.name), "billing_type": "REVOLVING",
            "created_at": Self.time(routes.business.since.instant), "updated_at": Self.time(routes.business.since.instant),
        ]
    }

    private func pixel(_ account: Int) -> String { "p" + advertising.accounts[account].id.dropFirst() }

    private func state(_ id: String, _ status: AdStatus) -> [JSON.Member] {
        let word = state.statuses[id] ?? (status == .active ? "ACTIVE" : "PAUSED")
        return [.init("status", .string(word))] + (status == .archived ? [.init("deleted", true)] : [])
    }

    private func campaign(_ campaign: AdCampaign) -> JSON {
        let zone = advertising.accounts[campaign.account].zone
        var members: [JSON.Member] = [
            .init("id", .string(campaign.id)), .init("name", .string(campaign.name)),
            .init("ad_account_id", .string(advertising.accounts[campaign.account].id)), .init("objective", .string(campaign.objective)),
            .init("buy_model", "AUCTION"), .init("daily_budget_micro", .integer(state.budgets[campaign.id] ?? campaign.dailyBudget)),
            .init("start_time", Self.time(zone.start(of: campaign.start))), .init("created_at", Self.time(campaign.created)),
            .init("updated_at", Self.time(campaign.updated)),
        ]
        if let end = campaign.end { members.append(.init("end_time", Self.time(zone.start(of: end + 1) - .seconds(1)))) }
        return .object(members + state(campaign.id, campaign.status))
    }

    private func adSet(_ adSet: AdSet) -> JSON {
        var members: [JSON.Member] = [
            .init("id", .string(adSet.id)), .init("campaign_id", .string(advertising.campaigns[adSet.campaign].id)),
            .init("name", .string(adSet.name)),
            .init("type", "SNAP_ADS"), .init("optimization_goal", .string(adSet.goal)), .init("billing_event", "IMPRESSION"),
            .init("created_at", Self.time(adSet.created)), .init("updated_at", Self.time(adSet.updated)),
        ]
        if let bid = state.bids[adSet.id] ?? adSet.bid { members.append(.init("bid_micro", .integer(bid))) }
        if let budget = state.budgets[adSet.id] { members.append(.init("daily_budget_micro", .integer(budget))) }
        return .object(members + state(adSet.id, adSet.status))
    }

    private func ad(_ ad: Ad) -> JSON {
        let members: [JSON.Member] = [
            .init("id", .string(ad.id)), .init("ad_squad_id", .string(advertising.adSets[ad.adSet].id)), .init("creative_id", .string(ad.creative)),
            .init("name", .string(ad.name)), .init("type", "SNAP_AD"), .init("review_status", "APPROVED"),
            .init("created_at", Self.time(ad.created)), .init("updated_at", Self.time(ad.updated)),
        ]
        return .object(members + state(ad.id, ad.status))
    }

    private func creative(_ ad: Ad) -> JSON {
        [
            "id": .string(ad.creative), "ad_account_id": .string(advertising.accounts[advertising.campaigns[ad.campaign].account].id),
            "name": .string(ad.name), "type": "WEB_VIEW", "headline": .string("\(routes.business.name): made to last"), "call_to_action": "SHOP_NOW",
            "top_snap_media_id": .string("m\(ad.creative.dropFirst())"), "web_view_properties": ["url": "https://shop.example/"],
            "created_at": Self.time(ad.created), "updated_at": Self.time(ad.updated),
        ]
    }

    static func time(_ instant: Instant) -> JSON { .string("\(Instant(seconds: instant.seconds).description.dropLast()).000Z") }
}
