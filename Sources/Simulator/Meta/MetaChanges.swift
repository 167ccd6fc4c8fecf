import Core

/// Changes of the structure: `POST /{id}` with what is to be set. `execution_options=["validate_only"]` checks and changes nothing.
struct MetaChanges {
    let request: SimulatedRequest
    let view: MetaView

    /// What an id names, and which of its members can be set.
    private struct Target {
        let status: AdStatus
        let budget: Bool
        let bid: Bool
        let kind: String
    }

    func apply(_ state: inout MetaState) throws(MetaError) -> JSON {
        let id = request.path[1]
        guard let target = target(id) else { throw .missing(id) }
        guard target.status != .archived else {
            throw MetaError(code: 100, subcode: 1_487_056, message: "(#100) Cannot edit a deleted or archived object")
        }
        var changed = state
        if let text = request.parameters["status"] {
            guard let status = AdStatus(rawValue: text) else {
                throw .parameter("status must be one of the following values: ACTIVE, PAUSED, ARCHIVED")
            }
            changed.statuses[id] = status
        }
        if let amount = try amount("daily_budget", isKnown: target.budget, target.kind) { changed.budgets[id] = amount }
        if let amount = try amount("bid_amount", isKnown: target.bid, target.kind) { changed.bids[id] = amount }
        if request.parameters["execution_options"]?.contains("validate_only") != true { state = changed }
        return ["success": true]
    }

    private func target(_ id: String) -> Target? {
        if let campaign = view.campaigns.first(where: { $0.id == id }) {
            return Target(status: campaign.status, budget: true, bid: false, kind: "Campaign")
        }
        if let adSet = view.adSets.first(where: { $0.id == id }) {
            return Target(status: adSet.status, budget: false, bid: adSet.bid != nil, kind: "AdSet")
        }
        return view.ads.first { $0.id == id }.map { Target(status: $0.status, budget: false, bid: false, kind: "Ad") }
    }

    /// An amount in cents as micros.
    private func amount(_ name: String, isKnown: Bool, _ kind: String) throws(MetaError) -> Int64? {
        guard let text = request.parameters[name] else { return nil }
        guard isKnown else { throw .parameter("\(name) can not be set on this \(kind)") }
        guard let cents = Int64(text), (100...100_000_000).contains(cents) else { throw .parameter("\(name) is too low or no whole number") }
        return cents * 10_000
    }
}
