import Core

/// What callers have changed in one simulated business: it stands over what the business says.
struct MetaState: Sendable {
    /// `ACTIVE` or `PAUSED` by the object's id.
    var statuses: [String: AdStatus] = [:]
    /// Micros by the object's id.
    var budgets: [String: Int64] = [:]
    var bids: [String: Int64] = [:]
    /// Events that were taken; a repetition of name and id is dropped, and test events count for nothing.
    private(set) var events: [MetaEvent] = []
    private(set) var testEvents: [MetaEvent] = []
    private var known: Set<String> = []

    /// Whether the structure is as the business says.
    var isEmpty: Bool { statuses.isEmpty && budgets.isEmpty && bids.isEmpty }

    mutating func record(_ event: MetaEvent, isTest: Bool) {
        guard !isTest else { return testEvents.append(event) }
        guard event.id.isEmpty || known.insert("\(event.name) \(event.id)").inserted else { return }
        events.append(event)
    }
}

/// An event that a caller uploaded.
struct MetaEvent: Sendable, Hashable {
    let name: String
    let id: String
    let time: Int64
    /// Micros.
    let value: Int64
    let currency: String?
    let click: String?
}

/// A business as the Marketing API shows it: with the changes that callers made.
@dynamicMemberLookup
struct MetaView: Sendable {
    let business: SimulatedBusiness
    let campaigns: [AdCampaign]
    let adSets: [AdSet]
    let ads: [Ad]

    init(_ business: SimulatedBusiness, _ state: MetaState) {
        self.business = business
        campaigns = state.isEmpty ? business.campaigns : business.campaigns.map { $0.changed(by: state) }
        adSets = state.isEmpty ? business.adSets : business.adSets.map { $0.changed(by: state) }
        ads = state.isEmpty ? business.ads : business.ads.map { $0.changed(by: state) }
    }

    subscript<Value>(dynamicMember path: KeyPath<SimulatedBusiness, Value>) -> Value { business[keyPath: path] }
}

extension AdCampaign {
    fileprivate func changed(by state: MetaState) -> AdCampaign {
        guard state.statuses[id] != nil || state.budgets[id] != nil else { return self }
        return AdCampaign(
            id: id, account: account, name: name, objective: objective, status: state.statuses[id] ?? status,
            dailyBudget: state.budgets[id] ?? dailyBudget, start: start, end: end, created: created, updated: updated, response: response)
    }
}

extension AdSet {
    fileprivate func changed(by state: MetaState) -> AdSet {
        guard state.statuses[id] != nil || state.bids[id] != nil else { return self }
        return AdSet(
            id: id, campaign: campaign, name: name, status: state.statuses[id] ?? status, goal: goal, bid: state.bids[id] ?? bid,
            created: created, updated: updated)
    }
}

extension Ad {
    fileprivate func changed(by state: MetaState) -> Ad {
        guard let status = state.statuses[id] else { return self }
        return Ad(
            id: id, campaign: campaign, adSet: adSet, name: name, creative: creative, status: status, weight: weight, start: start, end: end,
            created: created, updated: updated)
    }
}
