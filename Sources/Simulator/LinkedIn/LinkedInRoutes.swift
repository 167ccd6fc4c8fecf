import Core

/// Finds what a path below `/rest` names and answers it. Pure but for the state it is lent.
struct LinkedInRoutes {
    let request: SimulatedRequest
    let business: SimulatedBusiness
    let settings: LinkedInSettings
    let now: Instant

    private var objects: LinkedInObjects { LinkedInObjects(business) }

    func response(_ state: inout LinkedInState, _ meter: inout LinkedInMeter) throws(LinkedInError) -> SimulatedResponse {
        let path = request.path.dropFirst()
        switch (method, path.first, path.count) {
        case ("GET", "adAccounts"?, 1): return try accounts()
        case ("GET", "adAccounts"?, 3): return try list(path, state)
        case ("GET", "adAccounts"?, 4): return SimulatedResponse(try object(path, state).json)
        case ("POST", "adAccounts"?, 4): return try change(path, &state)
        case ("GET", "adAnalytics"?, 1): return try analytics(&meter)
        case ("POST", "conversionEvents"?, 1): return try conversions(&state)
        case (_, "adAccounts"?, _), (_, "adAnalytics"?, _), (_, "conversionEvents"?, _): throw .method
        default: throw .missing("/" + path.joined(separator: "/"))
        }
    }

    /// A long query travels as a form.
    private var method: String { request.method == "POST" ? request.headers["x-http-method-override"] ?? "POST" : request.method }

    private func accounts() throws(LinkedInError) -> SimulatedResponse {
        guard request.parameters["q"] == "search" else { throw .parameter("q") }
        var indices = Array(objects.ads.accounts.indices)
        if let search = request.parameters["search"] {
            guard request.parameters["pageToken"] == nil else { throw .argument("search and pageToken can not be combined") }
            guard search.hasPrefix("(id:(values:"), search.hasSuffix("))"),
                let ids = LinkedInSyntax.list(String(search.dropFirst(12).dropLast(2))).flatMap({ LinkedInSyntax.ids($0, LinkedInObjects.accountURN) }
                )
            else { throw .parameter("search") }
            indices = indices.filter { ids.contains(objects.ads.accounts[$0].id) }
        }
        return try page(indices.map { objects.account($0) })
    }

    private func list(_ path: ArraySlice<String>, _ state: LinkedInState) throws(LinkedInError) -> SimulatedResponse {
        let place = try place(path)
        switch place.kind {
        case .groups, .campaigns:
            guard request.parameters["q"] == "search" else { throw .parameter("q") }
            return try page(indices(place).map { json(place.kind, $0, state) })
        case .creatives:
            guard request.parameters["q"] == "criteria", request.headers["x-restli-method"] == "FINDER" else { throw .parameter("q") }
            guard let items = LinkedInSyntax.list(request.parameters["campaigns"]),
                let wanted = LinkedInSyntax.ids(items, LinkedInObjects.Kind.campaigns.urn)
            else { throw .parameter("campaigns") }
            let found = indices(place).filter { wanted.contains(objects.ads.adSets[objects.ads.ads[$0].adSet].id) }
            return try page(found.map { json(.creatives, $0, state) })
        }
    }

    private func place(_ path: ArraySlice<String>) throws(LinkedInError) -> (account: Int, kind: LinkedInObjects.Kind) {
        let parts = Array(path)
        guard let account = objects.ads.accounts.firstIndex(where: { $0.id == parts[1] }) else { throw .missing(parts[1]) }
        guard let kind = LinkedInObjects.Kind(rawValue: parts[2]) else { throw .missing(parts[2]) }
        return (account, kind)
    }

    private func indices(_ place: (account: Int, kind: LinkedInObjects.Kind)) -> [Int] {
        let ads = objects.ads
        return switch place.kind {
        case .groups: ads.campaigns.indices.filter { ads.campaigns[$0].account == place.account }
        case .campaigns: ads.adSets.indices.filter { ads.campaigns[ads.adSets[$0].campaign].account == place.account }
        case .creatives: ads.ads.indices.filter { ads.campaigns[ads.ads[$0].campaign].account == place.account }
        }
    }

    private func id(_ kind: LinkedInObjects.Kind, _ index: Int) -> String {
        switch kind {
        case .groups: objects.ads.campaigns[index].id
        case .campaigns: objects.ads.adSets[index].id
        case .creatives: objects.ads.ads[index].id
        }
    }

