import Core
import Postgres
import Testing

extension Acceptance {
    /// What mail, payments, web analytics and search of the simulated businesses brought in, held against the truth.
    @Suite struct PlatformTruthTests {
        @Test func `Mail: profiles, messages, their figures by day and every event equal the truth`() async throws {
            let stored = try await StoredFigures(of: "bloom")
            let truth = try await SimulatedTruth(of: "bloom")

            let profiles = try await stored.lines(
                """
                SELECT concat_ws('|', external_id, country, CASE WHEN is_email_subscribed THEN 'true' ELSE 'false' END)
                FROM commerce.profiles
                WHERE tenant_id = \(stored.tenant)
                """)
            let messages = try await stored.lines(
                "SELECT concat_ws('|', external_id, kind, name) FROM marketing.messages WHERE tenant_id = \(stored.tenant)")
            let figures = try await stored.lines(
                """
                SELECT concat_ws('|', d.day, m.external_id, d.recipients, d.delivered, d.opens, d.unique_opens, d.clicks, d.unique_clicks, d.bounces,
                  d.unsubscribes, d.spam_complaints, trim_scale(d.conversions), d.revenue_micros)
                FROM marketing.message_daily d
                JOIN marketing.messages m ON m.tenant_id = d.tenant_id AND m.id = d.message_id
                WHERE d.tenant_id = \(stored.tenant)
                """)
            let events = try await stored.records("klaviyo_events", ["metric"])

            expectEqual(profiles, SimulatedTruth.lines(truth.list("klaviyo", "profiles"), ["id", "country", "is_email_subscribed"]), "profiles")
            expectEqual(messages, SimulatedTruth.lines(truth.list("klaviyo", "messages"), ["id", "kind", "name"]), "messages")
            let names = [
                "day", "message_id", "recipients", "delivered", "opens", "unique_opens", "clicks", "unique_clicks", "bounces", "unsubscribes",
                "spam_complaints", "conversions", "revenue_micros",
            ]
            expectEqual(figures, SimulatedTruth.lines(truth.list("klaviyo", "facts"), names), "figures of messages")
            #expect(Dictionary(grouping: events) { $0 }.mapValues(\.count) == Self.events(truth))
        }

        /// How many events of each metric there are.
        private static func events(_ truth: SimulatedTruth) -> [String: Int] {
            func sum(_ name: String) -> Int { truth.list("klaviyo", "days").reduce(0) { $0 + Int($1[name]?.integer ?? 0) } }
            return [
                "Received Email": sum("delivered"), "Opened Email": sum("opens"), "Clicked Email": sum("clicks"), "Bounced Email": sum("bounces"),
                "Unsubscribed from Email Marketing": sum("unsubscribes"), "Marked Email as Spam": sum("spam_complaints"),
                // Every order that is no test was paid for once.
                "Placed Order": truth.list("stripe", "charges").count,
            ]
        }

        @Test func `Mail: the sums of a metric by channel are those of its events, with what belongs to no channel`() async throws {
            let stored = try await StoredFigures(of: "bloom")

            let sums = try await stored.lines(
                """
                SELECT concat_ws('|', document ->> 'day', trim_scale(sum((document ->> 'count')::numeric)))
                FROM ingest.records
                WHERE tenant_id = \(stored.tenant)
                  AND stream = 'klaviyo_metric_daily'
                GROUP BY document ->> 'day'
                """)
            let events = try await stored.lines(
                """
                SELECT concat_ws('|', document ->> 'day', count(*))
                FROM ingest.records
                WHERE tenant_id = \(stored.tenant)
                  AND stream = 'klaviyo_events'
                  AND document ->> 'metric' = 'Placed Order'
                GROUP BY document ->> 'day'
                """)
            let unattributed = try await stored.records("klaviyo_metric_daily", ["value"]).filter(\.isEmpty)

            expectEqual(sums, events, "orders by day")
            #expect(!unattributed.isEmpty)
        }

        @Test(arguments: ["bloom", "north"])
        func `No row of the business is rejected`(_ tenant: String) async throws {
            let stored = try await StoredFigures(of: tenant)

            let rejected = try await stored.lines(
                """
                SELECT concat_ws('|', c.connector, r.stream, r.field, r.reason, count(*))
                FROM ingest.rejects r
                JOIN ingest.syncs s ON s.tenant_id = r.tenant_id AND s.id = r.sync_id
                JOIN ingest.connections c ON c.tenant_id = s.tenant_id AND c.id = s.connection_id
                WHERE r.tenant_id = \(stored.tenant)
                GROUP BY c.connector, r.stream, r.field, r.reason
                """)
            let counted = try await stored.lines(
                """
                SELECT concat_ws('|', c.connector, s.rows_rejected)
                FROM ingest.syncs s
                JOIN ingest.connections c ON c.tenant_id = s.tenant_id AND c.id = s.connection_id
                WHERE s.tenant_id = \(stored.tenant)
                  AND s.rows_rejected > 0
                """)

            #expect(rejected == [])
            #expect(counted == [])
        }

