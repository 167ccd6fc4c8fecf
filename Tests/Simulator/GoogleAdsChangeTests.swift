import Core
import Testing

@testable import Simulator

struct GoogleAdsChangeTests {
    private let client = GoogleAdsClient()
    private static let hash = String(repeating: "0a", count: 32)

    private var campaign: String { "customers/\(client.account)/campaigns/\(client.google.campaigns[0].id)" }
    private var action: JSON { .string("customers/\(client.account)/conversionActions/700000001") }

    private func mutate(_ collection: String, _ operations: [JSON], _ more: JSON = [:]) -> SimulatedResponse {
        client.send("v25/customers/\(client.account)/\(collection):mutate", more.setting("operations", .array(operations)))
    }

    private func status(_ word: String, of name: String) -> JSON {
        ["updateMask": "status", "update": ["resourceName": .string(name), "status": .string(word)]]
    }

    private func conversion(_ click: String, order: String? = nil) -> JSON {
        let base: JSON = [
            "conversionAction": action, "conversionDateTime": "2026-05-01 10:00:00+00:00", "conversionValue": .number("12.34"), "currencyCode": "EUR",
            "gclid": .string(click),
        ]
        return order.map { base.setting("orderId", .string($0)) } ?? base
    }

    private func upload(_ conversions: [JSON], _ more: JSON = [:]) throws -> JSON {
        let body = more.setting("conversions", .array(conversions)).setting("partialFailure", true)
        return try client.send("v25/customers/\(client.account):uploadClickConversions", body).json()
    }

    private func faults(_ answer: JSON) -> [String] {
        (answer["partialFailureError"]?["details"]?.array?.first?["errors"]?.array ?? []).map { error in
            let place = error.at("location.fieldPathElements")?.array?.first?["index"]?.integer ?? -1
            return "\(place) \(error["errorCode"]?.members?.first?.value.string ?? "")"
        }
    }

    @Test func `A pause shows in what is read afterwards`() throws {
        let answer = try mutate("campaigns", [status("PAUSED", of: campaign)]).json()

        #expect(answer["results"]?.array?.first?["resourceName"]?.string == campaign)
        let rows = try client.rows("SELECT campaign.status FROM campaign WHERE campaign.id = \(client.google.campaigns[0].id)")
        #expect(rows.first?.at("campaign.status") == "PAUSED")
    }

    @Test func `A change that is only validated changes nothing`() throws {
        let answer = try mutate("campaigns", [status("PAUSED", of: campaign)], ["validateOnly": true]).json()

        #expect(answer == [:])
        #expect(client.platform.state(7).statuses.isEmpty)
    }

