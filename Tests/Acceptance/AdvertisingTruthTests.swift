import Core
import Postgres
import Testing

extension Acceptance {
    /// What the advertising platforms of the simulated businesses brought in, held against the truth: structure, and figures by day, to the last cent.
    @Suite struct AdvertisingTruthTests {
        static let connections = [
            ("bloom", "meta"), ("bloom", "google-ads"), ("bloom", "tiktok"), ("bloom", "snapchat"), ("bloom", "linkedin"), ("north", "meta"),
            ("north", "google-ads"),
        ]
        private static let figures = ["spend_micros", "impressions", "clicks", "conversions", "value_micros"]

        @Test(arguments: connections)
        func `Accounts, campaigns, ad groups and ads equal the truth`(_ tenant: String, _ platform: String) async throws {
            let stored = try await StoredFigures(of: tenant)
            let truth = try await SimulatedTruth(of: tenant)

            let campaigns = try await SharedProduct.get().client(tenant).all("/api/v1/campaigns?platform=\(platform)")
            let accounts = try await stored.lines(
                """
                SELECT concat_ws('|', external_id, name, currency, time_zone)
                FROM marketing.ad_accounts
                WHERE tenant_id = \(stored.tenant)
                  AND platform = \(platform)
                """)
            let entities = try await stored.lines(
                """
                SELECT concat_ws('|', e.level, e.external_id, e.name)
                FROM (
                  SELECT 'campaign' AS level, external_id, name FROM marketing.campaigns WHERE tenant_id = \(stored.tenant) AND platform = \(platform)
                  UNION ALL
                  SELECT 'ad_group', external_id, name FROM marketing.ad_groups WHERE tenant_id = \(stored.tenant) AND platform = \(platform)
                  UNION ALL
                  SELECT 'ad', external_id, name FROM marketing.ads WHERE tenant_id = \(stored.tenant) AND platform = \(platform)
                ) e
                """)

            let listed = truth.list(platform, "entities") { $0["level"] == "campaign" }
            expectEqual(
                campaigns.map { "\(SimulatedTruth.plain($0["external_id"]))|\(SimulatedTruth.plain($0["name"]))" },
                SimulatedTruth.lines(listed, ["id", "name"]), "campaigns of the API")
            expectEqual(accounts, SimulatedTruth.lines(truth.list(platform, "accounts"), ["id", "name", "currency", "time_zone"]), "accounts")
            expectEqual(entities, SimulatedTruth.lines(truth.list(platform, "entities"), ["level", "id", "name"]), "entities")
        }

        @Test(arguments: connections)
        func `What each ad did each day, and what each account spent, equal the truth`(_ tenant: String, _ platform: String) async throws {
            let stored = try await StoredFigures(of: tenant)
            let truth = try await SimulatedTruth(of: tenant)
            // Performance Max has figures of campaigns alone.
            let wholeLevel = platform == "google-ads" ? "campaign" : "ad"

            let perAd = try await stored.lines(
                """
                SELECT concat_ws('|', d.day, a.external_id, d.spend_micros, d.impressions, d.clicks, coalesce(trim_scale(d.conversions), 0),
                  coalesce(d.conversion_value_micros, 0))
                FROM marketing.ad_daily d
                JOIN marketing.ads a ON a.tenant_id = d.tenant_id AND a.id = d.entity_id
                WHERE d.tenant_id = \(stored.tenant)
                  AND d.platform = \(platform)
                  AND d.level = 'ad'
                  AND d.breakdown = ''
                """)
            let perDay = try await stored.lines(
                """
                SELECT concat_ws('|', d.day, a.external_id, sum(d.spend_micros), sum(d.impressions), sum(d.clicks))
                FROM marketing.ad_daily d
                JOIN marketing.ad_accounts a ON a.tenant_id = d.tenant_id AND a.id = d.account_id
                WHERE d.tenant_id = \(stored.tenant)
                  AND d.platform = \(platform)
                  AND d.level = \(wholeLevel)
                  AND d.breakdown = ''
                GROUP BY d.day, a.external_id
                """)

            expectEqual(perAd, SimulatedTruth.lines(truth.list(platform, "facts"), ["day", "ad_id"] + Self.figures), "figures of ads")
            let days = SimulatedTruth.lines(truth.list(platform, "days"), ["day", "account_id", "spend_micros", "impressions", "clicks"])
            expectEqual(perDay, days, "days of accounts")
        }

        @Test(arguments: ["bloom", "north"])
        func `Keywords, what they did, and what people searched for equal the truth`(_ tenant: String) async throws {
            let stored = try await StoredFigures(of: tenant)
            let truth = try await SimulatedTruth(of: tenant)

            let keywords = try await stored.lines(
                """
                SELECT concat_ws('|', external_id, text, upper(match_type), CASE WHEN is_negative THEN 'true' ELSE 'false' END)
                FROM marketing.keywords
                WHERE tenant_id = \(stored.tenant)
                """)
            let perKeyword = try await stored.lines(
                """
                SELECT concat_ws('|', d.day, k.external_id, d.spend_micros, d.impressions, d.clicks, coalesce(trim_scale(d.conversions), 0),
                  coalesce(d.conversion_value_micros, 0))
                FROM marketing.keyword_daily d
                JOIN marketing.keywords k ON k.tenant_id = d.tenant_id AND k.id = d.keyword_id
                WHERE d.tenant_id = \(stored.tenant)
                """)
            let terms = try await stored.lines(
                """
                SELECT concat_ws('|', day, ad_group_external_id, search_term, spend_micros, impressions, clicks)
                FROM marketing.search_term_daily
                WHERE tenant_id = \(stored.tenant)
                """)

            expectEqual(keywords, SimulatedTruth.lines(truth.list("google-ads", "keywords"), ["id", "text", "match", "is_negative"]), "keywords")
            let facts = SimulatedTruth.lines(truth.list("google-ads", "keyword_facts"), ["day", "keyword_id"] + Self.figures)
            expectEqual(perKeyword, facts, "figures of keywords")
            let wanted = SimulatedTruth.lines(
                truth.list("google-ads", "search_terms"), ["day", "ad_group_id", "search_term", "spend_micros", "impressions", "clicks"])
            expectEqual(terms, wanted, "search terms")
        }
    }
}
