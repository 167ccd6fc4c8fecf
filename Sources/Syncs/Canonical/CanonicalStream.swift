/// The kinds of records that every platform's data lands in.
package enum CanonicalStream: String, Sendable, CaseIterable {
    case adAccounts = "ad_accounts"
    case campaigns
    case adGroups = "ad_groups"
    case ads
    case adDaily = "ad_daily"
    case orders
    case orderLines = "order_lines"
    case refunds
    case customers
    case products

    /// What the id of a record of this kind is derived for. Its raw value goes into the derivation and never changes.
    var entity: EntityKind? {
        switch self {
        case .adAccounts: .adAccount
        case .campaigns: .campaign
        case .adGroups: .adGroup
        case .ads: .ad
        case .adDaily: nil
        case .orders: .order
        case .orderLines: .orderLine
        case .refunds: .refund
        case .customers: .customer
        case .products: .product
        }
    }
}

/// What a platform's own id may name.
enum EntityKind: String, Sendable, CaseIterable {
    case adAccount = "ad_account"
    case campaign
    case adGroup = "ad_group"
    case ad
    case order
    case orderLine = "order_line"
    case refund
    case customer
    case product
}
