import ConnectorKit

/// Rows of the structure. Budgets and bids are decimals in the account's currency; times are UTC without an offset.
enum Objects {
    static func campaign(_ view: JSONView, _ id: String, _ account: Advertiser) throws -> CampaignRow {
        let isTotal = view["budget_mode"].string == "BUDGET_MODE_TOTAL"
        let budget = amount(view["budget"])
        return CampaignRow(
            id: id, accountID: account.id, name: view["campaign_name"].string, status: Status.of(view), rawStatus: Status.raw(view),
            objective: view["objective_type"].filledString, currency: account.currency, dailyBudget: isTotal ? nil : budget,
            lifetimeBudget: isTotal ? budget : nil, updatedAt: time(view["modify_time"]),
            attributes: try Attributes.of(
                view,
                [
                    "operation_status", "budget_mode", "budget_optimize_on", "campaign_type", "campaign_product_source", "buying_type",
                    "is_smart_performance_campaign",
                    "create_time",
                ]))
    }

    static func adGroup(_ view: JSONView, _ id: String, _ account: Advertiser) throws -> AdGroupRow {
        let isTotal = view["budget_mode"].string == "BUDGET_MODE_TOTAL"
        return AdGroupRow(
            id: id, accountID: account.id, campaignID: view["campaign_id"].filledString, name: view["adgroup_name"].string, status: Status.of(view),
            rawStatus: Status.raw(view), currency: account.currency, dailyBudget: isTotal ? nil : amount(view["budget"]),
            bid: amount(view["conversion_bid_price"]) ?? amount(view["bid_price"]), updatedAt: time(view["modify_time"]),
            attributes: try Attributes.of(
                view,
                [
                    "operation_status", "budget", "budget_mode", "bid_type", "bid_price", "conversion_bid_price", "billing_event",
                    "optimization_goal", "optimization_event", "pacing", "placements", "schedule_start_time", "schedule_end_time",
                    "click_attribution_window", "view_attribution_window", "create_time",
                ]))
    }

    static func ad(_ view: JSONView, _ id: String, _ account: Advertiser) throws -> AdRow {
        AdRow(
            id: id, accountID: account.id, campaignID: view["campaign_id"].filledString, adGroupID: view["adgroup_id"].filledString,
            name: view["ad_name"].string, status: Status.of(view), rawStatus: Status.raw(view), creativeID: id,
            updatedAt: time(view["modify_time"]),
            attributes: try Attributes.of(
                view, ["operation_status", "ad_format", "creative_type", "identity_type", "tracking_pixel_id", "create_time"]))
    }

    /// The ad is its own creative: TikTok has no other id for what it shows.
    static func creative(_ view: JSONView, _ id: String, _ account: Advertiser) throws -> CreativeRow {
        CreativeRow(
            id: id, accountID: account.id, name: view["ad_name"].string, kind: kind(view), title: view["display_name"].filledString,
            body: view["ad_text"].filledString ?? view["ad_texts"].strings.first, callToAction: view["call_to_action"].filledString,
            linkURL: view["landing_page_url"].filledString, imageURL: view["profile_image_url"].filledString,
            videoID: view["video_id"].filledString, status: Status.of(view), rawStatus: Status.raw(view), updatedAt: time(view["modify_time"]),
            attributes: try Attributes.of(view, ["ad_format", "image_ids", "tiktok_item_id", "catalog_id", "identity_id", "music_id"]))
    }

    private static func kind(_ view: JSONView) -> CreativeRow.Kind? {
        switch view["ad_format"].filledString {
        case "SINGLE_VIDEO": .video
        case "SINGLE_IMAGE": .image
        case "CAROUSEL_ADS", "CAROUSEL": .carousel
        case "CATALOG_CAROUSEL": .product
        case nil: view["video_id"].filledString == nil ? nil : .video
        default: .other
        }
    }

    /// Nothing is written as 0.
    static func amount(_ view: JSONView) -> Micros? { view.micros.flatMap { $0 == .zero ? nil : $0 } }

    private static func time(_ view: JSONView) -> Instant? { view.instant(in: .utc) }
}

/// TikTok's states in our words.
enum Status {
    /// The state that counts: with the states above taken in where TikTok gives it.
    static func raw(_ view: JSONView) -> String? { view["secondary_status"].filledString ?? view["operation_status"].filledString }

    /// Nil for a word that is new: the platform's own stays beside it.
    static func of(_ view: JSONView) -> EntityStatus? {
        let secondary = view["secondary_status"].filledString ?? ""
        if secondary.hasSuffix("_DELETE") || view["operation_status"].string == "DELETE" { return .removed }
        if secondary.hasSuffix("_DONE") { return .ended }
        if secondary.hasSuffix("_DISABLE") { return .paused }
        if secondary.hasSuffix("_AUDIT") || secondary.hasSuffix("_CREATE") { return .draft }
        return switch view["operation_status"].filledString {
        case "ENABLE": .active
        case "DISABLE", "FROZEN": .paused
        default: secondary.hasSuffix("_ENABLE") || secondary.hasSuffix("_DELIVERY_OK") ? .active : nil
        }
    }
}