        @Test(arguments: ["bloom", "north"])
        func `Payments: charges, refunds, disputes and payouts equal the truth, and so does the balance`(_ tenant: String) async throws {
            let stored = try await StoredFigures(of: tenant)
            let truth = try await SimulatedTruth(of: tenant)

            let booked = try await stored.lines(
                """
                SELECT concat_ws('|', external_id, source_external_id, order_external_id, gross_micros, fee_micros, net_micros, currency, day)
                FROM commerce.transactions
                WHERE tenant_id = \(stored.tenant)
                  AND kind = 'charge'
                """)
            let sums = try await stored.lines(
                """
                SELECT concat_ws('|', kind, count(*), sum(gross_micros), sum(fee_micros), sum(net_micros))
                FROM commerce.transactions
                WHERE tenant_id = \(stored.tenant)
                GROUP BY kind
                """)
            let charges = try await stored.records("stripe_charges", ["id", "order_id", "amount_micros"])
            let refunds = try await stored.records("stripe_refunds", ["id", "charge_id", "amount_micros", "created_at"])
            let disputes = try await stored.records("stripe_disputes", ["id", "charge_id", "amount_micros", "status"])
            let payouts = try await stored.records("stripe_payouts", ["id", "amount_micros", "arrives_on", "status"])

            let names = ["transaction_id", "id", "order_id", "amount_micros", "fee_micros", "net_micros", "currency", "day"]
            expectEqual(booked, SimulatedTruth.lines(truth.list("stripe", "charges"), names), "transactions of charges")
            expectEqual(sums, Self.totals(truth), "sums")
            expectEqual(charges, SimulatedTruth.lines(truth.list("stripe", "charges"), ["id", "order_id", "amount_micros"]), "charges")
            expectEqual(
                refunds, SimulatedTruth.lines(truth.list("stripe", "refunds"), ["id", "charge_id", "amount_micros", "created_at"]), "refunds")
            #expect(Set(disputes) == Set(SimulatedTruth.lines(truth.list("stripe", "disputes"), ["id", "charge_id", "amount_micros", "status"])))
            expectEqual(payouts, SimulatedTruth.lines(truth.list("stripe", "payouts"), ["id", "amount_micros", "arrives_on", "status"]), "payouts")
        }

        /// One line for each kind of transaction that there is.
        private static func totals(_ truth: SimulatedTruth) -> [String] {
            ["charge", "refund", "dispute", "payout"].compactMap { kind in
                guard let total = truth["stripe"]["totals"]?[kind], total["count"] != 0 else { return nil }
                return ([JSON.string(kind)] + ["count", "gross_micros", "fee_micros", "net_micros"].map { total[$0] }).map(SimulatedTruth.plain)
                    .joined(separator: "|")
            }
        }

        @Test(arguments: ["bloom", "north"])
        func `The web: sessions, events and visitors' traits equal the truth`(_ tenant: String) async throws {
            let stored = try await StoredFigures(of: tenant)
            let truth = try await SimulatedTruth(of: tenant)

            let sessions = try await stored.lines(
                """
                SELECT concat_ws('|', day, source, medium, campaign, sessions, users, new_users, engaged_sessions, trim_scale(conversions), revenue_micros)
                FROM marketing.web_daily
                WHERE tenant_id = \(stored.tenant)
                """)
            let events = try await stored.lines(
                """
                SELECT concat_ws('|', day, event_name, sum(event_count), sum(coalesce(value_micros, 0)))
                FROM marketing.web_events
                WHERE tenant_id = \(stored.tenant)
                GROUP BY day, event_name
                """)
            let traits = try await stored.lines(
                """
                SELECT concat_ws('|', day, CASE dimension WHEN 'device' THEN 'deviceCategory' ELSE dimension END, value, sessions, users, new_users,
                  engaged_sessions, trim_scale(conversions))
                FROM marketing.web_demographics
                WHERE tenant_id = \(stored.tenant)
                  AND dimension IN ('country', 'device')
                """)

            let counts = ["sessions", "users", "new_users", "engaged_sessions", "conversions"]
            let sessionsTrue = truth.list("google-analytics", "sessions")
            expectEqual(
                sessions, SimulatedTruth.lines(sessionsTrue, ["day", "source", "medium", "campaign"] + counts + ["revenue_micros"]), "sessions")
            expectEqual(events, SimulatedTruth.lines(truth.list("google-analytics", "events"), ["day", "event", "count", "value_micros"]), "events")
            let traitsTrue = truth.list("google-analytics", "demographics") { ["country", "deviceCategory"].contains($0["dimension"]?.string) }
            expectEqual(traits, SimulatedTruth.lines(traitsTrue, ["day", "dimension", "value"] + counts), "traits")
        }

        @Test func `Search: clicks and impressions of every final day equal the truth, whole and as far as queries are told`() async throws {
            let stored = try await StoredFigures(of: "bloom")
            let truth = try await SimulatedTruth(of: "bloom")
            let last = truth["search-console"]["last_final_day"]?.string ?? ""

            let whole = try await stored.records("search_console_totals", ["day", "clicks", "impressions"]).filter { $0.prefix(10) <= last }
            let told = try await stored.lines(
                """
                SELECT concat_ws('|', day, sum(clicks), sum(impressions))
                FROM marketing.search_daily
                WHERE tenant_id = \(stored.tenant)
                GROUP BY day
                """
            ).filter { $0.prefix(10) <= last }

            let days = truth.list("search-console", "days") { $0["day"]?.string ?? "" <= last }
            expectEqual(whole, SimulatedTruth.lines(days, ["day", "clicks", "impressions"]), "whole days")
            expectEqual(told, SimulatedTruth.lines(days, ["day", "told_clicks", "told_impressions"]), "days by queries")
        }
    }
}
