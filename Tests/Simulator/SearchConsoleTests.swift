import Core
import Testing

@testable import Simulator

struct SearchConsoleTests {
    private let client = Client { $0.searchConsole.throttledCalls = [] }

    private func ask(_ path: String, _ body: JSON? = nil) async -> SimulatedResponse {
        await client.simulator.respond(
            to: SimulatedRequest(
                method: body == nil ? "GET" : "POST", target: "/search-console/webmasters/v3/sites\(path)",
                headers: ["authorization": "Bearer \(client.token)"], body: body?.encoded() ?? []))
    }

    private var query: String { "/\(PercentText.encoded(client.business.site))/searchAnalytics/query" }

    private func body(_ dimensions: [String], _ more: [JSON.Member] = []) -> JSON {
        .object(
            [
                .init("startDate", "2026-02-01"), .init("endDate", "2026-05-31"), .init("dimensions", .array(dimensions.map { .string($0) })),
                .init("rowLimit", 25_000),
            ] + more)
    }

    private func sum(_ answer: JSON, _ name: String) -> Int64 { (answer["rows"]?.array ?? []).reduce(0) { $0 + ($1[name]?.integer ?? 0) } }

    @Test func `Days add up to the truth of the final days`() async throws {
        let answer = try await ask(query, body(["date"], [.init("aggregationType", "byProperty")])).json()

        let truth = client.business.truth()["platforms"]?["search-console"]
        let last = try #require(truth?["last_final_day"]?.string)
        let days = (truth?["days"]?.array ?? []).filter { ($0["day"]?.string ?? "") <= last }
        #expect(last == "2026-05-29")
        #expect(sum(answer, "clicks") == days.reduce(0) { $0 + ($1["clicks"]?.integer ?? 0) })
        #expect(sum(answer, "impressions") == days.reduce(0) { $0 + ($1["impressions"]?.integer ?? 0) })
        #expect(answer["rows"]?.array?.count == days.count)
        #expect(answer["responseAggregationType"] == "byProperty")
        let first = try #require(answer["rows"]?.array?.first)
        #expect(first["keys"]?.array?.first == "2026-02-01")
        #expect((first["position"]?.double ?? 0) >= 1 && (first["ctr"]?.double ?? 2) <= 1)
    }

    @Test func `Rare queries are hidden where queries are told apart`() async throws {
        func asked(_ dimensions: [String]) -> JSON { body(dimensions).setting("startDate", "2026-05-01") }
        let days = (client.business.truth()["platforms"]?["search-console"]?["days"]?.array ?? []).filter {
            (($0["day"]?.string ?? "") >= "2026-05-01") && (($0["day"]?.string ?? "") <= "2026-05-29")
        }

        let told = try await ask(query, asked(["date", "query", "page", "country", "device"])).json()
        let whole = try await ask(query, asked([])).json()

        #expect(sum(told, "impressions") == days.reduce(0) { $0 + ($1["told_impressions"]?.integer ?? 0) })
        #expect(sum(told, "impressions") < sum(whole, "impressions"))
        #expect(whole["rows"]?.array?.count == 1)
    }

    @Test func `Pages follow each other and keys keep the order of the dimensions`() async throws {
        func page(_ start: Int, _ limit: Int) async throws -> [JSON] {
            let json = body(["country", "query"]).setting("startRow", .integer(start)).setting("rowLimit", .integer(limit))
            return try await ask(query, json).json()["rows"]?.array ?? []
        }

        let whole = try await page(0, 25_000)
        let parts = [try await page(0, 50), try await page(50, 25_000)]

        #expect(parts[0] + parts[1] == whole)
        #expect(whole.allSatisfy { $0["keys"]?.array?.first?.string?.count == 3 })
        #expect(try await page(100_000, 10).isEmpty)
        #expect(try await ask(query, body(["date"], [.init("type", "image")])).json()["rows"] == nil)
    }

    @Test func `Fresh days are incomplete until they are final`() async throws {
        let fresh = body(["date"], [.init("dataState", "all")])

        let early = try await ask(query, fresh).json()
        client.simulator.advance(2, seed: 7)
        let late = try await ask(query, body(["date"])).json()

        #expect(early["metadata"]?["first_incomplete_date"] == "2026-05-30")
        #expect(early["rows"]?.array?.count == late["rows"]?.array?.count)
        #expect(sum(early, "clicks") < sum(late, "clicks"))
    }

    @Test func `Filters cut the figures`() async throws {
        let filter: JSON = [
            ["filters": [["dimension": "country", "expression": "aut"], ["dimension": "device", "operator": "notEquals", "expression": "MOBILE"]]]
        ]

        let answer = try await ask(query, body(["country", "device"], [.init("dimensionFilterGroups", filter)])).json()

        #expect(answer["rows"]?.array?.map { $0["keys"] } == [["aut", "DESKTOP"]])
    }

    @Test func `Sites are listed with their rights and only verified ones answer`() async throws {
        let sites = try await ask("").json()["siteEntry"]?.array ?? []
        let domain = try #require(sites.compactMap { $0["siteUrl"]?.string }.first { $0.hasPrefix("sc-domain:") })

        #expect(sites.count == 2)
        #expect(await ask("/\(PercentText.encoded(domain))/searchAnalytics/query", body(["date"])).status == 403)
        #expect(await ask("/\(PercentText.encoded(client.business.site))").status == 200)
        #expect(try await ask("/\(PercentText.encoded(client.business.site))/sitemaps").json()["sitemap"]?.array?.count == 1)
    }

    @Test(
        arguments: [
            ["dimensions": ["colour"]], ["rowLimit": 0], ["startDate": "soon"], ["aggregationType": "byProperty", "dimensions": ["page"]],
            ["type": "discover", "dimensions": ["query"]], ["dataState": "hourly_all"],
        ] as [JSON]) func `A wrong query gets Google's error`(change: JSON) async throws
    {
        let wrong = (change.members ?? []).reduce(body(["date"])) { $0.setting($1.name, $1.value) }

        let answer = await ask(query, wrong)

        #expect(answer.status == 400)
        #expect(try answer.json()["error"]?["errors"]?.array?.first?["reason"] == "badRequest")
    }
}
