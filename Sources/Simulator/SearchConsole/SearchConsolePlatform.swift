import Core
import Synchronization

/// Google's Search Console: sites, sitemaps and Search Analytics. Days are told as those of the Pacific coast; the business's own days stand in
/// for them.
final class SearchConsolePlatform: SimulatedPlatform {
    let name = "search-console"
    private let settings: SearchConsoleSettings
    private let meters = Mutex<[UInt64: Meter]>([:])

    private struct Meter {
        var queries = 0
        var blockedUntil = Instant(seconds: 0)
    }

    init(_ settings: SearchConsoleSettings) { self.settings = settings }

    func token(of request: SimulatedRequest) -> String? { request.bearer }

    func refusal() -> SimulatedResponse { SearchConsoleError.invalidToken.response }
    func expiry() -> SimulatedResponse { SearchConsoleError.invalidToken.response }
    func outage() -> SimulatedResponse { SearchConsoleError.outage.response }
    func throttle(_ request: SimulatedRequest) -> SimulatedResponse { SearchConsoleError.load(settings.blockSeconds).response }

    /// The property of a whole domain: `sc-domain:` and the host without `www`.
    static func domain(_ business: SimulatedBusiness) -> String { "sc-domain:\(business.site.dropFirst("https://www.".count).dropLast())" }

    func answer(_ request: SimulatedRequest, _ business: SimulatedBusiness, token: String, now: Instant) -> SimulatedResponse {
        do throws(SearchConsoleError) {
            guard Array(request.path.prefix(3)) == ["webmasters", "v3", "sites"] else { throw .nothing }
            return try routed(request, Array(request.path.dropFirst(3)), business, now)
        } catch {
            return error.response
        }
    }

    private func routed(
        _ request: SimulatedRequest, _ path: [String], _ business: SimulatedBusiness, _ now: Instant
    ) throws(SearchConsoleError) -> SimulatedResponse {
        switch (request.method, path.count) {
        case ("GET", 0):
            return SimulatedResponse(["siteEntry": .array(sites(business).map { Self.json($0) })], outcome: .page)
        case ("GET", 1):
            guard let site = sites(business).first(where: { $0.url == path[0] }) else { throw .forbidden(path[0]) }
            return SimulatedResponse(Self.json(site))
        case ("GET", 2) where path[1] == "sitemaps":
            try check(path[0], business)
            return SimulatedResponse(["sitemap": [sitemap(business)]])
        case ("POST", 3) where path[1] == "searchAnalytics" && path[2] == "query":
            if isOverloaded(business, now) { throw .load(settings.blockSeconds) }
            try check(path[0], business)
            guard let body = try? JSON(parsing: request.body) else { throw .argument("Invalid JSON payload received.") }
            return SimulatedResponse(SearchConsoleReport(try SearchConsoleQuery(body, settings), business, settings).json, outcome: .page)
        default: throw .nothing
        }
    }

    private func sites(_ business: SimulatedBusiness) -> [(url: String, permission: String)] {
        [(business.site, "siteOwner"), (Self.domain(business), settings.domainPermission)]
    }

    private func check(_ url: String, _ business: SimulatedBusiness) throws(SearchConsoleError) {
        guard let site = sites(business).first(where: { $0.url == url }), site.permission != "siteUnverifiedUser" else { throw .forbidden(url) }
    }

    private func isOverloaded(_ business: SimulatedBusiness, _ now: Instant) -> Bool {
        meters.withLock { meters in
            var meter = meters[business.seed] ?? Meter()
            defer { meters[business.seed] = meter }
            if now < meter.blockedUntil { return true }
            meter.queries += 1
            guard settings.throttledCalls.contains(meter.queries) else { return false }
            meter.blockedUntil = now + .seconds(settings.blockSeconds)
            return true
        }
    }

    private static func json(_ site: (url: String, permission: String)) -> JSON {
        ["siteUrl": .string(site.url), "permissionLevel": .string(site.permission)]
    }

    /// Its counters are texts, as the platform writes them.
    private func sitemap(_ business: SimulatedBusiness) -> JSON {
        let pages = String(business.products.count + 2)
        return [
            "path": .string("\(business.site)sitemap.xml"), "lastSubmitted": .string(business.since.instant.description), "isPending": false,
            "isSitemapsIndex": false, "type": "sitemap", "lastDownloaded": .string((business.until - 1).instant.description), "warnings": "0",
            "errors": "0", "contents": [["type": "web", "submitted": .string(pages), "indexed": "0"]],
        ]
    }
}
