import Core
import Testing

@testable import Simulator

struct AnalyticsTests {
    private let client = Client { $0.analytics.throttledCalls = [] }

    private func ask(_ path: String, _ body: JSON? = nil, token: String? = nil) async -> SimulatedResponse {
        await client.simulator.respond(
            to: SimulatedRequest(
                method: body == nil ? "GET" : "POST", target: "/google-analytics/v1beta/\(path)",
                headers: ["authorization": "Bearer \(token ?? client.token)"], body: body?.encoded() ?? []))
    }

    private var report: String { "properties/\(AnalyticsRoutes.property(client.business)):runReport" }

    private func query(_ dimensions: [String], _ metrics: [String], _ more: [JSON.Member] = []) -> JSON {
        .object(
            [
                .init("dateRanges", [["startDate": "2026-02-01", "endDate": "2026-05-31"]]),
                .init("dimensions", .array(dimensions.map { ["name": .string($0)] })),
                .init("metrics", .array(metrics.map { ["name": .string($0)] })),
            ] + more)
    }

    private func rows(_ json: JSON) -> [[String]] {
        (json["rows"]?.array ?? []).map { row in
            ((row["dimensionValues"]?.array ?? []) + (row["metricValues"]?.array ?? [])).map { $0["value"]?.string ?? "" }
        }
    }

    @Test func `A daily report adds up to the truth`() async throws {
        let body = query(
            ["date", "sessionSource", "sessionMedium", "sessionCampaignName"], ["sessions", "keyEvents", "purchaseRevenue"],
            [.init("limit", "100000"), .init("returnPropertyQuota", true)])

        let answer = try await ask(report, body).json()

        let truth = client.business.truth()["platforms"]?["google-analytics"]?["days"]?.array ?? []
        let rows = rows(answer)
        #expect(answer["rowCount"]?.integer == Int64(rows.count))
        #expect(rows.allSatisfy { $0[0].count == 8 })
        #expect(rows.reduce(0) { $0 + (Int64($1[4]) ?? 0) } == truth.reduce(0) { $0 + ($1["sessions"]?.integer ?? 0) })
        #expect(rows.reduce(0) { $0 + (Int64($1[5]) ?? 0) } == truth.reduce(0) { $0 + ($1["conversions"]?.integer ?? 0) })
        #expect(rows.reduce(0) { $0 + (Micros.parse($1[6])?.micros ?? 0) } == truth.reduce(0) { $0 + ($1["revenue_micros"]?.integer ?? 0) })
        #expect(answer["metadata"]?["timeZone"] == "Europe/Berlin")
        #expect(answer["propertyQuota"]?["tokensPerDay"]?["remaining"]?.integer != nil)
        #expect(answer["metricHeaders"]?.array?.last?["type"] == "TYPE_CURRENCY")
    }

    @Test func `Pages of a sorted report follow each other without gap`() async throws {
        let order: JSON.Member = .init("orderBys", [["dimension": ["dimensionName": "date"]]])
        func page(_ offset: Int, _ limit: Int) async throws -> [[String]] {
            let window: [JSON.Member] = [order, .init("offset", .string(String(offset))), .init("limit", .string(String(limit)))]
            return rows(try await ask(report, query(["date", "sessionMedium"], ["sessions"], window)).json())
        }

        let whole = try await page(0, 10_000)
        let parts = [try await page(0, 100), try await page(100, 10_000)]

        #expect(whole.count > 300)
        #expect(parts[0] + parts[1] == whole)
        #expect(whole.map { $0[0] } == whole.map { $0[0] }.sorted())
        #expect(try await page(100_000, 10).isEmpty)
    }

    @Test(arguments: Demographics.dimensions) func `Traits of the visitors can be told apart`(trait: String) async throws {
        let answer = try await ask(report, query(["date", trait], ["sessions", "totalUsers", "newUsers", "engagedSessions", "keyEvents"])).json()

        #expect(rows(answer).reduce(0) { $0 + (Int($1[2]) ?? 0) } == client.business.sessions.reduce(0) { $0 + $1.sessions })
        #expect(answer["metadata"]?["subjectToThresholding"] == true)
    }

