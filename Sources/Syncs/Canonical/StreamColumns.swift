extension CanonicalStream {
    /// The columns of the staging table, in the order of the COPY (`StreamMerge` has the SQL that they go with).
    var columns: [StagingColumn] {
        switch self {
        case .adAccounts: AdColumns.accounts
        case .campaigns: AdColumns.campaigns
        case .adGroups: AdColumns.groups
        case .ads: AdColumns.ads
        case .creatives: AdColumns.creatives
        case .adDaily: AdColumns.daily
        case .keywords: KeywordColumns.keywords
        case .keywordDaily: KeywordColumns.daily
        case .searchTermDaily: KeywordColumns.searchTerms
        case .orders: ShopColumns.orders
        case .orderLines: ShopColumns.lines
        case .refunds: ShopColumns.refunds
        case .products: ShopColumns.products
        case .customers: PersonColumns.customers
        case .profiles: PersonColumns.profiles
        case .transactions: MoneyColumns.transactions
        case .fxRates: MoneyColumns.rates
        case .messages: MessageColumns.messages
        case .messageDaily: MessageColumns.daily
        case .webDaily: WebColumns.daily
        case .webEvents: WebColumns.events
        case .webDemographics: WebColumns.demographics
        case .searchDaily: WebColumns.searches
        }
    }

    /// Whether what no column asks for is kept.
    var keepsExtra: Bool {
        switch self {
        case .orders, .customers, .products, .transactions, .profiles: true
        default: false
        }
    }
}

/// Groups of columns that several streams share.
extension [StagingColumn] {
    /// What every record begins with.
    static func entity(_ kind: EntityKind) -> [StagingColumn] { [.ordinal, .id(kind, "id").needed, .text("id", most: 200).needed] }

    static let account: [StagingColumn] = [.id(.adAccount, "account_id"), .text("account_id")]

    static let neededAccount: [StagingColumn] = [.id(.adAccount, "account_id").needed, .text("account_id", most: 200).needed]

    static let campaign: [StagingColumn] = [.id(.campaign, "campaign_id"), .text("campaign_id")]

    static let adGroup: [StagingColumn] = [.id(.adGroup, "ad_group_id"), .text("ad_group_id")]

    /// A state in our words and in the platform's.
    static let status: [StagingColumn] = [.word("status", ["active", "paused", "ended", "removed", "draft"]), .text("raw_status", most: 64)]

    /// Name and state.
    static let state: [StagingColumn] = [.text("name", most: 1_000)] + .status
}
