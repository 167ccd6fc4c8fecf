import Core
import Web

/// What part of the campaigns a list shows, and in which order.
struct CampaignFilter: Sendable, Hashable {
    enum Sort: String, Sendable, CaseIterable {
        case id
        case name
        case nameDescending = "-name"
    }

    var platform: String?
    var status: CampaignStatus?
    var account: AdAccountID?
    var sort: Sort = .id
    /// Whether the answer also counts the whole list.
    var wantsTotal = false

    static let parameters: Parameters<(PageRequest, CampaignFilter)> = .page(
        parameter("platform", .optional(.string(min: 1, max: 64)), "Only campaigns of this platform."),
        parameter("status", .optional(.enumeration()), "Only campaigns of this status."),
        parameter("account_id", .optional(.id(AdAccountID.self)), "Only campaigns of this ad account."),
        parameter("sort", Schema<Sort>.enumeration().defaulting(to: .id), "The order; - turns it round."),
        parameter("include", .optional(.enumeration(["total"])), "total adds the count of the whole list."),
        make: { CampaignFilter(platform: $0, status: $1, account: $2, sort: $3, wantsTotal: $4 != nil) })
}