    @Test func `Events have their counts and values`() async throws {
        let body = query(["date", "eventName", "sessionSource"], ["eventCount", "totalUsers", "eventValue"], [.init("limit", "250000")])

        let rows = rows(try await ask(report, body).json())

        #expect(rows.reduce(0) { $0 + (Int($1[3]) ?? 0) } == client.business.sessionEvents.reduce(0) { $0 + $1.count })
        #expect(rows.reduce(0) { $0 + (Micros.parse($1[5])?.micros ?? 0) } == client.business.sessions.reduce(0) { $0 + $1.revenue })
    }

    @Test func `Filters and channels work on what the visits came from`() async throws {
        let filter: JSON.Member = .init(
            "dimensionFilter",
            [
                "andGroup": [
                    "expressions": [
                        ["filter": ["fieldName": "sessionDefaultChannelGroup", "inListFilter": ["values": ["Paid Search", "Organic Search"]]]],
                        ["notExpression": ["filter": ["fieldName": "sessionSource", "stringFilter": ["matchType": "CONTAINS", "value": "BING"]]]],
                    ]
                ]
            ])

        let answer = try await ask(report, query(["sessionDefaultChannelGroup"], ["sessions"], [filter])).json()

        let expected = Dictionary(
            grouping: client.business.sessions.filter { $0.source == "google" }, by: { $0.medium == "cpc" ? "Paid Search" : "Organic Search" }
        ).mapValues { $0.reduce(0) { $0 + $1.sessions } }
        #expect(Dictionary(uniqueKeysWithValues: rows(answer).map { ($0[0], Int($0[1])) }) == expected)
    }

    @Test func `People of several days are fewer than the sum of the days`() async throws {
        let daily = rows(try await ask(report, query(["date"], ["totalUsers"])).json()).reduce(0) { $0 + (Int($1[1]) ?? 0) }
        let whole = Int(rows(try await ask(report, query([], ["totalUsers"])).json())[0][0]) ?? 0

        #expect(whole < daily && whole > daily / 2)
    }

    @Test func `The Admin API tells the property`() async throws {
        let summaries = try await ask("accountSummaries?pageSize=200").json()
        let name = try #require(summaries["accountSummaries"]?.array?.first?["propertySummaries"]?.array?.first?["property"]?.string)

        let property = try await ask(name).json()
        let metadata = try await ask("\(name)/metadata").json()

        #expect(property["currencyCode"] == "EUR" && property["timeZone"] == "Europe/Berlin")
        #expect(metadata["metrics"]?.array?.contains { $0["apiName"] == "sessions" } == true)
        #expect(try await ask("\(name)/keyEvents").json()["keyEvents"]?.array?.first?["eventName"] == "purchase")
    }

    @Test(arguments: [
        (["nonsense"], ["sessions"]), (["date"], ["nonsense"]), (["country", "sessionSource"], ["sessions"]), (["eventName"], ["sessions"]),
        (["country"], ["eventCount"]), (["date"], []), (["country", "city"], ["sessions"]),
    ]) func `A report that can not be made is refused`(call: (dimensions: [String], metrics: [String])) async throws {
        let answer = await ask(report, query(call.dimensions, call.metrics))

        #expect(answer.status == 400)
        #expect(try answer.json()["error"]?["status"] == "INVALID_ARGUMENT")
    }

    @Test func `Strangers are refused in Google's words`() async throws {
        #expect(await ask("accountSummaries", token: "x").status == 401)
        #expect(await ask("properties/1:runReport", query(["date"], ["sessions"])).status == 403)
        #expect(await ask("nothing").status == 404)
        #expect(await ask(report, ["dateRanges": [["startDate": "soon", "endDate": "today"]], "metrics": [["name": "sessions"]]]).status == 400)
    }

    @Test func `The report that is to be throttled is refused until the block ends`() async throws {
        let client = Client { $0.analytics.throttledCalls = [1] }
        let body = query(["date"], ["sessions"]).encoded()
        let call = SimulatedRequest(
            method: "POST", target: "/google-analytics/v1beta/\(report)", headers: ["authorization": "Bearer \(client.token)"], body: body)

        let refused = await client.simulator.respond(to: call)
        client.clock.move(by: .seconds(2))

        #expect(refused.status == 429)
        #expect(try refused.json()["error"]?["status"] == "RESOURCE_EXHAUSTED")
        #expect(await client.simulator.respond(to: call).status == 200)
    }
}
