import Core

/// Finds what a path names and answers it.
struct SnapchatRoutes {
    let request: SimulatedRequest
    let business: SimulatedBusiness
    let settings: SnapchatSettings
    let now: Instant
    let advertising: PlatformAdvertising

    init(_ request: SimulatedRequest, _ business: SimulatedBusiness, _ settings: SnapchatSettings, _ now: Instant) {
        self.request = request
        self.business = business
        self.settings = settings
        self.now = now
        advertising = business.advertising(on: .snapchat)
    }

    /// The organisation's id. It differs between seeds as ids of other objects do.
    var organization: String { "40d6719b-0000-4000-8000-" + String(1_000_000_000_000 + business.seed % 999_999_999_999).suffix(12) }

    func response(_ state: inout SnapchatState) throws(SnapchatError) -> SimulatedResponse {
        guard request.path.first == "v1" else { throw .missing }
        let path = Array(request.path.dropFirst())
        if request.method == "PUT" { return SimulatedResponse(try SnapchatChanges(routes: self).apply(path, &state)) }
        guard request.method == "GET" else { throw SnapchatError(status: 405, message: "Method not allowed") }
        let objects = SnapchatObjects(routes: self, state: state)
        switch (path.count, path.last) {
        case (2, "organizations") where path[0] == "me": return SimulatedResponse(Self.list("organizations", "organization", [objects.organization]))
        case (3, "adaccounts") where path[0] == "organizations":
            guard path[1] == organization else { throw .forbidden }
            return SimulatedResponse(Self.list("adaccounts", "adaccount", advertising.accounts.map { objects.account($0) }))
        case (3, "stats"): return SimulatedResponse(try SnapchatStats(self, path[0], path[1]).json(), outcome: .page)
        case (3, let edge?) where path[0] == "adaccounts": return try page(edge, objects.rows(edge, account: try account(path[1])))
        case (2, _):
            let word = try SnapchatObjects.word(path[0])
            guard let object = objects.single(path[0], path[1]) else { throw .missing }
            return SimulatedResponse(Self.list(path[0], word, [object]))
        default: throw .missing
        }
    }

    func account(_ id: String) throws(SnapchatError) -> Int {
        guard let account = advertising.accounts.firstIndex(where: { $0.id == id }) else { throw .forbidden }
        return account
    }

    /// A list in its envelope: each object beside the state of its own request.
    static func list(_ name: String, _ word: String, _ objects: [JSON], next: String? = nil) -> JSON {
        var members: [JSON.Member] = [.init("request_status", "SUCCESS"), .init("request_id", "57ad240f00sim")]
        if let next { members.append(.init("paging", ["next_link": .string(next)])) }
        members.append(.init(name, .array(objects.map { .object([.init("sub_request_status", "SUCCESS"), .init(word, $0)]) })))
        return .object(members)
    }

    private func page(_ edge: String, _ rows: [JSON]) throws(SnapchatError) -> SimulatedResponse {
        let word = try SnapchatObjects.word(edge)
        let limit = request.parameters["limit"].map { Int($0) ?? 0 } ?? settings.largestLimit
        guard (settings.smallestLimit...settings.largestLimit).contains(limit) else { throw .invalid("limit must be between 50 and 1000") }
        let start = request.parameters["cursor"].map { Int($0) ?? -1 } ?? 0
        guard start >= 0 else { throw .invalid("invalid cursor") }
        let slice = Array(rows.dropFirst(start).prefix(limit))
        return SimulatedResponse(
            Self.list(edge, word, slice, next: start + limit < rows.count ? link(limit, start + limit) : nil), outcome: .page)
    }

    /// The absolute address of the next page.
    private func link(_ limit: Int, _ cursor: Int) -> String {
        var parameters = request.parameters
        parameters["limit"] = String(limit)
        parameters["cursor"] = String(cursor)
        parameters["access_token"] = nil
        let query = parameters.sorted { $0.key < $1.key }.map { "\($0.key)=\(PercentText.encoded($0.value))" }.joined(separator: "&")
        return "https://adsapi.snapchat.com/\(request.path.joined(separator: "/"))?\(query)"
    }
}
