import Core
import Testing

@testable import Simulator

struct GoogleAdsTests {
    private let client = GoogleAdsClient()

    private static let figures = "metrics.cost_micros, metrics.impressions, metrics.clicks, metrics.conversions, metrics.conversions_value"

    private func total(_ rows: [JSON]) -> [Int64] {
        [
            rows.reduce(0) { $0 + $1.whole("metrics.costMicros") }, rows.reduce(0) { $0 + $1.whole("metrics.impressions") },
            rows.reduce(0) { $0 + $1.whole("metrics.clicks") }, rows.reduce(0) { $0 + $1.amount("metrics.conversions") / 1_000_000 },
            rows.reduce(0) { $0 + $1.amount("metrics.conversionsValue") },
        ]
    }

    private func truth(_ list: String, of account: String) -> [Int64] {
        let facts = (GoogleAdsTruth(client.business).json[list]?.array ?? []).filter { $0["account_id"]?.string == account }
        return ["spend_micros", "impressions", "clicks", "conversions", "value_micros"].map { name in
            facts.reduce(0) { $0 + ($1[name]?.integer ?? 0) }
        }
    }

    @Test func `The access opens the manager, and the manager shows the accounts below`() throws {
        let names = try client.send("v25/customers:listAccessibleCustomers", method: "GET").json()["resourceNames"]?.array?.compactMap(\.string)
        let clients = try client.rows(
            "SELECT customer_client.id, customer_client.manager, customer_client.level, customer_client.time_zone FROM customer_client "
                + "WHERE customer_client.status = 'ENABLED'", of: client.manager)

        #expect(names == ["customers/\(client.manager)", "customers/\(GoogleAdsView.closed(of: client.google))"])
        #expect(clients.map { $0.at("customerClient.id")?.string } == [client.manager] + client.google.accounts.map(\.id))
        #expect(clients.map { $0.at("customerClient.manager")?.bool } == [true, false, false])
        #expect(clients.last?.at("customerClient.timeZone") == "America/New_York")
    }

    @Test(arguments: [
        ("campaign", "campaign.id", "campaign_facts"), ("ad_group_ad", "ad_group_ad.ad.id", "facts"),
        ("keyword_view", "ad_group_criterion.criterion_id", "keyword_facts"), ("search_term_view", "search_term_view.search_term", "search_terms"),
    ])
    func `Figures by day add up to the truth`(resource: String, id: String, list: String) throws {
        for account in client.google.accounts {
            let rows = try client.rows("SELECT segments.date, \(id), \(Self.figures) FROM \(resource)", of: account.id)

            #expect(!rows.isEmpty)
            #expect(total(rows) == truth(list, of: account.id))
        }
    }

    @Test func `Every stretch of days adds up to the same`() throws {
        let expected = truth("days", of: client.account)

        for fields in ["segments.date, campaign.id, ", "segments.week, ", "segments.month, campaign.name, ", "segments.year, ", "campaign.id, ", ""] {
            let resource = fields.contains("campaign") ? "campaign" : "customer"
            #expect(total(try client.rows("SELECT \(fields)\(Self.figures) FROM \(resource)")) == expected)
        }
    }

    @Test func `Pages hold the same rows as a stream, in the order that was asked for`() throws {
        let client = GoogleAdsClient {
            $0.pageSize = 7
            $0.partSize = 11
        }
        let text =
            "SELECT segments.date, campaign.id, metrics.cost_micros FROM campaign "
            + "WHERE segments.date BETWEEN '2026-05-01' AND '2026-05-10' AND metrics.cost_micros > 0 ORDER BY metrics.cost_micros DESC LIMIT 30"

        let (rows, pages) = try client.pages(text)
        let spends = rows.map { $0.whole("metrics.costMicros") }

        #expect(pages == 5 && rows.count == 30)
        #expect(spends == spends.sorted(by: >))
        #expect(try client.rows(text) == rows)
        #expect(rows.allSatisfy { ("2026-05-01"..."2026-05-10").contains($0.at("segments.date")?.string ?? "") })
    }

