import Core
import Testing

@testable import Simulator

/// The payment provider's view, called as the server calls it.
struct StripeTests {
    private let platform: StripePlatform
    private let business: SimulatedBusiness
    private let clock = Clock()

    init() { self.init { $0.throttledCalls = [] } }

    private init(_ change: (inout StripeSettings) -> Void) {
        var settings = StripeSettings()
        settings.callsPerSecond = 1_000_000
        change(&settings)
        platform = StripePlatform(settings)
        let until = Day(year: 2026, month: 5, day: 31) ?? Day(number: 20_604)
        business = SimulatedBusiness(seed: 7, days: 120, until: until, customers: 600)
    }

    private func get(
        _ path: String, _ parameters: [String: String] = [:], headers: [String: String] = [:], method: String = "GET"
    ) -> SimulatedResponse {
        let query = parameters.sorted { $0.key < $1.key }.map { "\(PercentText.encoded($0.key))=\(PercentText.encoded($0.value))" }
        let request = SimulatedRequest(method: method, target: "/v1/\(path)?\(query.joined(separator: "&"))", headers: headers)
        return platform.answer(request, business, token: "sim-7-x", now: clock.now)
    }

    /// All objects of a list, page by page, and how many pages there were.
    private func all(_ list: String, _ parameters: [String: String] = [:], limit: Int = 100) throws -> (objects: [JSON], pages: Int) {
        var objects: [JSON] = []
        var pages = 0
        var parameters = parameters.merging(["limit": "\(limit)"]) { $1 }
        while true {
            let page = try get(list, parameters).json()
            let data = try #require(page["data"]?.array, "\(page)")
            objects += data
            pages += 1
            guard page["has_more"]?.bool == true else { return (objects, pages) }
            parameters["starting_after"] = try #require(data.last?["id"]?.string)
        }
    }

    private func sum(_ objects: [JSON], _ name: String) -> Int64 { objects.reduce(0) { $0 + ($1[name]?.integer ?? 0) } * 10_000 }

    @Test func `Every list gives all its objects once, newest first`() throws {
        let expected = [
            "charges": business.payments.map(\.id), "refunds": business.paymentRefunds.map(\.id), "disputes": business.disputes.map(\.id),
            "payouts": business.payouts.map(\.id),
        ]
        for (list, ids) in expected {
            let (objects, _) = try all(list, limit: 37)
            let created = objects.compactMap { $0["created"]?.integer }
            #expect(objects.count == ids.count && Set(objects.compactMap { $0["id"]?.string }) == Set(ids))
            #expect(created == created.sorted(by: >))
        }
        #expect(!business.disputes.isEmpty && !business.paymentRefunds.isEmpty)
    }

    @Test func `The transactions are what the truth says, in gross, fee and net`() throws {
        let (transactions, pages) = try all("balance_transactions")
        let truth = StripeTruth(business).json["totals"]

        #expect(pages >= 8)
        for (kind, category) in [("charge", "charge"), ("refund", "refund"), ("payout", "payout")] {
            let own = transactions.filter { $0["reporting_category"]?.string == category }
            #expect(sum(own, "amount") == truth?[kind]?["gross_micros"]?.integer)
            #expect(sum(own, "fee") == truth?[kind]?["fee_micros"]?.integer)
        }
        #expect(sum(transactions, "net") == truth?["net_micros"]?.integer)
        #expect(transactions.allSatisfy { ($0["amount"]?.integer ?? 0) - ($0["fee"]?.integer ?? 0) == $0["net"]?.integer })
    }

    @Test func `A payout is the sum of its transactions`() throws {
        let payout = business.payouts[business.payouts.count / 2]

        let (transactions, _) = try all("balance_transactions", ["payout": payout.id])
        let items = transactions.filter { $0["type"]?.string != "payout" }

        #expect(sum(items, "net") == payout.amount)
        #expect(items.count == payout.items)
        #expect(sum(transactions, "net") == 0)
    }

    @Test func `The time of creation cuts a list into parts without gap or overlap`() throws {
        let times = business.payments.map(\.created.seconds)
        let (low, high) = (times[times.count / 3], times[times.count * 2 / 3])

        let before = try all("charges", ["created[lt]": "\(low)"]).objects
        let inside = try all("charges", ["created[gte]": "\(low)", "created[lt]": "\(high)"]).objects
        let after = try all("charges", ["created[gte]": "\(high)"]).objects

        #expect(before.count + inside.count + after.count == business.payments.count)
        #expect(inside.count == times.filter { $0 >= low && $0 < high }.count)
    }

    @Test func `What stands behind a transaction is written out where that was asked for`() throws {
        let plain = try get("balance_transactions", ["limit": "1", "type": "charge"]).json()["data"]?.array?.first
        let full = try get("balance_transactions", ["limit": "1", "type": "charge", "expand[]": "data.source"]).json()["data"]?.array?.first

        #expect(plain?["source"]?.string == full?["source"]?["id"]?.string)
        #expect(full?["source"]?["metadata"]?["order_id"]?.string == business.payments.last.map { "\(business.orders[$0.order].number)" })
    }

