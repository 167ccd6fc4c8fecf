/// The kinds of records that every platform's data lands in.
package enum CanonicalStream: String, Sendable, CaseIterable {
    case adAccounts = "ad_accounts"
    case campaigns
    case adGroups = "ad_groups"
    case ads
    case creatives
    case keywords
    case adDaily = "ad_daily"
    case keywordDaily = "keyword_daily"
    case searchTermDaily = "search_term_daily"
    case orders
    case orderLines = "order_lines"
    case refunds
    case transactions
    case customers
    case profiles
    case products
    case messages
    case messageDaily = "message_daily"
    case webDaily = "web_daily"
    case webEvents = "web_events"
    case webDemographics = "web_demographics"
    case searchDaily = "search_daily"
    case fxRates = "fx_rates"

    /// What the id of a record of this kind is derived for; `nil` for facts, which are known by their key.
    var entity: EntityKind? {
        switch self {
        case .adAccounts: .adAccount
        case .campaigns: .campaign
        case .adGroups: .adGroup
        case .ads: .ad
        case .creatives: .creative
        case .keywords: .keyword
        case .orders: .order
        case .orderLines: .orderLine
        case .refunds: .refund
        case .transactions: .transaction
        case .customers: .customer
        case .profiles: .profile
        case .products: .product
        case .messages: .message
        case .adDaily, .keywordDaily, .searchTermDaily, .messageDaily, .webDaily, .webEvents, .webDemographics, .searchDaily, .fxRates: nil
        }
    }

    /// Where the personal texts of its records are sealed; `nil` where there are none.
    var personalTable: StaticString? {
        switch self {
        case .customers: "commerce.customers"
        case .profiles: "commerce.profiles"
        default: nil
        }
    }
}

/// What a platform's own id may name. Its raw value goes into the derivation of ids and never changes.
enum EntityKind: String, Sendable, CaseIterable {
    case adAccount = "ad_account"
    case campaign
    case adGroup = "ad_group"
    case ad
    case creative
    case keyword
    case order
    case orderLine = "order_line"
    case refund
    case transaction
    case customer
    case profile
    case product
    case message
}