    @Test func `Conditions choose rows`() throws {
        func ids(_ condition: String) throws -> Int { try client.rows("SELECT campaign.id FROM campaign WHERE \(condition)").count }
        let own = client.google.campaigns.filter { $0.account == 0 }

        #expect(try ids("campaign.advertising_channel_type = 'SEARCH'") == own.filter { $0.objective == "SEARCH" }.count)
        #expect(
            try ids("campaign.advertising_channel_type IN ('SEARCH', 'DISPLAY')")
                == own.filter { ["SEARCH", "DISPLAY"].contains($0.objective) }.count)
        #expect(try ids("campaign.advertising_channel_type NOT IN ('SEARCH')") == own.filter { $0.objective != "SEARCH" }.count)
        #expect(try ids("campaign.status != 'REMOVED'") == own.filter { $0.status != .archived }.count)
        #expect(try ids("campaign.name LIKE 'search%'") == own.filter { $0.name.hasPrefix("Search") }.count)
        #expect(try ids("campaign.name NOT LIKE '%Brand%'") == own.filter { !$0.name.contains("Brand") }.count)
        #expect(try ids("campaign.id = \(own[0].id)") == 1)
        #expect(try ids("campaign_budget.total_amount_micros IS NULL") == own.count)
        #expect(
            try client.rows("SELECT segments.date, campaign.id, metrics.clicks FROM campaign WHERE segments.date DURING LAST_7_DAYS").isEmpty == false
        )
    }

    @Test func `Performance Max shows figures of the campaign and nothing below`() throws {
        let hidden = try #require(client.google.campaigns.first { $0.objective == "PERFORMANCE_MAX" })

        let groups = try client.rows("SELECT ad_group.id, campaign.id FROM ad_group")
        let figures = try client.rows("SELECT campaign.id, metrics.cost_micros FROM campaign WHERE campaign.id = \(hidden.id)")

        #expect(!groups.contains { $0.at("campaign.id")?.string == hidden.id })
        #expect(figures.first?.whole("metrics.costMicros") ?? 0 > 0)
    }

    @Test func `Keywords have their marks, and terms tell how they matched`() throws {
        let keywords = try client.rows(
            "SELECT ad_group_criterion.criterion_id, ad_group_criterion.keyword.text, ad_group_criterion.keyword.match_type, "
                + "ad_group_criterion.negative, ad_group_criterion.quality_info.quality_score FROM ad_group_criterion "
                + "WHERE ad_group_criterion.type = 'KEYWORD' PARAMETERS omit_unselected_resource_names=true")
        let shares = try client.rows(
            "SELECT segments.date, ad_group_criterion.criterion_id, metrics.impressions, metrics.historical_quality_score, "
                + "metrics.search_impression_share, metrics.search_top_impression_share FROM keyword_view")
        let terms = try client.rows(
            "SELECT segments.date, ad_group.id, search_term_view.search_term, segments.search_term_match_type, metrics.impressions FROM search_term_view"
        )

        #expect(keywords.contains { $0.at("adGroupCriterion.negative")?.bool == true })
        #expect(keywords.allSatisfy { $0.at("adGroupCriterion.resourceName") == nil })
        #expect(shares.allSatisfy { (1...1_000_000).contains($0.amount("metrics.searchImpressionShare")) })
        #expect(Set(terms.compactMap { $0.at("segments.searchTermMatchType")?.string }) == ["EXACT", "NEAR_EXACT", "PHRASE", "BROAD"])
    }

    @Test func `Names of resources stand in rows unless they are left out`() throws {
        let with = try client.rows("SELECT campaign.id FROM campaign LIMIT 1")
        let without = try client.rows("SELECT campaign.id FROM campaign LIMIT 1 PARAMETERS omit_unselected_resource_names=true")

        #expect(with[0].at("campaign.resourceName")?.string == "customers/\(client.account)/campaigns/\(client.google.campaigns[0].id)")
        #expect(without[0].at("campaign")?.members?.map(\.name) == ["id"])
    }

    @Test(arguments: [
        ("SELEKT campaign.id FROM campaign", "EXPECTED_SELECT"), ("SELECT campaign.id", "EXPECTED_FROM"),
        ("SELECT campaign.nonsense FROM campaign", "UNRECOGNIZED_FIELD"), ("SELECT campaign.id FROM nonsense", "BAD_RESOURCE_TYPE_IN_FROM_CLAUSE"),
        ("SELECT ad_group.id FROM campaign", "PROHIBITED_RESOURCE_TYPE_IN_SELECT_CLAUSE"),
        ("SELECT campaign.id FROM campaign WHERE ad_group.id = 1", "PROHIBITED_RESOURCE_TYPE_IN_WHERE_CLAUSE"),
        ("SELECT metrics.clicks FROM ad_group_criterion", "PROHIBITED_METRIC_IN_SELECT_OR_WHERE_CLAUSE"),
        ("SELECT segments.search_term_match_type, metrics.clicks FROM campaign", "PROHIBITED_SEGMENT_IN_SELECT_OR_WHERE_CLAUSE"),
        ("SELECT campaign.id FROM campaign ORDER BY campaign.name", "EXPECTED_REFERENCED_FIELD_IN_SELECT_CLAUSE"),
        ("SELECT campaign.id FROM campaign WHERE campaign.name = 'open", "STRING_NOT_TERMINATED"),
        ("SELECT campaign.id FROM campaign WHERE campaign.name ~ 'x'", "BAD_SYMBOL"),
        ("SELECT campaign.id FROM campaign WHERE campaign.name", "BAD_OPERATOR"),
        ("SELECT campaign.id FROM campaign WHERE campaign.id IN ()", "PROHIBITED_EMPTY_LIST_IN_CONDITION"),
        ("SELECT campaign.id FROM campaign LIMIT x", "BAD_LIMIT_VALUE"), ("SELECT campaign.id FROM campaign LIMIT 0", "LIMIT_VALUE_TOO_LOW"),
        ("SELECT campaign.id FROM campaign PARAMETERS magic=true", "BAD_PARAMETER_NAME"),
        ("SELECT campaign.id FROM campaign extra", "UNEXPECTED_INPUT"),
        ("SELECT metrics.clicks FROM campaign WHERE segments.date = 'soon'", "INVALID_DATE_FORMAT"),
        ("SELECT metrics.clicks FROM campaign WHERE segments.date BETWEEN '2026-05-02' AND '2026-05-01'", "DATE_RANGE_TOO_NARROW"),
        ("SELECT metrics.clicks FROM campaign WHERE segments.date DURING SOMETIME", "INVALID_VALUE_WITH_DURING_OPERATOR"),
        ("SELECT metrics.clicks FROM campaign WHERE segments.week = '2026-05-04'", "EXPECTED_REFERENCED_FIELD_IN_SELECT_CLAUSE"),
    ])
    func `A wrong query gets Google's error`(query: String, value: String) throws {
        let answer = client.query(query)

        #expect(answer.status == 400)
        #expect(try client.code(answer) == "queryError.\(value)")
        #expect(try answer.json().array?.count == 1)
        #expect(answer.header("request-id") != nil)
    }

    @Test func `The way to an account and the headers are checked`() throws {
        let text: JSON = "SELECT customer.id FROM customer"
        func code(_ path: String? = nil, body: JSON? = nil, _ change: (inout GoogleAdsClient) -> Void = { _ in }) throws -> String? {
            var other = client
            change(&other)
            return try client.code(other.send(path ?? "v25/customers/\(client.account)/googleAds:search", body ?? ["query": text]))
        }

        #expect(try code { $0.headers = [:] } == "requestError.DEVELOPER_TOKEN_PARAMETER_MISSING")
        #expect(try code { $0.login = nil } == "authorizationError.USER_PERMISSION_DENIED")
        #expect(
            try code { $0.login = client.account } == "authorizationError.INVALID_LOGIN_CUSTOMER_ID_SERVING_CUSTOMER_ID_COMBINATION")
        #expect(try code { $0.login = "123" } == "requestError.INVALID_CUSTOMER_ID")
        #expect(try code("v25/customers/1234567890/googleAds:search") == "authenticationError.CUSTOMER_NOT_FOUND")
        #expect(try code("v25/customers/\(GoogleAdsView.closed(of: client.google))/googleAds:search") == "authorizationError.CUSTOMER_NOT_ENABLED")
        #expect(try code("v12/customers/\(client.account)/googleAds:search") == "requestError.UNSUPPORTED_VERSION")
        #expect(
            try code("v25/customers/\(client.manager)/googleAds:search", body: ["query": "SELECT metrics.clicks FROM customer"])
                == "queryError.REQUESTED_METRICS_FOR_MANAGER")
        #expect(try code(body: ["query": text, "pageToken": "x"]) == "requestError.INVALID_PAGE_TOKEN")
        #expect(try code(body: ["query": text, "pageSize": 10]) == "requestError.PAGE_SIZE_NOT_SUPPORTED")
        #expect(try code(body: [:]) == "requestError.REQUIRED_FIELD_MISSING")
        #expect(client.send("v25/nothing").status == 404)
    }

    @Test func `A developer token that is set has to be the right one`() throws {
        let client = GoogleAdsClient { $0.developerToken = "right" }

        #expect(try client.code(client.query("SELECT customer.id FROM customer")) == "authenticationError.DEVELOPER_TOKEN_INVALID")
    }

    @Test func `Too many calls are told to wait`() throws {
        var client = GoogleAdsClient {
            $0.throttledCalls = [2]
            $0.operationsPerDay = 3
        }
        let text = "SELECT customer.id FROM customer"

        var statuses = [client.query(text).status, client.query(text).status, client.query(text).status]
        client.now = client.now + .seconds(2)
        statuses += [client.query(text).status]
        let last = client.query(text)

        #expect(statuses == [200, 429, 429, 200])
        let error = try #require(try last.json().array?.first?["error"])
        let quota = error["details"]?.array?.first?["errors"]?.array?.first?.at("details.quotaErrorDetails")
        #expect(quota?["rateScope"] == "DEVELOPER" && quota?["retryDelay"]?.string?.hasSuffix("s") == true)
        #expect(error["details"]?.array?.last?["@type"] == "type.googleapis.com/google.rpc.RetryInfo")
    }
}
