import ConnectorKit

/// The lists of an account's structure. Raw values are our names of the streams. LinkedIn's campaign group is our campaign, its campaign is our ad
/// group (it holds budget, bid and audience), its creative is our ad.
enum Edge: String {
    case campaigns
    case adGroups = "ad_groups"
    case ads

    /// LinkedIn's name in the path.
    var path: String {
        switch self {
        case .campaigns: "adCampaignGroups"
        case .adGroups: "adCampaigns"
        case .ads: "creatives"
        }
    }

    /// The kind of its URNs.
    var urnKind: String {
        switch self {
        case .campaigns: "sponsoredCampaignGroup"
        case .adGroups: "sponsoredCampaign"
        case .ads: "sponsoredCreative"
        }
    }

    /// Emits the row of one object.
    func emit(_ view: JSONView, _ id: String, _ account: AdAccount, _ groups: [String: String], _ zone: Zone, _ host: Host) throws {
        switch self {
        case .campaigns: try host.emit(campaign(view, id, account, zone))
        case .adGroups: try host.emit(adGroup(view, id, account))
        case .ads: try host.emit(ad(view, id, account, groups))
        }
    }

    private func campaign(_ view: JSONView, _ id: String, _ account: AdAccount, _ zone: Zone) throws -> CampaignRow {
        CampaignRow(
            id: id, accountID: account.id, name: view["name"].string, status: Status.of(view), rawStatus: Status.raw(view),
            objective: view["objectiveType"].filledString, currency: Amounts.currency(view) ?? account.currency,
            dailyBudget: view["dailyBudget.amount"].micros, lifetimeBudget: view["totalBudget.amount"].micros,
            startDay: view["runSchedule.start"].milliseconds.map { zone.day(of: $0) },
            endDay: view["runSchedule.end"].milliseconds.map { zone.day(of: $0) }, updatedAt: Times.changed(view),
            attributes: try Attributes.of(view, ["servingStatuses", "backfilled", "test", "allowedCampaignTypes"]))
    }

    private func adGroup(_ view: JSONView, _ id: String, _ account: AdAccount) throws -> AdGroupRow {
        AdGroupRow(
            id: id, accountID: account.id, campaignID: view["campaignGroup"].platformID, name: view["name"].string, status: Status.of(view),
            rawStatus: Status.raw(view), currency: Amounts.currency(view) ?? account.currency, dailyBudget: view["dailyBudget.amount"].micros,
            bid: view["unitCost.amount"].micros, updatedAt: Times.changed(view),
            attributes: try Attributes.of(view, ["type", "costType", "objectiveType", "totalBudget", "runSchedule", "servingStatuses", "test"]))
    }

    private func ad(_ view: JSONView, _ id: String, _ account: AdAccount, _ groups: [String: String]) throws -> AdRow {
        let campaign = view["campaign"].platformID
        return AdRow(
            id: id, accountID: account.id, campaignID: campaign.flatMap { groups[$0] }.flatMap { $0.isEmpty ? nil : $0 }, adGroupID: campaign,
            name: view["name"].filledString,
            status: Status.of(view), rawStatus: Status.raw(view), creativeID: id, updatedAt: Times.changed(view),
            attributes: try Attributes.of(view, ["isServing", "servingHoldReasons", "isTest", "content"]))
    }
}

/// Money of the structure: `{"amount": "31.69", "currencyCode": "EUR"}`.
enum Amounts {
    static func currency(_ view: JSONView) -> String? {
        for name in ["dailyBudget", "totalBudget", "unitCost"] {
            if let code = view[name]["currencyCode"].currencyCode { return code }
        }
        return nil
    }
}

/// When an object was last changed: three spellings are in use.
enum Times {
    static func changed(_ view: JSONView) -> Instant? {
        view["changeAuditStamps.lastModified.time"].milliseconds ?? view["lastModifiedAt"].milliseconds ?? view["lastModified"].milliseconds
    }
}

/// LinkedIn's states in our words.
enum Status {
    /// Creatives have an intended state, everything else a state.
    static func raw(_ view: JSONView) -> String? { view["status"].filledString ?? view["intendedStatus"].filledString }

    /// Nil for a word that is new: the platform's own stays beside it.
    static func of(_ view: JSONView) -> EntityStatus? {
        switch raw(view) {
        case "ACTIVE": .active
        case "PAUSED": .paused
        case "ARCHIVED", "COMPLETED", "CANCELED": .ended
        case "PENDING_DELETION", "REMOVED": .removed
        case "DRAFT": .draft
        default: nil
        }
    }
}
