import Core

/// The fields of an insights row. Every scalar is a string; lists hold action types with their figures, after the specification of AdsInsights.
struct MetaInsightFields: Sendable {
    private let windows: [String]
    private let business: SimulatedBusiness

    init(windows: [String], business: SimulatedBusiness) {
        self.windows = windows
        self.business = business
    }

    /// The row with the fields asked for, and the dates in any case.
    func json(_ row: MetaInsightRow, _ selection: MetaFields) throws(MetaError) -> JSON {
        var members: [JSON.Member] = []
        for field in selection.fields + MetaFields(["date_start", "date_stop"]).fields where !members.contains(where: { $0.name == field.name }) {
            guard Self.names.contains(field.name) else {
                throw .parameter("\(field.name) is not valid for fields param. please check the reference of the insights edge for all valid values")
            }
            if let value = value(field.name, row) { members.append(JSON.Member(field.name, value)) }
        }
        members += row.parts.map { JSON.Member($0.name, .string($0.value)) }
        return .object(members)
    }

    static let names: Set<String> = [
        "account_id", "account_name", "account_currency", "campaign_id", "campaign_name", "adset_id", "adset_name", "ad_id", "ad_name", "objective",
        "date_start", "date_stop", "impressions", "clicks", "inline_link_clicks", "reach", "frequency", "spend", "cpc", "cpm", "ctr", "actions",
        "action_values", "purchase_roas", "attribution_setting", "optimization_goal", "buying_type", "unique_clicks", "conversions",
        "conversion_values",
        "website_purchase_roas", "cost_per_action_type",
    ]

    private func value(_ name: String, _ row: MetaInsightRow) -> JSON? {
        switch name {
        case "date_start": .string(row.start.description)
        case "date_stop": .string(row.stop.description)
        case "account_id", "account_name", "account_currency": account(name, business.adAccounts[row.account])
        case "campaign_id": row.campaign.map { .string(business.campaigns[$0].id) }
        case "campaign_name": row.campaign.map { .string(business.campaigns[$0].name) }
        case "objective": row.campaign.map { .string(business.campaigns[$0].objective) }
        case "buying_type": "AUCTION"
        case "adset_id": row.adSet.map { .string(business.adSets[$0].id) }
        case "adset_name": row.adSet.map { .string(business.adSets[$0].name) }
        case "optimization_goal": row.adSet.map { .string(business.adSets[$0].goal) }
        case "ad_id": row.ad.map { .string(business.ads[$0].id) }
        case "ad_name": row.ad.map { .string(business.ads[$0].name) }
        case "attribution_setting": "7d_click_1d_view"
        default: figure(name, row.figures)
        }
    }

    private func account(_ name: String, _ account: AdAccount) -> JSON {
        switch name {
        case "account_id": .string(account.id)
        case "account_name": .string("\(business.name) \(account.name)")
        default: .string(account.currency.code)
        }
    }

    private func figure(_ name: String, _ figures: MetaFigures) -> JSON? {
        switch name {
        case "impressions": .string(String(figures.impressions))
        case "clicks": .string(String(figures.clicks))
        case "unique_clicks": .string(String(min(figures.clicks, figures.reach)))
        case "inline_link_clicks": figures.linkClicks > 0 ? .string(String(figures.linkClicks)) : nil
        case "reach": .string(String(figures.reach))
        case "frequency": Self.ratio(Int64(figures.impressions) * 1_000_000, Int64(figures.reach))
        case "spend": .string(Micros.text(figures.spend))
        case "cpc": Self.ratio(figures.spend, Int64(figures.clicks))
        case "cpm": Self.ratio(figures.spend * 1_000, Int64(figures.impressions))
        case "ctr": Self.ratio(Int64(figures.clicks) * 100_000_000, Int64(figures.impressions))
        case "actions": Self.list(actions(figures))
        case "action_values": Self.list(actionValues(figures))
        case "purchase_roas": figures.spend > 0 ? Self.list(roas(figures)) : nil
        default: nil
        }
    }

    /// A quotient as a decimal text with up to six decimals; left out where there is nothing to divide by.
    private static func ratio(_ micros: Int64, _ count: Int64) -> JSON? { count > 0 ? .string(Micros.text(micros / count, decimals: 0)) : nil }

    private static func list(_ items: [JSON]) -> JSON? { items.isEmpty ? nil : .array(items) }
}

// Actions. Purchases stand under three types that name the same purchases: whoever adds them up counts threefold, as on the real platform.
extension MetaInsightFields {
    private static let purchaseTypes = ["omni_purchase", "purchase", "offsite_conversion.fb_pixel_purchase"]

    private func actions(_ figures: MetaFigures) -> [JSON] {
        let plain = [
            ("link_click", figures.linkClicks), ("landing_page_view", figures.landingViews), ("video_view", figures.videoViews),
            ("post_engagement", figures.linkClicks + figures.videoViews), ("add_to_cart", figures.carts), ("omni_add_to_cart", figures.carts),
        ]
        let first = plain.filter { $0.1 > 0 }.map { entry($0.0, String($0.1), prompt: String($0.1)) }
        guard figures.purchases > 0 else { return first }
        return first + Self.purchaseTypes.map { entry($0, String(figures.purchases), prompt: String(figures.promptPurchases)) }
    }

    private func actionValues(_ figures: MetaFigures) -> [JSON] {
        guard figures.purchases > 0 else { return [] }
        return Self.purchaseTypes.map { entry($0, Micros.text(figures.value, decimals: 0), prompt: Micros.text(figures.promptValue, decimals: 0)) }
    }

    private func roas(_ figures: MetaFigures) -> [JSON] {
        guard figures.purchases > 0 else { return [] }
        let ratio = Double(figures.value) / Double(figures.spend)
        return [["action_type": "omni_purchase", "value": .string(Micros.text(Int64((ratio * 1_000_000).rounded()), decimals: 0))]]
    }

    /// One action with its total and, for each window asked for, the part that falls into it. All conversions here follow a click.
    private func entry(_ type: String, _ total: String, prompt: String) -> JSON {
        var members: [JSON.Member] = [.init("action_type", .string(type)), .init("value", .string(total))]
        for window in windows {
            switch window {
            case "7d_click", "28d_click", "dda": members.append(.init(window, .string(total)))
            case "1d_click" where prompt != "0": members.append(.init(window, .string(prompt)))
            default: break
            }
        }
        return .object(members)
    }
}
