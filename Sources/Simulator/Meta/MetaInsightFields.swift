import Core

/// Writes insights rows with the fields asked for. Every scalar is a string; lists hold action types with their figures, after the specification of
/// AdsInsights.
struct MetaInsightFields: Sendable {
    /// Each once, with its name; the dates in any case.
    private let fields: [(field: MetaInsightField, name: String)]
    private let windows: [String]
    private let title: String
    private let advertising: PlatformAdvertising

    /// - Throws: for a field that nobody knows.
    init(_ query: MetaInsightsQuery, _ business: SimulatedBusiness) throws(MetaError) {
        var fields: [(field: MetaInsightField, name: String)] = []
        for name in query.fields.fields.map(\.name) + [MetaInsightField.start.rawValue, MetaInsightField.stop.rawValue] {
            guard let field = MetaInsightField(rawValue: name) else {
                throw .parameter("\(name) is not valid for fields param. please check the reference of the insights edge for all valid values")
            }
            if !fields.contains(where: { $0.field == field }) { fields.append((field, name)) }
        }
        self.fields = fields
        windows = query.windows
        title = business.name
        advertising = business.advertising(on: .meta)
    }

    func json(_ row: MetaInsightRow) -> JSON {
        var members: [JSON.Member] = []
        members.reserveCapacity(fields.count + row.parts.count)
        for (field, name) in fields {
            if let value = value(field, row) { members.append(JSON.Member(name, value)) }
        }
        for part in row.parts { members.append(JSON.Member(part.name, .string(part.value))) }
        return .object(members)
    }

    private func value(_ field: MetaInsightField, _ row: MetaInsightRow) -> JSON? {
        switch field {
        case .start: .string(row.start.description)
        case .stop: .string(row.stop.description)
        case .accountID: .string(advertising.accounts[row.account].id)
        case .accountName: .string("\(title) \(advertising.accounts[row.account].name)")
        case .accountCurrency: .string(advertising.accounts[row.account].currency.code)
        case .campaignID: row.campaign.map { .string(advertising.campaigns[$0].id) }
        case .campaignName: row.campaign.map { .string(advertising.campaigns[$0].name) }
        case .objective: row.campaign.map { .string(advertising.campaigns[$0].objective) }
        case .buyingType: "AUCTION"
        case .adSetID: row.adSet.map { .string(advertising.adSets[$0].id) }
        case .adSetName: row.adSet.map { .string(advertising.adSets[$0].name) }
        case .goal: row.adSet.map { .string(advertising.adSets[$0].goal) }
        case .adID: row.ad.map { .string(advertising.ads[$0].id) }
        case .adName: row.ad.map { .string(advertising.ads[$0].name) }
        case .attribution: "7d_click_1d_view"
        default: figure(field, row.figures)
        }
    }

    private func figure(_ field: MetaInsightField, _ figures: MetaFigures) -> JSON? {
        switch field {
        case .impressions: .string(String(figures.impressions))
        case .clicks: .string(String(figures.clicks))
        case .uniqueClicks: .string(String(min(figures.clicks, figures.reach)))
        case .linkClicks: figures.linkClicks > 0 ? .string(String(figures.linkClicks)) : nil
        case .reach: .string(String(figures.reach))
        case .frequency: Self.ratio(Int64(figures.impressions) * 1_000_000, Int64(figures.reach))
        case .spend: .string(Micros.text(figures.spend))
        case .costPerClick: Self.ratio(figures.spend, Int64(figures.clicks))
        case .costPerThousand: Self.ratio(figures.spend * 1_000, Int64(figures.impressions))
        case .clickRate: Self.ratio(Int64(figures.clicks) * 100_000_000, Int64(figures.impressions))
        case .actions: Self.list(actions(figures))
        case .actionValues: Self.list(actionValues(figures))
        case .purchaseROAS: figures.spend > 0 ? Self.list(roas(figures)) : nil
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
