import ConnectorKit

/// Rows of the structure. Money is in millionths of the account's currency already.
enum Objects {
    static func campaign(_ view: JSONView, _ id: String, _ account: AdAccount, _ zone: Zone) throws -> CampaignRow {
        CampaignRow(
            id: id, accountID: account.id, name: view["name"].string, status: Status.of(view), rawStatus: view["status"].filledString,
            objective: view["objective"].filledString ?? view["objective_v2_properties.objective_v2_type"].filledString,
            currency: account.currency, dailyBudget: amount(view["daily_budget_micro"]), lifetimeBudget: amount(view["lifetime_spend_cap_micro"]),
            startDay: view["start_time"].instant.map { zone.day(of: $0) }, endDay: view["end_time"].instant.map { zone.day(of: $0) },
            updatedAt: view["updated_at"].instant,
            attributes: try Attributes.of(view, ["buy_model", "delivery_status", "created_at", "start_time", "end_time"]))
    }

    static func adGroup(_ view: JSONView, _ id: String, _ account: AdAccount) throws -> AdGroupRow {
        AdGroupRow(
            id: id, accountID: account.id, campaignID: view["campaign_id"].filledString, name: view["name"].string, status: Status.of(view),
            rawStatus: view["status"].filledString, currency: account.currency, dailyBudget: amount(view["daily_budget_micro"]),
            bid: amount(view["bid_micro"]), updatedAt: view["updated_at"].instant,
            attributes: try Attributes.of(
                view,
                [
                    "type", "optimization_goal", "bid_strategy", "billing_event", "lifetime_budget_micro", "placement_v2", "delivery_status",
                    "conversion_window", "start_time", "end_time", "created_at",
                ]))
    }

    static func ad(_ view: JSONView, _ id: String, _ account: AdAccount, _ campaigns: [String: String]) throws -> AdRow {
        let squad = view["ad_squad_id"].filledString
        return AdRow(
            id: id, accountID: account.id, campaignID: squad.flatMap { campaigns[$0] }, adGroupID: squad, name: view["name"].string,
            status: Status.of(view), rawStatus: view["status"].filledString, creativeID: view["creative_id"].filledString,
            updatedAt: view["updated_at"].instant,
            attributes: try Attributes.of(view, ["type", "render_type", "review_status", "review_status_reasons", "delivery_status", "created_at"]))
    }

    static func creative(_ view: JSONView, _ id: String, _ account: AdAccount) throws -> CreativeRow {
        CreativeRow(
            id: id, accountID: account.id, name: view["name"].string, kind: kind(view["type"].filledString), title: view["headline"].filledString,
            callToAction: view["call_to_action"].filledString, linkURL: view["web_view_properties.url"].filledString,
            videoID: view["top_snap_media_id"].filledString, status: Status.of(view), rawStatus: view["status"].filledString,
            updatedAt: view["updated_at"].instant,
            attributes: try Attributes.of(
                view, ["type", "brand_name", "shareable", "review_status", "packaging_status", "profile_properties", "created_at"]))
    }

    private static func kind(_ type: String?) -> CreativeRow.Kind? {
        switch type {
        case nil: nil
        case "SNAP_AD", "WEB_VIEW", "APP_INSTALL", "DEEP_LINK", "LONGFORM_VIDEO", "AD_TO_LENS", "AD_TO_CALL", "AD_TO_MESSAGE": .video
        case "COLLECTION", "DYNAMIC", "DYNAMIC_COLLECTION": .product
        case "COMPOSITE", "PREVIEW": .carousel
        default: .other
        }
    }

    /// Nothing is left out or 0.
    private static func amount(_ view: JSONView) -> Micros? { view.integer.flatMap { $0 == 0 ? nil : Micros($0) } }
}

/// Snapchat's states in our words.
enum Status {
    /// Nil for a word that is new: the platform's own stays beside it.
    static func of(_ view: JSONView) -> EntityStatus? {
        if view["deleted"].boolean == true { return .removed }
        return switch view["status"].filledString?.uppercased() {
        case "ACTIVE": .active
        case "PAUSED": .paused
        case "DELETED": .removed
        case "COMPLETED", "ENDED", "EXPIRED", "ARCHIVED": .ended
        case "PENDING", "DRAFT", "LOCAL_PENDING": .draft
        default: nil
        }
    }
}
