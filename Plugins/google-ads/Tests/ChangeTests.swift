import ConnectorKit
import Testing

@testable import GoogleAdsConnector

@Suite struct ChangeTests {
    private let google = GoogleAdsReplay()
    private let campaign = Operation.Target(accountID: "1110000001", level: "campaign", id: "100")

    private func state(_ resource: String, _ row: String) { google.answer(from: resource, with: .init("[{\"results\":[\(row)]}]")) }

    private func ownBudget(shared: Bool = false, period: String = "DAILY") {
        state(
            "campaign",
            #"{"customer":{"currencyCode":"EUR"},"campaign":{"id":"100","status":"ENABLED","campaignBudget":"customers/1110000001/campaignBudgets/500"},"campaignBudget":{"amountMicros":"5000000","period":"\#(period)","explicitlyShared":\#(shared)}}"#
        )
    }

    private func write(
        _ name: String, _ target: Operation.Target, _ parameters: String = "{}", dryRun: Bool = false, config: String? = nil
    ) throws -> OperationResult {
        try google.replay.write(GoogleAds.self, name, target: target, parameters: parameters, dryRun: dryRun, config: config ?? google.config)
    }

    private var mutation: Replay.Sent? { google.replay.requests.last { $0.url.hasSuffix(":mutate") } }

