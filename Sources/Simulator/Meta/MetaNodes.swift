import Core

/// The structure of the ad accounts as nodes. Field names and types after the code generator's specifications of the Marketing API:
/// budgets are strings in the currency's smallest unit, times are local to the account with an offset.
enum MetaNodes {
    static let account = MetaNodeType<AdAccount>(
        name: "AdAccount",
        fields: [
            "id": { account, _ in .string("act_\(account.id)") },
            "account_id": { account, _ in .string(account.id) },
            "name": { account, business in .string("\(business.name) \(account.name)") },
            "currency": { account, _ in .string(account.currency.code) },
            "timezone_name": { account, _ in .string(account.zone.name) },
            "timezone_offset_hours_utc": { account, business in .number(Self.hours(account.zone.offset(at: business.now - .seconds(1)))) },
            "account_status": { _, _ in 1 },
            "amount_spent": { account, business in .string(Self.minor(Self.spent(account, business))) },
            "balance": { _, _ in "0" },
            "spend_cap": { _, _ in "0" },
            "business_name": { _, business in .string(business.name) },
        ])

    static let campaign = MetaNodeType<AdCampaign>(
        name: "Campaign",
        fields: [
            "id": { campaign, _ in .string(campaign.id) },
            "account_id": { campaign, business in .string(business.adAccounts[campaign.account].id) },
            "name": { campaign, _ in .string(campaign.name) },
            "objective": { campaign, _ in .string(campaign.objective) },
            "status": { campaign, _ in .string(campaign.status.rawValue) },
            "configured_status": { campaign, _ in .string(campaign.status.rawValue) },
            "effective_status": { campaign, _ in .string(campaign.status.rawValue) },
            "daily_budget": { campaign, _ in .string(Self.minor(campaign.dailyBudget)) },
            "lifetime_budget": { _, _ in "0" },
            "budget_remaining": { campaign, _ in .string(campaign.status == .active ? Self.minor(campaign.dailyBudget / 20_000 * 10_000) : "0") },
            "bid_strategy": { _, _ in "LOWEST_COST_WITHOUT_CAP" },
            "buying_type": { _, _ in "AUCTION" },
            "start_time": { campaign, business in Self.time(business.adAccounts[campaign.account].zone.start(of: campaign.start), campaign, business)
            },
            "stop_time": { campaign, business in
                campaign.end.flatMap { Self.time(business.adAccounts[campaign.account].zone.start(of: $0 + 1) - .seconds(1), campaign, business) }
            },
            "created_time": { campaign, business in Self.time(campaign.created, campaign, business) },
            "updated_time": { campaign, business in Self.time(campaign.updated, campaign, business) },
        ])

    static let adSet = MetaNodeType<AdSet>(
        name: "AdSet",
        fields: [
            "id": { adSet, _ in .string(adSet.id) },
            "account_id": { adSet, business in .string(business.adAccounts[business.campaigns[adSet.campaign].account].id) },
            "campaign_id": { adSet, business in .string(business.campaigns[adSet.campaign].id) },
            "campaign": { adSet, business in
                ["id": .string(business.campaigns[adSet.campaign].id), "name": .string(business.campaigns[adSet.campaign].name)]
            },
            "name": { adSet, _ in .string(adSet.name) },
            "status": { adSet, _ in .string(adSet.status.rawValue) },
            "configured_status": { adSet, _ in .string(adSet.status.rawValue) },
            "effective_status": { adSet, business in .string(Self.effective(adSet.status, below: business.campaigns[adSet.campaign].status)) },
            "optimization_goal": { adSet, _ in .string(adSet.goal) },
            "billing_event": { _, _ in "IMPRESSIONS" },
            "bid_amount": { adSet, _ in adSet.bid.map { .integer($0 / 10_000) } },
            "daily_budget": { _, _ in "0" },
            "lifetime_budget": { _, _ in "0" },
            "attribution_spec": { _, _ in [["event_type": "CLICK_THROUGH", "window_days": 7], ["event_type": "VIEW_THROUGH", "window_days": 1]] },
            "targeting": { _, _ in ["age_min": 18, "age_max": 65, "geo_locations": ["countries": ["DE", "AT", "CH"]]] },
            "start_time": { adSet, business in Self.time(adSet.created, business.campaigns[adSet.campaign], business) },
            "created_time": { adSet, business in Self.time(adSet.created, business.campaigns[adSet.campaign], business) },
            "updated_time": { adSet, business in Self.time(adSet.updated, business.campaigns[adSet.campaign], business) },
        ])

