import Core
import Testing

@testable import Simulator

struct KlaviyoTests {
    private static let now = Instant(seconds: 1_790_000_000)
    private let business = SimulatedBusiness(seed: 7, days: 40, until: Day(year: 2026, month: 5, day: 31) ?? Day(number: 0), customers: 120)
    private let platform: KlaviyoPlatform

    init() { platform = Self.platform() }

    private static func platform(_ change: (inout KlaviyoSettings) -> Void = { _ in }) -> KlaviyoPlatform {
        var settings = KlaviyoSettings()
        settings.throttledCalls = []
        change(&settings)
        return KlaviyoPlatform(settings)
    }

    private func call(
        _ target: String, method: String = "GET", body: JSON? = nil, headers: [String: String] = [:], on other: KlaviyoPlatform? = nil,
        at now: Instant = KlaviyoTests.now
    ) -> SimulatedResponse {
        let all = ["revision": "2026-07-15", "content-type": "application/vnd.api+json"].merging(headers) { $1 }
        let request = SimulatedRequest(method: method, target: target, headers: all, body: body?.encoded() ?? [])
        return (other ?? platform).answer(request, business, token: "sim-7-x", now: now)
    }

    /// All resources of a list, page by page.
    private func all(_ target: String) throws -> (data: [JSON], pages: Int) {
        var data: [JSON] = []
        var pages = 0
        var next: String? = target
        while let target = next {
            let answer = call(target)
            try #require(answer.status == 200, "\(String(decoding: answer.body, as: UTF8.self))")
            data += try answer.json()["data"]?.array ?? []
            pages += 1
            next = try answer.json()["links"]?["next"]?.string.map { String($0.dropFirst("https://a.klaviyo.com".count)) }
        }
        return (data, pages)
    }

    private func report(_ type: String, _ attributes: JSON) throws -> JSON {
        let metric = KlaviyoResources.metricID(.placedOrder)
        let answer = call(
            "/api/\(type)s", method: "POST",
            body: ["data": ["type": .string(type), "attributes": attributes.setting("conversion_metric_id", .string(metric))]])
        try #require(answer.status == 200, "\(String(decoding: answer.body, as: UTF8.self))")
        return try #require(try answer.json()["data"]?["attributes"])
    }

    private static let month: JSON = ["start": "2026-05-01T00:00:00+02:00", "end": "2026-05-31T23:59:59+02:00"]

    @Test func `Profiles come in the order of change, and only later ones with a filter`() throws {
        let (data, pages) = try all("/api/profiles?sort=updated&page[size]=50&additional-fields[profile]=subscriptions")
        let middle = business.subscribers.map(\.updated).sorted()[business.subscribers.count / 2]

        let later = try all("/api/profiles?sort=updated&page[size]=100&filter=greater-than(updated,\(middle))&fields[profile]=email").data

        #expect(data.count == business.subscribers.count && pages == (data.count + 49) / 50)
        let times = data.compactMap { $0["attributes"]?["updated"]?.string }
        #expect(times == times.sorted() && times[0].hasSuffix("+00:00"))
        #expect(data.contains { $0["attributes"]?["subscriptions"]?["email"]?["marketing"]?["consent"] == "SUBSCRIBED" })
        #expect(later.count == business.subscribers.count { $0.updated > middle })
        #expect(later.allSatisfy { $0["attributes"]?.members?.map(\.name) == ["email"] })
    }

    @Test func `Events come day by day, each once, with their metric and value`() throws {
        let from = business.until - 9
        let expected = (from...business.until).flatMap { business.mailEvents(on: $0) }
        let start = business.shopZone.start(of: from) - .seconds(1)

        let up = try all("/api/events?sort=datetime&page[size]=37&include=metric&filter=greater-than(datetime,\(start))").data
        let down = try all("/api/events?sort=-datetime&page[size]=1000&filter=greater-than(datetime,\(start))").data
        let orders = try all(
            "/api/events?sort=datetime&page[size]=1000&filter=greater-than(datetime,\(start)),equals(metric_id,\"\(KlaviyoResources.metricID(.placedOrder))\")"
        ).data

        #expect(up.map { $0["id"] } == expected.map { .string($0.id) })
        #expect(Set(down.map { $0["id"] }) == Set(up.map { $0["id"] }) && down.count == up.count)
        #expect(orders.count == expected.count { $0.kind == .placedOrder })
        #expect(orders.allSatisfy { $0["attributes"]?["event_properties"]?["$value"]?.double ?? 0 > 0 })
    }

    @Test func `Campaigns need a channel, flows do not, and both tell their message`() throws {
        let answer = try call("/api/campaigns?filter=equals(messages.channel,'email')&include=campaign-messages").json()
        let flows = try all("/api/flows").data

        #expect(call("/api/campaigns").status == 400)
        #expect(try call("/api/campaigns?filter=equals(messages.channel,'sms')").json()["data"]?.array?.isEmpty == true)
        #expect(answer["data"]?.array?.isEmpty == false && answer["included"]?.array?.first?["type"] == "campaign-message")
        #expect(flows.count == business.mailings.count { $0.kind == .flow })
        #expect(try all("/api/metrics").data.count == MailEvent.Kind.allCases.count)
        #expect(try all("/api/lists").data.count == 2)
        #expect(try call("/api/accounts").json()["data"]?.array?.first?["attributes"]?["timezone"] == "Europe/Berlin")
    }