    @Test func `Budgets and bids are set in whole minor units`() throws {
        let budget = try #require(try client.rows("SELECT campaign.campaign_budget FROM campaign LIMIT 1").first?.at("campaign.campaignBudget"))
        let group = "customers/\(client.account)/adGroups/\(client.google.adSets[0].id)"
        func set(_ collection: String, _ name: JSON, _ mask: String, _ member: String, _ amount: String) -> SimulatedResponse {
            let update: JSON = .object([.init("resourceName", name), .init(member, .string(amount))])
            return mutate(collection, [["updateMask": .string(mask), "update": update]])
        }

        #expect(set("campaignBudgets", budget, "amount_micros", "amountMicros", "7500000").status == 200)
        #expect(set("adGroups", .string(group), "cpc_bid_micros", "cpcBidMicros", "900000").status == 200)
        let bad = set("campaignBudgets", budget, "amount_micros", "amountMicros", "7500001")

        #expect(try client.code(bad) == "campaignBudgetError.NON_MULTIPLE_OF_MINIMUM_CURRENCY_UNIT")
        #expect(
            try client.rows("SELECT campaign_budget.amount_micros FROM campaign LIMIT 1").first?.whole("campaignBudget.amountMicros") == 7_500_000)
        #expect(try client.rows("SELECT ad_group.cpc_bid_micros FROM ad_group LIMIT 1").first?.whole("adGroup.cpcBidMicros") == 900_000)
    }

    @Test func `All of a change or none, unless parts may fail`() throws {
        let operations = [status("PAUSED", of: campaign), status("PAUSED", of: "customers/1/campaigns/1")]

        let whole = mutate("campaigns", operations)
        #expect(whole.status == 404 && client.platform.state(7).statuses.isEmpty)
        let partial = try mutate("campaigns", operations, ["partialFailure": true]).json()

        #expect(partial["results"]?.array?.map { $0["resourceName"]?.string } == [campaign, nil])
        #expect(faults(partial) == ["1 RESOURCE_NOT_FOUND"])
        #expect(client.platform.state(7).statuses.count == 1)
    }

    @Test func `What is wrong with a change has Google's error`() throws {
        let removed = try #require(client.google.campaigns.first { $0.status == .archived })
        let gone = "customers/\(client.account)/campaigns/\(removed.id)"

        #expect(try client.code(mutate("campaigns", [])) == "requestError.REQUIRED_FIELD_MISSING")
        #expect(try client.code(mutate("campaigns", [[:]])) == "requestError.OPERATION_REQUIRED")
        #expect(try client.code(mutate("campaigns", [status("BROKEN", of: campaign)])) == "requestError.INVALID_ENUM_VALUE")
        #expect(try client.code(mutate("campaigns", [["update": ["resourceName": .string(campaign)]]])) == "fieldMaskError.FIELD_MASK_MISSING")
        #expect(try client.code(mutate("campaigns", [status("ENABLED", of: gone)])) == "contextError.OPERATION_NOT_PERMITTED_FOR_REMOVED_RESOURCE")
        #expect(mutate("feeds", [[:]]).status == 404)
    }

    @Test func `Each uploaded conversion has a fate of its own`() throws {
        let answer = try upload([
            conversion("good"), conversion("expired-1"), conversion("a", order: "x@y"), conversion("b", order: "o1"), conversion("c", order: "o1"),
            conversion("good"), ["conversionAction": action, "conversionDateTime": "2026-05-01 10:00:00+00:00"],
            ["conversionAction": action, "conversionDateTime": "soon", "gclid": "z"],
            [
                "conversionAction": action, "conversionDateTime": "2026-05-01 10:00:00+00:00",
                "userIdentifiers": [["hashedEmail": .string(Self.hash)]],
            ],
        ])

        #expect(
            faults(answer) == [
                "1 EXPIRED_EVENT", "2 ORDER_ID_CONTAINS_PII", "4 DUPLICATE_ORDER_ID", "5 DUPLICATE_CLICK_CONVERSION_IN_REQUEST", "6 REQUIRED",
                "7 INVALID_STRING_DATE_TIME_WITH_OFFSET",
            ])
        #expect(answer["results"]?.array?.map { $0.members?.isEmpty == false } == [true, false, false, true, false, false, false, false, true])
        #expect(client.platform.state(7).conversions.count == 3)
        #expect(client.platform.state(7).conversions.first?.micros == 12_340_000)
        #expect(
            faults(try upload([conversion("good"), conversion("d", order: "o1")])) == [
                "0 CLICK_CONVERSION_ALREADY_EXISTS", "1 ORDER_ID_ALREADY_IN_USE",
            ])
    }

    @Test func `An upload that is only validated records nothing, and one without partial failure is refused`() throws {
        let answer = try upload([conversion("good"), conversion("unknown")], ["validateOnly": true])
        let refused = client.send("v25/customers/\(client.account):uploadClickConversions", ["conversions": []])

        #expect(faults(answer) == ["1 EVENT_NOT_FOUND"] && answer["results"] == nil)
        #expect(client.platform.state(7).conversions.isEmpty)
        #expect(refused.status == 400)
    }

    @Test func `The Data Manager takes all events or none and tells how it went`() throws {
        let destination: JSON = [
            "operatingAccount": ["accountType": "GOOGLE_ADS", "accountId": .string(client.account)], "productDestinationId": "700000001",
        ]
        let event: JSON = [
            "eventTimestamp": "2026-05-01T10:00:00Z", "adIdentifiers": ["gclid": "g"], "conversionValue": .number("5.5"), "currency": "EUR",
        ]
        func ingest(_ events: [JSON]) throws -> JSON {
            try client.send("v1/events:ingest", ["destinations": [destination], "events": .array(events)]).json()
        }

        let broken = try ingest([event, ["eventTimestamp": "soon"]])
        let taken = try ingest([event])
        let id = try #require(taken["requestId"]?.string)
        let status = try client.send("v1/requestStatus:retrieve?requestId=\(id)", method: "GET").json()

        #expect(broken.at("error.details")?.array?.first?["reason"] == "INVALID_EVENT")
        #expect(client.platform.state(7).conversions.count == 1)
        #expect(status["requestStatusPerDestination"]?.array?.first?["requestStatus"] == "SUCCESS")
    }

    @Test func `The names of fields become those of answers`() {
        #expect(GoogleAdsField.all["ad_group_criterion.quality_info.quality_score"]?.path == ["adGroupCriterion", "qualityInfo", "qualityScore"])
        #expect(GoogleAdsValue.amount(3_500_000).json == .number("3.5") && GoogleAdsValue.amount(4_000_000).json == .number("4"))
        #expect(GoogleAdsValue.whole(7).json == "7")
    }
}