    static let ad = MetaNodeType<Ad>(
        name: "Ad",
        fields: [
            "id": { ad, _ in .string(ad.id) },
            "account_id": { ad, business in .string(business.adAccounts[business.campaigns[ad.campaign].account].id) },
            "campaign_id": { ad, business in .string(business.campaigns[ad.campaign].id) },
            "adset_id": { ad, business in .string(business.adSets[ad.adSet].id) },
            "name": { ad, _ in .string(ad.name) },
            "status": { ad, _ in .string(ad.status.rawValue) },
            "configured_status": { ad, _ in .string(ad.status.rawValue) },
            "effective_status": { ad, business in .string(Self.effective(ad.status, below: business.campaigns[ad.campaign].status)) },
            "creative": { ad, _ in ["id": .string(ad.creative), "name": .string(ad.name)] },
            "conversion_domain": { _, _ in "example.com" },
            "created_time": { ad, business in Self.time(ad.created, business.campaigns[ad.campaign], business) },
            "updated_time": { ad, business in Self.time(ad.updated, business.campaigns[ad.campaign], business) },
        ])

    /// Each ad has a creative of its own.
    static let creative = MetaNodeType<Ad>(
        name: "AdCreative",
        fields: [
            "id": { ad, _ in .string(ad.creative) },
            "account_id": { ad, business in .string(business.adAccounts[business.campaigns[ad.campaign].account].id) },
            "name": { ad, _ in .string(ad.name) },
            "title": { ad, _ in .string(ad.name) },
            "body": { _, business in .string("Made for you at \(business.name)") },
            "status": { _, _ in "ACTIVE" },
            "object_type": { ad, _ in ad.name.hasPrefix("Video") ? "VIDEO" : "SHARE" },
            "call_to_action_type": { _, _ in "SHOP_NOW" },
            "link_url": { _, _ in "https://example.com/" },
            "object_url": { _, _ in nil },
            "image_url": { ad, _ in ad.name.hasPrefix("Video") ? nil : .string("https://images.example.com/\(ad.creative).jpg") },
            "image_hash": { _, _ in nil },
            "thumbnail_url": { ad, _ in .string("https://images.example.com/\(ad.creative)-small.jpg") },
            "video_id": { ad, _ in ad.name.hasPrefix("Video") ? .string("7\(ad.creative)") : nil },
            "product_set_id": { _, _ in nil },
            "effective_object_story_id": { ad, _ in .string("500_\(ad.creative)") },
            "url_tags": { _, _ in nil },
            "object_story_spec": { _, _ in nil },
            "asset_feed_spec": { _, _ in nil },
        ])

    /// The one dataset that a business has for its events.
    static func pixel(_ business: SimulatedBusiness) -> String { "9100\(business.seed)" }

    private static func time(_ instant: Instant, _ campaign: AdCampaign, _ business: MetaView) -> JSON {
        .string(business.adAccounts[campaign.account].zone.localText(instant))
    }

    /// Whole cents of an amount in micros.
    private static func minor(_ micros: Int64) -> String { String(micros / 10_000) }

    private static func effective(_ own: AdStatus, below parent: AdStatus) -> String {
        own != .archived && parent == .paused ? "CAMPAIGN_PAUSED" : own.rawValue
    }

    private static func hours(_ seconds: Int) -> String {
        seconds % 3_600 == 0 ? String(seconds / 3_600) : String(Double(seconds) / 3_600)
    }

    private static func spent(_ account: AdAccount, _ business: MetaView) -> Int64 {
        business.adFacts.reduce(0) { $0 + (business.adAccounts[business.campaigns[$1.campaign].account].id == account.id ? $1.spend : 0) }
    }
}