    @Test func `Pages go back as well`() throws {
        let ids = try all("charges").objects.compactMap { $0["id"]?.string }

        let page = try get("charges", ["ending_before": ids[10], "limit": "4"]).json()

        #expect(page["data"]?.array?.compactMap { $0["id"]?.string } == Array(ids[6..<10]))
        #expect(page["has_more"]?.bool == true)
        #expect(try get("charges").json()["data"]?.array?.count == 10)
    }

    @Test func `Events of the last thirty days hold the objects as they were`() throws {
        let (events, _) = try all("events", ["types[]": "charge.refunded"])
        let (disputes, _) = try all("events", ["types[]": "charge.dispute.closed"])
        let oldest = business.now.seconds - 30 * 86_400

        #expect(events.allSatisfy { $0["data"]?["object"]?["object"]?.string == "charge" && ($0["created"]?.integer ?? 0) >= oldest })
        let refunded = try #require(events.first { $0["type"]?.string == "charge.refunded" }?["data"]?["object"])
        #expect((refunded["amount_refunded"]?.integer ?? 0) > 0)
        let made = events.first { $0["type"]?.string == "charge.succeeded" && $0["data"]?["object"]?["id"] == refunded["id"] }
        #expect(made == nil || made?["data"]?["object"]?["amount_refunded"]?.integer == 0)
        #expect(disputes.allSatisfy { $0["data"]?["object"]?["object"]?.string == "dispute" })
        #expect(Set(events.map { $0["id"] }).count == events.count)
    }

    @Test func `Days that pass bring new objects and keep the old ones`() throws {
        let later = business.advanced(by: 3)
        let before = Set(try all("charges").objects.compactMap { $0["id"]?.string })

        let request = SimulatedRequest(target: "/v1/charges?limit=1")
        let newest = try platform.answer(request, later, token: "sim-7-x", now: clock.now).json()["data"]?.array?.first?["id"]?.string

        #expect(before.count == business.payments.count && newest.map(before.contains) == false)
        #expect(Set(later.payments.map(\.id)).isSuperset(of: before))
    }

    @Test func `The account names its zone, and one object can be asked for`() throws {
        let account = try get("account").json()
        let charge = try get("charges/\(business.payments[0].id)").json()

        #expect(account["settings"]?["dashboard"]?["timezone"] == "Europe/Berlin")
        #expect(charge["amount"]?.integer == business.payments[0].amount / 10_000)
        #expect(get("account", headers: ["stripe-account": account["id"]?.string ?? ""]).status == 200)
    }

    @Test(
        arguments: [
            ("charges/ch_0", [:], 404, "resource_missing"), ("charges", ["starting_after": "ch_0"], 400, "resource_missing"),
            ("charges", ["limit": "101"], 400, "parameter_invalid_integer"), ("charges", ["limit": "x"], 400, "parameter_invalid_integer"),
            ("charges", ["colour": "1"], 400, "parameter_unknown"), ("nothing", [:], 404, nil), ("charges", ["expand[]": "data.moon"], 400, nil),
        ] as [(String, [String: String], Int, String?)])
    func `A wrong call gets Stripe's envelope`(path: String, parameters: [String: String], status: Int, code: String?) throws {
        let answer = get(path, parameters)

        #expect(answer.status == status)
        #expect(try answer.json()["error"]?["code"]?.string == code)
        #expect(try answer.json()["error"]?["type"]?.string == "invalid_request_error")
        #expect(answer.header("Request-Id") != nil)
    }

    @Test func `A foreign account, a wrong version and a write are refused`() {
        #expect(get("charges", headers: ["stripe-account": "acct_other"]).status == 403)
        #expect(get("charges", headers: ["stripe-version": "soon"]).status == 400)
        #expect(get("charges", method: "POST").status == 404)
    }

    @Test func `Calls are throttled by their number and by their rate`() throws {
        let stripe = StripeTests {
            $0.throttledCalls = [2]
            $0.callsPerSecond = 3
            $0.retryAfterSeconds = 1
        }

        let answers = (0..<5).map { _ in stripe.get("account") }
        stripe.clock.move(by: .seconds(1))

        #expect(answers.map(\.status) == [200, 429, 200, 429, 429])
        #expect(try answers[1].json()["error"]?["code"]?.string == "rate_limit")
        #expect(answers[1].header("Retry-After") == "1" && answers[1].outcome == .throttled)
        #expect(stripe.get("account").status == 200)
    }

    @Test func `The key comes as a bearer or as the user of basic authentication`() {
        let bearer = SimulatedRequest(target: "/v1/account", headers: ["authorization": "Bearer sim-7-x"])
        // sim-7-x and a colon
        let basic = SimulatedRequest(target: "/v1/account", headers: ["authorization": "Basic c2ltLTcteDo="])

        #expect(platform.token(of: bearer) == "sim-7-x" && platform.token(of: basic) == "sim-7-x")
        #expect(platform.token(of: SimulatedRequest(target: "/v1/account")) == nil)
        #expect(platform.refusal().status == 401 && platform.expiry().status == 401 && platform.outage().status == 500)
    }
}
