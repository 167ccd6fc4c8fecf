import ConnectorKit

/// The lists of an account's structure. Raw values are our names of the streams.
enum Entity: String, CaseIterable {
    case campaigns
    case adGroups = "ad_groups"
    case ads
    case keywords

    /// The query for all of them.
    func query(_ settings: Settings) -> GAQL {
        var query = GAQL(fields(settings), from: resource)
        if self == .keywords { query.conditions.append(.equal("ad_group_criterion.type", "KEYWORD")) }
        if !settings.listsRemoved { query.conditions.append(.different(status, "REMOVED")) }
        return query
    }

    private var resource: StaticString {
        switch self {
        case .campaigns: "campaign"
        case .adGroups: "ad_group"
        case .ads: "ad_group_ad"
        case .keywords: "ad_group_criterion"
        }
    }

    private var status: StaticString {
        switch self {
        case .campaigns: "campaign.status"
        case .adGroups: "ad_group.status"
        case .ads: "ad_group_ad.status"
        case .keywords: "ad_group_criterion.status"
        }
    }

    private func fields(_ settings: Settings) -> [StaticString] {
        switch self {
        case .campaigns:
            // The names changed between the versions 22 and 25.
            let dates: [StaticString] =
                settings.versionNumber <= 22 ? ["campaign.start_date", "campaign.end_date"] : ["campaign.start_date_time", "campaign.end_date_time"]
            return [
                "campaign.id", "campaign.name", "campaign.status", "campaign.advertising_channel_type", "campaign.bidding_strategy_type",
                "campaign.campaign_budget", "campaign_budget.amount_micros", "campaign_budget.total_amount_micros", "campaign_budget.period",
                "campaign_budget.explicitly_shared",
            ] + dates
        case .adGroups:
            return ["ad_group.id", "ad_group.name", "ad_group.status", "ad_group.type", "ad_group.cpc_bid_micros", "campaign.id"]
        case .ads:
            return [
                "ad_group_ad.ad.id", "ad_group_ad.ad.name", "ad_group_ad.ad.type", "ad_group_ad.ad.final_urls", "ad_group_ad.status", "ad_group.id",
                "campaign.id",
            ]
        case .keywords:
            let details: [StaticString] = settings.hasKeywordDetails ? ["ad_group_criterion.quality_info.quality_score"] : []
            return [
                "ad_group_criterion.criterion_id", "ad_group_criterion.keyword.text", "ad_group_criterion.keyword.match_type",
                "ad_group_criterion.negative", "ad_group_criterion.status", "ad_group_criterion.cpc_bid_micros", "ad_group.id", "campaign.id",
            ] + details
        }
    }

    /// Emits the row of one object.
    func emit(_ row: JSONView, _ account: AdAccount, _ host: Host) throws {
        guard let id = id(row) else {
            return try host.reject(rawValue, Reject("The object has no id.", field: "id", sample: String(row.json.prefix(200))))
        }
        switch self {
        case .campaigns: try host.emit(campaign(id, row, account))
        case .adGroups: try host.emit(adGroup(id, row, account))
        case .ads: try host.emit(ad(id, row, account))
        case .keywords: try host.emit(keyword(id, row, account))
        }
    }

    /// What is unique in the account.
    func id(_ row: JSONView) -> String? {
        switch self {
        case .campaigns: row["campaign.id"].filledString
        case .adGroups: row["adGroup.id"].filledString
        case .ads: row["adGroupAd.ad.id"].filledString
        case .keywords: KeywordID.of(row)
        }
    }

    private func campaign(_ id: String, _ row: JSONView, _ account: AdAccount) throws -> CampaignRow {
        let campaign = row["campaign"]
        let budget = row["campaignBudget"]
        let isDaily = budget["period"].string.map { $0 == "DAILY" } ?? true
        return CampaignRow(
            id: id, accountID: account.id, name: campaign["name"].string, status: Status.of(campaign), rawStatus: campaign["status"].filledString,
            objective: campaign["advertisingChannelType"].filledString, currency: account.currency,
            dailyBudget: isDaily ? Amounts.micros(budget["amountMicros"]) : nil, lifetimeBudget: Amounts.micros(budget["totalAmountMicros"]),
            startDay: campaign["startDateTime"].day ?? campaign["startDate"].day, endDay: Self.end(campaign),
            attributes: try Attributes.of([
                ("bidding_strategy_type", campaign["biddingStrategyType"]), ("campaign_budget", campaign["campaignBudget"]),
                ("budget_period", budget["period"]), ("budget_is_shared", budget["explicitlyShared"]),
            ]))
    }

    /// A campaign without an end has one in 2037.
    private static func end(_ campaign: JSONView) -> Day? {
        guard let day = campaign["endDateTime"].day ?? campaign["endDate"].day else { return nil }
        return day.components.year >= 2037 ? nil : day
    }

    private func adGroup(_ id: String, _ row: JSONView, _ account: AdAccount) throws -> AdGroupRow {
        let group = row["adGroup"]
        return AdGroupRow(
            id: id, accountID: account.id, campaignID: row["campaign.id"].filledString, name: group["name"].string, status: Status.of(group),
            rawStatus: group["status"].filledString, currency: account.currency, bid: Amounts.micros(group["cpcBidMicros"]),
            attributes: try Attributes.of([("type", group["type"])]))
    }

    private func ad(_ id: String, _ row: JSONView, _ account: AdAccount) throws -> AdRow {
        let ad = row["adGroupAd"]
        return AdRow(
            id: id, accountID: account.id, campaignID: row["campaign.id"].filledString, adGroupID: row["adGroup.id"].filledString,
            name: ad["ad.name"].filledString, status: Status.of(ad), rawStatus: ad["status"].filledString,
            attributes: try Attributes.of([("type", ad["ad.type"]), ("final_urls", ad["ad.finalUrls"])]))
    }

    private func keyword(_ id: String, _ row: JSONView, _ account: AdAccount) throws -> KeywordRow {
        let criterion = row["adGroupCriterion"]
        return KeywordRow(
            id: id, accountID: account.id, campaignID: row["campaign.id"].filledString, adGroupID: row["adGroup.id"].filledString,
            text: criterion["keyword.text"].filledString, matchType: Match.of(criterion["keyword.matchType"].string),
            isNegative: criterion["negative"].boolean ?? false, status: Status.of(criterion), rawStatus: criterion["status"].filledString,
            bid: Amounts.micros(criterion["cpcBidMicros"]), currency: account.currency,
            qualityScore: Quality.score(criterion["qualityInfo.qualityScore"]))
    }
}
