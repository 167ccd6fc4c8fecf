import Core
import Postgres

/// The SQL that takes a staged batch of one stream into its table. Rows that are as they were are not written again.
protocol StreamMerge: Sendable {
    /// Makes the staging table, which goes with the transaction.
    static var createStaging: Query { get }
    /// The COPY into it; its columns are those of `CanonicalStream.columns`.
    static var copy: Query { get }
    /// The statements in order; the rows that they write are counted.
    static func statements(_ scope: MergeScope, tombstones: [UniqueID]) -> [Query]
}

extension CanonicalStream {
    var merge: any StreamMerge.Type {
        switch self {
        case .adAccounts: AdAccountMerge.self
        case .campaigns: CampaignMerge.self
        case .adGroups: AdGroupMerge.self
        case .ads: AdMerge.self
        case .creatives: CreativeMerge.self
        case .keywords: KeywordMerge.self
        case .adDaily: AdDailyMerge.self
        case .keywordDaily: KeywordDailyMerge.self
        case .searchTermDaily: SearchTermDailyMerge.self
        case .orders: OrderMerge.self
        case .orderLines: OrderLineMerge.self
        case .refunds: RefundMerge.self
        case .transactions: TransactionMerge.self
        case .customers: CustomerMerge.self
        case .profiles: ProfileMerge.self
        case .products: ProductMerge.self
        case .messages: MessageMerge.self
        case .messageDaily: MessageDailyMerge.self
        case .webDaily: WebDailyMerge.self
        case .webEvents: WebEventMerge.self
        case .webDemographics: WebDemographicMerge.self
        case .searchDaily: SearchDailyMerge.self
        case .fxRates: FXRateMerge.self
        }
    }
}