    @Test func `A budget is set, and the result says what was, what is and what undoes it`() throws {
        ownBudget()
        google.replay.answer("campaignBudgets:mutate", with: .init(#"{"results":[{"resourceName":"customers/1110000001/campaignBudgets/500"}]}"#))

        let result = try write("set_budget", campaign, #"{"daily_budget_micros":7500000,"currency":"EUR"}"#)

        #expect(result.applied)
        #expect(result.before.json == #"{"daily_budget_micros":5000000}"# && result.after.json == #"{"daily_budget_micros":7500000}"#)
        #expect(result.inverse?.name == "set_budget" && result.inverse?.target == campaign)
        #expect(result.inverse?.parameters.json == #"{"daily_budget_micros":5000000,"currency":"EUR"}"#)
        #expect(
            mutation?.text
                == #"{"operations":[{"updateMask":"amount_micros","update":{"resourceName":"customers/1110000001/campaignBudgets/500","amountMicros":"7500000"}}],"validateOnly":false}"#
        )
    }

    @Test func `A dry run has Google validate the change and makes none`() throws {
        ownBudget()
        google.replay.answer("campaignBudgets:mutate", with: .init("{}"))

        let result = try write("set_budget", campaign, #"{"daily_budget_micros":7500000}"#, dryRun: true)

        #expect(!result.applied && result.after.text("daily_budget_micros") == "7500000" && result.notes.count == 1)
        #expect(mutation?.text.contains(#""validateOnly":true"#) == true)
    }

    @Test func `What Google refuses to change is a failure`() {
        ownBudget()
        google.replay.answer("campaignBudgets:mutate", with: GoogleAdsReplay.error("campaignBudgetError.NON_MULTIPLE_OF_MINIMUM_CURRENCY_UNIT"))

        #expect(throws: ConnectorFailure.self) { try write("set_budget", campaign, #"{"daily_budget_micros":7500001}"#) }
    }

    @Test func `Budgets that are shared, of a period or of another currency are left alone`() {
        ownBudget()
        #expect(throws: ConnectorFailure(.permanent, "The account counts in EUR, the operation in USD.")) {
            try write("set_budget", campaign, #"{"daily_budget_micros":1000000,"currency":"USD"}"#)
        }
        for (shared, period) in [(true, "DAILY"), (false, "CUSTOM_PERIOD")] {
            let other = ChangeTests()
            other.ownBudget(shared: shared, period: period)
            #expect(throws: ConnectorFailure.self) { try other.write("set_budget", campaign, #"{"daily_budget_micros":1000000}"#) }
            #expect(other.mutation == nil)
        }
    }

    @Test func `Each level is paused and resumed under its own name`() throws {
        google.replay.answer(":mutate", with: .init("{}"))
        state("campaign", #"{"campaign":{"id":"100","status":"ENABLED"}}"#)
        state("ad_group", #"{"adGroup":{"id":"200","status":"PAUSED"}}"#)
        state("ad_group_ad", #"{"adGroup":{"id":"200"},"adGroupAd":{"status":"ENABLED","ad":{"id":"300"}}}"#)
        state("ad_group_criterion", #"{"adGroup":{"id":"200"},"adGroupCriterion":{"criterionId":"400","status":"ENABLED"}}"#)

        let paused = try write("pause", campaign)
        let resumed = try write("resume", .init(accountID: "111-000-0001", level: "ad_group", id: "200"))
        try #require(mutation?.text.contains("customers/1110000001/adGroups/200") == true)
        _ = try write("pause", .init(level: "ad", id: "300"))
        try #require(mutation?.text.contains("customers/1110000001/adGroupAds/200~300") == true)
        _ = try write("pause", .init(level: "keyword", id: "200~400"))

        #expect(
            mutation?.text.contains("customers/1110000001/adGroupCriteria/200~400") == true
                && mutation?.url.hasSuffix("adGroupCriteria:mutate") == true)
        #expect(paused.before.text("status") == "active" && paused.after.text("status") == "paused" && paused.inverse?.name == "resume")
        #expect(resumed.after.text("status") == "active" && resumed.inverse?.name == "pause")
    }

    @Test func `What is so already is not sent, what was removed is refused`() throws {
        state("campaign", #"{"campaign":{"id":"100","status":"PAUSED"}}"#)
        state("ad_group", #"{"adGroup":{"id":"200","status":"REMOVED"}}"#)

        let result = try write("pause", campaign)

        #expect(!result.applied && result.inverse == nil && mutation == nil)
        #expect(throws: ConnectorFailure.self) { try write("resume", .init(level: "ad_group", id: "200")) }
    }

    @Test func `Bids of ad groups and keywords are set`() throws {
        google.replay.answer(":mutate", with: .init("{}"))
        state("ad_group", #"{"customer":{"currencyCode":"EUR"},"adGroup":{"id":"200","status":"ENABLED","cpcBidMicros":"1500000"}}"#)
        state("ad_group_criterion", #"{"customer":{"currencyCode":"EUR"},"adGroupCriterion":{"criterionId":"400","status":"ENABLED"}}"#)

        let group = try write("set_bid", .init(level: "ad_group", id: "200"), #"{"bid_micros":900000}"#)
        let keyword = try write("set_bid", .init(level: "keyword", id: "200~400"), #"{"bid_micros":800000}"#)

        #expect(group.before.text("bid_micros") == "1500000" && group.inverse?.parameters.text("bid_micros") == "1500000")
        #expect(keyword.after.text("bid_micros") == "800000" && keyword.inverse == nil)
        #expect(mutation?.text.contains(#""updateMask":"cpc_bid_micros""#) == true)
    }

    @Test func `Ids from outside can not change a query`() {
        for id in ["100 OR 1=1", "", "1~2~3", "x"] {
            #expect(throws: ConnectorFailure.self) { try write("pause", .init(level: "campaign", id: id)) }
        }
        #expect(throws: ConnectorFailure.self) { try write("pause", .init(level: "creative", id: "1")) }
        #expect(throws: ConnectorFailure.self) { try write("set_budget", .init(level: "ad_group", id: "1"), #"{"daily_budget_micros":1}"#) }
        #expect(throws: ConnectorFailure.self) { try write("set_bid", campaign, #"{"bid_micros":1}"#) }
        #expect(throws: ConnectorFailure(.permanent, "There is no operation \"explode\".")) { try write("explode", campaign) }
        #expect(google.replay.requests.isEmpty)
    }

    @Test func `Only accounts that the connection reads are written to, through their manager`() throws {
        google.answer(from: "customer_client", with: GoogleAdsReplay.fixture("clients"))
        google.replay.answer(":mutate", with: .init("{}"))
        state("campaign", #"{"campaign":{"id":"100","status":"ENABLED"}}"#)
        let config = #"{"login_customer_id":"9990000001"}"#

        _ = try write("pause", .init(accountID: "1110000002", level: "campaign", id: "100"), config: config)

        #expect(mutation?.url.contains("customers/1110000002/campaigns:mutate") == true)
        #expect(mutation?.headers.contains { $0 == ("login-customer-id", "9990000001") } == true)
        #expect(throws: ConnectorFailure(.permanent, "The connection does not reach the account 5550000005.")) {
            try write("pause", .init(accountID: "5550000005", level: "campaign", id: "100"), config: config)
        }
    }

    @Test func `The operations are those of the manifest`() throws {
        let manifest = try JSONDocument(GoogleAds.manifest).root

        #expect(manifest["operations"].elements.map { $0["name"].string } == GoogleAds.operations)
        #expect(try google.replay.offers(GoogleAds.self) == (true, false))
    }
}
