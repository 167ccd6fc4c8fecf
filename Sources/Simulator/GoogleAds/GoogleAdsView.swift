import Core

/// The business as one account of Google Ads shows it, with what callers have changed.
struct GoogleAdsView: Sendable {
    let business: SimulatedBusiness
    let google: PlatformAdvertising
    let state: GoogleAdsState
    /// Position of the account that is asked; `nil` for the manager.
    let account: Int?

    init(_ business: SimulatedBusiness, state: GoogleAdsState, account: Int?) {
        self.business = business
        google = business.advertising(on: .google)
        self.state = state
        self.account = account
    }

    /// The number of the manager above all accounts, and of a closed account beside it.
    static func manager(of google: PlatformAdvertising) -> String { "9" + (google.accounts.first?.id.suffix(9) ?? "000000001") }
    static func closed(of google: PlatformAdvertising) -> String { "7" + (google.accounts.first?.id.suffix(9) ?? "000000001") }

    var customer: String { account.map { google.accounts[$0].id } ?? Self.manager(of: google) }

    func owns(campaign: Int) -> Bool { google.campaigns[campaign].account == account }

    /// Performance Max shows no ad groups, ads or keywords.
    func hasAdGroups(campaign: Int) -> Bool { google.campaigns[campaign].objective != "PERFORMANCE_MAX" }

    /// The last day of the history counts as today.
    var today: Day { business.until }

    // MARK: Resource names

    func name(campaign: Int) -> String { "customers/\(customer)/campaigns/\(google.campaigns[campaign].id)" }
    func name(budget campaign: Int) -> String { "customers/\(customer)/campaignBudgets/\(budgetID(campaign))" }
    func name(adSet: Int) -> String { "customers/\(customer)/adGroups/\(google.adSets[adSet].id)" }
    func name(ad: Int) -> String { "customers/\(customer)/adGroupAds/\(google.adSets[google.ads[ad].adSet].id)~\(google.ads[ad].id)" }
    func name(keyword: Int) -> String {
        "customers/\(customer)/adGroupCriteria/\(google.adSets[business.keywords[keyword].adSet].id)~\(business.keywords[keyword].id)"
    }
    func name(action: Int) -> String { "customers/\(customer)/conversionActions/\(Self.actions[action].id)" }

    func budgetID(_ campaign: Int) -> String { "5" + google.campaigns[campaign].id }

    /// The conversion actions of every account.
    static let actions = [(id: "700000001", name: "Purchase"), (id: "700000002", name: "Qualified lead")]

    // MARK: What may have been changed

    func status(campaign: Int) -> String { state.statuses[name(campaign: campaign)] ?? Self.word(google.campaigns[campaign].status) }
    func status(adSet: Int) -> String { state.statuses[name(adSet: adSet)] ?? Self.word(google.adSets[adSet].status) }
    func status(ad: Int) -> String { state.statuses[name(ad: ad)] ?? Self.word(google.ads[ad].status) }
    func status(keyword: Int) -> String {
        state.statuses[name(keyword: keyword)] ?? Self.word(google.adSets[business.keywords[keyword].adSet].status)
    }
    func budget(campaign: Int) -> Int64 { state.amounts[name(budget: campaign)] ?? google.campaigns[campaign].dailyBudget }
    func bid(adSet: Int) -> Int64? { state.amounts[name(adSet: adSet)] ?? google.adSets[adSet].bid }
    func bid(keyword: Int) -> Int64? { state.amounts[name(keyword: keyword)] ?? business.keywords[keyword].bid }

    private static func word(_ status: AdStatus) -> String {
        switch status {
        case .active: "ENABLED"
        case .paused: "PAUSED"
        case .archived: "REMOVED"
        }
    }
}
