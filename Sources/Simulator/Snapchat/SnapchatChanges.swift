import Core

/// Replaces objects: whole ones, below their parent.
struct SnapchatChanges {
    let routes: SnapchatRoutes

    func apply(_ path: [String], _ state: inout SnapchatState) throws(SnapchatError) -> JSON {
        guard path.count == 3, let list = path.last else { throw .missing }
        let word = try SnapchatObjects.word(list)
        guard let body = try? JSON(parsing: routes.request.body, limits: .trusted), let items = body[list]?.array, !items.isEmpty else {
            throw .invalid("\(list) is missing")
        }
        var elements: [JSON] = []
        for item in items {
            guard let id = item["id"]?.string, let parent = parent(list, id), parent == path[1] else {
                elements.append(["sub_request_status": "ERROR", "sub_request_error_reason": "The entity does not belong there."])
                continue
            }
            elements.append(set(list, word, id, item, &state))
        }
        return .object([.init("request_status", "SUCCESS"), .init("request_id", "57ad240f00sim"), .init(list, .array(elements))])
    }

    /// The id of what an object stands below.
    private func parent(_ list: String, _ id: String) -> String? {
        let advertising = routes.advertising
        return switch list {
        case "campaigns": advertising.campaigns.first { $0.id == id }.map { advertising.accounts[$0.account].id }
        case "adsquads": advertising.adSets.first { $0.id == id }.map { advertising.campaigns[$0.campaign].id }
        case "ads": advertising.ads.first { $0.id == id }.map { advertising.adSets[$0.adSet].id }
        default: nil
        }
    }

    private func set(_ list: String, _ word: String, _ id: String, _ item: JSON, _ state: inout SnapchatState) -> JSON {
        // A whole object has its name: a part alone would wipe the rest out on the platform.
        guard item["name"]?.string != nil, let status = item["status"]?.string, ["ACTIVE", "PAUSED"].contains(status) else {
            return ["sub_request_status": "ERROR", "sub_request_error_reason": "The entity is not complete."]
        }
        if let budget = item["daily_budget_micro"]?.integer, budget < 5_000_000 {
            return ["sub_request_status": "ERROR", "sub_request_error_reason": "The daily budget is too low."]
        }
        state.statuses[id] = status
        if let budget = item["daily_budget_micro"]?.integer { state.budgets[id] = budget }
        if list == "adsquads", let bid = item["bid_micro"]?.integer { state.bids[id] = bid }
        let object = SnapchatObjects(routes: routes, state: state).single(list, id) ?? .null
        return .object([.init("sub_request_status", "SUCCESS"), .init(word, object)])
    }
}
