import Core

/// The structure of the advertisers as TikTok shows it, with what callers have changed.
struct TikTokObjects {
    let routes: TikTokRoutes
    let state: TikTokState

    private var advertising: PlatformAdvertising { routes.advertising }

    /// The objects of a listing that its filter admits.
    func rows(_ path: String) throws(TikTokError) -> [JSON] {
        let account = try routes.account()
        let filter = try filter()
        if filter?["buying_types"]?.array?.first?.string?.hasPrefix("RESERVATION") == true { return [] }
        // Nothing of the business is bought through Smart+.
        if path.hasPrefix("smart_plus") { return [] }
        switch path {
        case "campaign/get":
            return advertising.campaigns.filter { $0.account == account && admits($0.id, $0.status, "campaign", filter) }.map { campaign($0) }
        case "adgroup/get":
            return advertising.adSets.filter { isOf(account, $0.campaign) && admits($0.id, $0.status, "adgroup", filter) }.map { adSet($0) }
        case "ad/get": return advertising.ads.filter { isOf(account, $0.campaign) && admits($0.id, $0.status, "ad", filter) }.map { ad($0) }
        default:
            return [
                [
                    "pixel_id": .string("73000000000000\(routes.business.seed)"), "pixel_code": .string("C0SIM\(routes.business.seed)"),
                    "pixel_name": "Shop",
                ]
            ]
        }
    }

    private func isOf(_ account: Int, _ campaign: Int) -> Bool { advertising.campaigns[campaign].account == account }

    private func filter() throws(TikTokError) -> JSON? {
        guard let text = routes.request.parameters["filtering"], !text.isEmpty else { return nil }
        guard let filter = try? JSON(parsing: text), filter.members != nil else { throw .parameter("filtering: is no object.") }
        return filter
    }

    /// Deleted objects are listed only where all states are asked for.
    private func admits(_ id: String, _ status: AdStatus, _ word: String, _ filter: JSON?) -> Bool {
        if let ids = filter?["\(word)_ids"]?.array?.compactMap(\.string) { return ids.contains(id) }
        return status != .archived || filter?["secondary_status"]?.string == "\(word.uppercased())_STATUS_ALL"
    }

    private func operation(_ id: String, _ status: AdStatus) -> String { state.operations[id] ?? (status == .active ? "ENABLE" : "DISABLE") }

    private func secondary(_ id: String, _ status: AdStatus, _ word: String, on: String) -> JSON {
        if status == .archived { return .string("\(word)_STATUS_DELETE") }
        return .string("\(word)_STATUS_\(operation(id, status) == "ENABLE" ? on : "DISABLE")")
    }

    private func campaign(_ campaign: AdCampaign) -> JSON {
        [
            "campaign_id": .string(campaign.id), "advertiser_id": .string(advertising.accounts[campaign.account].id),
            "campaign_name": .string(campaign.name), "objective_type": .string(campaign.objective), "campaign_type": "REGULAR_CAMPAIGN",
            "operation_status": .string(operation(campaign.id, campaign.status)),
            "secondary_status": secondary(campaign.id, campaign.status, "CAMPAIGN", on: "ENABLE"), "budget_mode": "BUDGET_MODE_DAY",
            "budget": Self.number(state.budgets[campaign.id] ?? campaign.dailyBudget), "create_time": Self.time(campaign.created),
            "modify_time": Self.time(campaign.updated),
        ]
    }

    private func adSet(_ adSet: AdSet) -> JSON {
        let campaign = advertising.campaigns[adSet.campaign]
        let bid = state.bids[adSet.id] ?? adSet.bid
        return [
            "adgroup_id": .string(adSet.id), "campaign_id": .string(campaign.id), "advertiser_id": .string(advertising.accounts[campaign.account].id),
            "adgroup_name": .string(adSet.name), "operation_status": .string(operation(adSet.id, adSet.status)),
            "secondary_status": secondary(adSet.id, adSet.status, "ADGROUP", on: "DELIVERY_OK"),
            "budget_mode": state.budgets[adSet.id] == nil ? "BUDGET_MODE_INFINITE" : "BUDGET_MODE_DAY",
            "budget": Self.number(state.budgets[adSet.id] ?? 0), "bid_type": .string(bid == nil ? "BID_TYPE_NO_BID" : "BID_TYPE_CUSTOM"),
            "bid_price": 0, "conversion_bid_price": Self.number(bid ?? 0), "billing_event": "OCPM", "optimization_goal": .string(adSet.goal),
            "create_time": Self.time(adSet.created), "modify_time": Self.time(adSet.updated),
        ]
    }

    private func ad(_ ad: Ad) -> JSON {
        let campaign = advertising.campaigns[ad.campaign]
        return [
            "ad_id": .string(ad.id), "adgroup_id": .string(advertising.adSets[ad.adSet].id), "campaign_id": .string(campaign.id),
            "advertiser_id": .string(advertising.accounts[campaign.account].id), "ad_name": .string(ad.name),
            "operation_status": .string(operation(ad.id, ad.status)),
            "secondary_status": secondary(ad.id, ad.status, "AD", on: "DELIVERY_OK"), "ad_format": "SINGLE_VIDEO",
            "ad_text": .string("\(routes.business.name): made to last"), "display_name": .string(routes.business.name), "call_to_action": "SHOP_NOW",
            "landing_page_url": "https://shop.example/", "video_id": .string("v\(ad.creative)"), "create_time": Self.time(ad.created),
            "modify_time": Self.time(ad.updated),
        ]
    }

    /// An amount in major units as a JSON number.
    static func number(_ micros: Int64) -> JSON { .number(Micros.text(micros, decimals: 0)) }

    /// UTC, without saying so.
    private static func time(_ instant: Instant) -> JSON {
        .string(Instant(seconds: instant.seconds).description.replacing("T", with: " ").replacing("Z", with: ""))
    }
}