    private func json(_ kind: LinkedInObjects.Kind, _ index: Int, _ state: LinkedInState) -> JSON {
        let object =
            switch kind {
            case .groups: objects.group(index)
            case .campaigns: objects.campaign(index)
            case .creatives: objects.creative(index)
            }
        return state.applied(to: object, urn: kind.urn + id(kind, index))
    }

    private func object(_ path: ArraySlice<String>, _ state: LinkedInState) throws(LinkedInError) -> (urn: String, json: JSON) {
        let place = try place(path)
        let key = path.last ?? ""
        let wanted = key.hasPrefix(place.kind.urn) ? String(key.dropFirst(place.kind.urn.count)) : key
        guard let index = indices(place).first(where: { id(place.kind, $0) == wanted }) else { throw .missing(key) }
        return (place.kind.urn + wanted, json(place.kind, index, state))
    }

    /// `PARTIAL_UPDATE` with `{"patch": {"$set": {…}}}`.
    private func change(_ path: ArraySlice<String>, _ state: inout LinkedInState) throws(LinkedInError) -> SimulatedResponse {
        guard request.headers["x-restli-method"] == "PARTIAL_UPDATE" else { throw .method }
        let object = try object(path, state)
        guard let members = (try? JSON(parsing: request.body, limits: .trusted))?["patch"]?["$set"]?.members, !members.isEmpty else {
            throw .parameter("patch")
        }
        for member in members { try check(member, object.json) }
        state.patch(object.urn, members, at: now)
        var response = SimulatedResponse(status: 204, .null)
        response.body = []
        return response
    }

    private func check(_ member: JSON.Member, _ object: JSON) throws(LinkedInError) {
        guard object[member.name] != nil else { throw .refused("\(member.name) can not be set on this object") }
        switch member.name {
        case "status", "intendedStatus":
            guard object[member.name] != "ARCHIVED" else { throw .refused("An archived object can not be changed") }
            guard ["ACTIVE", "PAUSED", "ARCHIVED"].contains(member.value.string ?? "") else { throw .refused("\(member.name) has no such value") }
        case "dailyBudget", "unitCost":
            guard member.value["currencyCode"] == object[member.name]?["currencyCode"], let amount = member.value["amount"]?.string,
                let value = Micros.parse(amount), value.micros > 0, value.micros % 10_000 == 0
            else { throw .refused("\(member.name) is no amount of the account's currency") }
        default: throw .refused("\(member.name) can not be set")
        }
    }

    private func analytics(_ meter: inout LinkedInMeter) throws(LinkedInError) -> SimulatedResponse {
        let report = try LinkedInReport(request, settings)
        let known = Set(objects.ads.accounts.map(\.id))
        // No access looks like no activity.
        let rows = report.accounts.isSubset(of: known) ? LinkedInAnalytics(objects: objects, report: report, settings: settings).rows() : []
        if let refusal = meter.refusal(values: rows.count * report.fields.count, at: now, settings) { throw refusal }
        return SimulatedResponse(["paging": ["start": 0, "count": .integer(rows.count), "links": []], "elements": .array(rows)], outcome: .page)
    }

    private func conversions(_ state: inout LinkedInState) throws(LinkedInError) -> SimulatedResponse {
        let events = try LinkedInConversions(settings: settings, now: now).events(request)
        for event in events { state.take(event) }
        return SimulatedResponse(["elements": .array(events.map { _ in ["status": 201] })])
    }

    /// `pageSize` and `pageToken`; the next token at `metadata.nextPageToken`.
    private func page(_ items: [JSON]) throws(LinkedInError) -> SimulatedResponse {
        let asked = request.parameters["pageSize"]
        guard let size = asked.map({ Int($0) }) ?? settings.defaultPageSize, (1...settings.largestPageSize).contains(size) else {
            throw .parameter("pageSize")
        }
        var offset = 0
        if let token = request.parameters["pageToken"] {
            guard token.hasPrefix("pt-"), let number = Int(token.dropFirst(3)), number > 0 else { throw .argument("Invalid pageToken") }
            offset = number
        }
        let slice = items.dropFirst(offset).prefix(size)
        let metadata: JSON = offset + slice.count < items.count ? ["nextPageToken": .string("pt-\(offset + slice.count)")] : [:]
        return SimulatedResponse(["elements": .array(Array(slice)), "metadata": metadata], outcome: .page)
    }
}