    @Test func `Reports add up to what is true`() throws {
        let statistics: JSON = ["recipients", "opens_unique", "conversions", "conversion_value"]
        let facts = business.mailingFacts.filter { $0.day >= business.until - 30 }
        func sum(_ kind: SimulatedMailing.Kind) -> [MailingFact] { facts.filter { business.mailings[$0.mailing].kind == kind } }

        let campaigns = try report("campaign-values-report", ["statistics": statistics, "timeframe": Self.month])["results"]?.array ?? []
        let flows = try report("flow-series-report", ["statistics": statistics, "timeframe": Self.month, "interval": "daily"])

        #expect(
            campaigns.reduce(0) { $0 + ($1["statistics"]?["recipients"]?.double ?? 0) } == Double(sum(.campaign).reduce(0) { $0 + $1.recipients }))
        #expect(campaigns.allSatisfy { $0["groupings"]?["campaign_id"]?.string != nil && $0["groupings"]?["send_channel"] == "email" })
        let revenue = (flows["results"]?.array ?? []).flatMap { $0["statistics"]?["conversion_value"]?.array ?? [] }
            .reduce(Int64(0)) { sum, value in
                guard case .number(let text) = value else { return sum }
                return sum + (Micros.parse(text)?.micros ?? 0)
            }
        #expect(revenue == sum(.flow).reduce(0) { $0 + $1.revenue })
        #expect(flows["date_times"]?.array?.count == 31 && flows["date_times"]?.array?.first == "2026-05-01T00:00:00+02:00")
    }

    @Test func `Aggregates have each order once, by channel`() throws {
        let attributes: JSON = [
            "metric_id": .string(KlaviyoResources.metricID(.placedOrder)), "measurements": ["count", "sum_value", "unique"], "interval": "day",
            "by": ["$attributed_channel"], "timezone": "Europe/Berlin",
            "filter": ["greater-or-equal(datetime,2026-05-22T00:00:00)", "less-than(datetime,2026-06-01T00:00:00)"],
        ]
        let orders = (business.until - 9...business.until).flatMap { business.mailEvents(on: $0) }.filter { $0.kind == .placedOrder }

        let answer = try report("metric-aggregate", attributes)

        let counts = (answer["data"]?.array ?? []).flatMap { $0["measurements"]?["count"]?.array ?? [] }.compactMap(\.double)
        #expect(answer["dates"]?.array?.count == 10 && counts.reduce(0, +) == Double(orders.count))
        let channels = (answer["data"]?.array ?? []).compactMap { $0["dimensions"]?.array?.first?.string }
        #expect(channels.allSatisfy { $0.isEmpty || $0 == "email" })
    }

    @Test(arguments: [
        ("/api/profiles?page[size]=101", 400), ("/api/profiles?filter=greater-or-equal(updated,2026-05-01T00:00:00Z)", 400),
        ("/api/profiles?sort=name", 400), ("/api/profiles?page[cursor]=old", 400), ("/api/metrics?page[size]=10", 400), ("/api/nothing", 404),
        ("/v1/profiles", 404),
    ]) func `A wrong call gets Klaviyo's error`(call: (target: String, status: Int)) throws {
        let answer = self.call(call.target)

        #expect(answer.status == call.status)
        #expect(try answer.json()["errors"]?.array?.first?["status"]?.integer == Int64(call.status))
    }

    @Test func `Revision, type, method and report bodies are checked`() {
        #expect(call("/api/accounts", headers: ["revision": "2019-01-01"]).status == 400)
        #expect(call("/api/accounts", method: "DELETE").status == 405)
        #expect(call("/api/metric-aggregates", method: "POST", headers: ["content-type": "application/json"]).status == 415)
        #expect(call("/api/campaign-values-reports", method: "POST", body: ["data": ["type": "x", "attributes": [:]]]).status == 400)
        let statistics: JSON = ["statistics": ["opens"], "timeframe": ["key": "last_30_days"]]
        #expect(throws: Never.self) { try report("campaign-values-report", statistics) }
        #expect(platform.token(of: SimulatedRequest(target: "/", headers: ["authorization": "Klaviyo-API-Key sim-7-x"])) == "sim-7-x")
        #expect(platform.token(of: SimulatedRequest(target: "/", headers: ["authorization": "Bearer sim-7-y"])) == "sim-7-y")
    }

    @Test func `Limits are those of each path, and say when they end`() {
        let strict = Self.platform { $0.limitFactor = 1 }
        let answers = (0..<3).map { call("/api/accounts", on: strict, at: Self.now + .seconds(2 * $0)) }
        let burst = [call("/api/accounts", on: strict, at: Self.now + .seconds(6)), call("/api/accounts", on: strict, at: Self.now + .seconds(6))]
        let tight = Self.platform { $0.throttledCalls = [1] }

        #expect(answers.map(\.status) == [200, 200, 200] && answers[2].header("ratelimit-remaining") == "12")
        #expect(burst.map(\.status) == [200, 429] && burst[1].header("retry-after") == "1")
        #expect(call("/api/lists", on: tight).status == 429 && call("/api/lists", on: tight, at: Self.now + .seconds(1)).status == 200)
    }

    @Test func `Truth has every profile, message and fact`() {
        let truth = KlaviyoTruth(business).json

        #expect(truth["profiles"]?.array?.count == business.subscribers.count && truth["messages"]?.array?.count == business.mailings.count)
        #expect(truth["facts"]?.array?.count == business.mailingFacts.count)
        #expect(truth["days"]?.array?.reduce(0) { $0 + ($1["revenue_micros"]?.integer ?? 0) } == business.mailingFacts.reduce(0) { $0 + $1.revenue })
    }
}
