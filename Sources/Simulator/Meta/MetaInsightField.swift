/// The names of an insights row's fields, as far as they are known here. The last four are known and never have a value.
enum MetaInsightField: String, Sendable, CaseIterable {
    case accountID = "account_id"
    case accountName = "account_name"
    case accountCurrency = "account_currency"
    case campaignID = "campaign_id"
    case campaignName = "campaign_name"
    case adSetID = "adset_id"
    case adSetName = "adset_name"
    case adID = "ad_id"
    case adName = "ad_name"
    case objective
    case start = "date_start"
    case stop = "date_stop"
    case impressions
    case clicks
    case linkClicks = "inline_link_clicks"
    case reach
    case frequency
    case spend
    case costPerClick = "cpc"
    case costPerThousand = "cpm"
    case clickRate = "ctr"
    case actions
    case actionValues = "action_values"
    case purchaseROAS = "purchase_roas"
    case attribution = "attribution_setting"
    case goal = "optimization_goal"
    case buyingType = "buying_type"
    case uniqueClicks = "unique_clicks"
    case conversions
    case conversionValues = "conversion_values"
    case websiteROAS = "website_purchase_roas"
    case costPerAction = "cost_per_action_type"
}
