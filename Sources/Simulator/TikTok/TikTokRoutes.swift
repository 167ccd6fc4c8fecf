import Core

/// Finds what a path names and answers it.
struct TikTokRoutes {
    let request: SimulatedRequest
    let business: SimulatedBusiness
    let settings: TikTokSettings
    let now: Instant
    let advertising: PlatformAdvertising

    init(_ request: SimulatedRequest, _ business: SimulatedBusiness, _ settings: TikTokSettings, _ now: Instant) {
        self.request = request
        self.business = business
        self.settings = settings
        self.now = now
        advertising = business.advertising(on: .tiktok)
    }

    func response(_ state: inout TikTokState) throws(TikTokError) -> SimulatedResponse {
        guard request.path.count > 2, request.path[0] == "open_api", request.path[1] == settings.version else {
            throw TikTokError(code: 40_006, message: "Invalid path or version")
        }
        let path = request.path.dropFirst(2).joined(separator: "/")
        if request.method == "POST" { return SimulatedResponse(TikTokEnvelope.json(data: try change(path, &state))) }
        switch path {
        case "oauth2/advertiser/get": return SimulatedResponse(TikTokEnvelope.json(data: try advertisers()))
        case "advertiser/info": return SimulatedResponse(TikTokEnvelope.json(data: try details()))
        case "campaign/get", "adgroup/get", "ad/get", "smart_plus/campaign/get", "smart_plus/adgroup/get", "smart_plus/ad/get", "pixel/list":
            return try page(TikTokObjects(routes: self, state: state).rows(path), largest: path == "pixel/list" ? 20 : nil)
        case "report/integrated/get": return try page(TikTokReport(request.parameters, self).rows())
        case "gmv_max/report/get":
            _ = try account()
            return try page([])
        case "report/task/check", "report/task/download": return try task(path, &state)
        default: throw TikTokError(code: 40_006, message: "Invalid path /\(path)")
        }
    }

    private func change(_ path: String, _ state: inout TikTokState) throws(TikTokError) -> JSON {
        guard let body = try? JSON(parsing: request.body, limits: .trusted), body.members != nil else {
            throw .parameter("The body is no JSON object")
        }
        switch path {
        case "report/task/create":
            var parameters: [String: String] = [:]
            for member in body.members ?? [] { parameters[member.name] = member.value.string ?? member.value.description }
            // A query that would be refused is refused at once.
            _ = try TikTokReport(parameters, self).rows()
            return ["task_id": .string(state.order(parameters))]
        case "event/track": return try TikTokEvents(settings: settings, now: now).take(body, &state)
        default: return try TikTokChanges(routes: self).apply(path, body, &state)
        }
    }

    /// The advertiser of a request.
    func account(_ body: JSON? = nil) throws(TikTokError) -> Int {
        guard let id = body?["advertiser_id"]?.string ?? request.parameters["advertiser_id"], !id.isEmpty else {
            throw .parameter("advertiser_id: Missing data for required field.")
        }
        guard let account = advertising.accounts.firstIndex(where: { $0.id == id }) else { throw .noPermission(id) }
        return account
    }

    private func advertisers() throws(TikTokError) -> JSON {
        guard request.parameters["app_id"]?.isEmpty == false else { throw .parameter("app_id: Missing data for required field.") }
        return [
            "list": .array(advertising.accounts.map { ["advertiser_id": .string($0.id), "advertiser_name": .string("\(business.name) \($0.name)")] })
        ]
    }

    private func details() throws(TikTokError) -> JSON {
        guard let ids = request.parameters["advertiser_ids"].flatMap({ try? JSON(parsing: $0) })?.array?.compactMap(\.string), !ids.isEmpty else {
            throw .parameter("advertiser_ids: must be a list of texts.")
        }
        guard ids.count <= 100 else { throw .parameter("advertiser_ids: at most 100.") }
        var list: [JSON] = []
        for id in ids {
            guard let account = advertising.accounts.first(where: { $0.id == id }) else { throw .noPermission(id) }
            list.append([
                "advertiser_id": .string(id), "name": .string("\(business.name) \(account.name)"), "currency": .string(account.currency.code),
                "timezone": .string(account.zone.name), "status": "STATUS_ENABLE", "country": "DE", "balance": 0,
            ])
        }
        return ["list": .array(list)]
    }

    /// One page of a list.
    private func page(_ rows: [JSON], largest: Int? = nil) throws(TikTokError) -> SimulatedResponse {
        let number = request.parameters["page"].map { Int($0) ?? 0 } ?? 1
        let size = request.parameters["page_size"].map { Int($0) ?? 0 } ?? settings.defaultPageSize
        guard number > 0, (1...(largest ?? settings.largestPageSize)).contains(size) else { throw .parameter("page_size: out of range.") }
        let slice = rows.dropFirst((number - 1) * size).prefix(size)
        let info: JSON = [
            "page": .integer(number), "page_size": .integer(size), "total_number": .integer(rows.count),
            "total_page": .integer((rows.count + size - 1) / size),
        ]
        return SimulatedResponse(TikTokEnvelope.json(data: ["list": .array(Array(slice)), "page_info": info]), outcome: .page)
    }

    private func task(_ path: String, _ state: inout TikTokState) throws(TikTokError) -> SimulatedResponse {
        let id = request.parameters["task_id"] ?? ""
        if path.hasSuffix("check") {
            guard let word = state.look(id, looks: settings.reportLooks) else { throw .parameter("task_id: does not exist.") }
            return SimulatedResponse(TikTokEnvelope.json(data: ["task_id": .string(id), "status": .string(word)]))
        }
        guard let parameters = state.parameters(of: id, looks: settings.reportLooks) else { throw .parameter("task_id: is not complete.") }
        let csv = try TikTokReport(parameters, self).csv()
        var response = SimulatedResponse([:], outcome: .page)
        response.headers = [(name: "Content-Type", value: "text/csv; charset=utf-8")]
        response.body = Array(csv.utf8)
        return response
    }
}
