import Core
import Postgres

/// The SQL of campaigns.
enum CampaignStore {
    /// Documents, one more than asked for, so that the last page is known. They hold what the next page is found by, which only one row of a page is
    /// asked for: columns of their own for it would be made and sent with every row.
    static func page(_ tenant: TenantID, _ filter: CampaignFilter, _ page: PageRequest) -> Query {
        """
        SELECT document
        FROM marketing.campaigns
        WHERE tenant_id = \(tenant)
          AND NOT is_deleted\(conditions(filter))\(position(filter.sort, page.after))
        \(order(filter.sort))
        LIMIT \(page.limit + 1)
        """
    }

    static func count(_ tenant: TenantID, _ filter: CampaignFilter) -> Query {
        """
        SELECT count(*)
        FROM marketing.campaigns
        WHERE tenant_id = \(tenant)
          AND NOT is_deleted\(conditions(filter))
        """
    }

    static func one(_ tenant: TenantID, _ id: CampaignID) -> Query {
        """
        SELECT document
        FROM marketing.campaigns
        WHERE tenant_id = \(tenant)
          AND id = \(id)
          AND NOT is_deleted
        """
    }

    /// A campaign's facts, summed by period: first day of the period and the sums, and which settle.
    static func performance(_ tenant: TenantID, _ id: CampaignID, _ days: DayRange, _ period: Period) -> Query {
        """
        SELECT \(period.start), currency,
          sum(spend_micros)::bigint, sum(impressions)::bigint, sum(clicks)::bigint,
          trim_scale(sum(conversions))::text, sum(conversion_value_micros)::bigint, bool_and(settled_at IS NOT NULL)
        FROM marketing.ad_daily
        WHERE tenant_id = \(tenant)
          AND campaign_id = \(id)
          AND day BETWEEN \(days.first) AND \(days.last)
          AND breakdown = ''
          AND level = (
            SELECT level
            FROM marketing.ad_daily
            WHERE tenant_id = \(tenant)
              AND campaign_id = \(id)
              AND day BETWEEN \(days.first) AND \(days.last)
              AND breakdown = ''
            ORDER BY array_position(ARRAY['campaign', 'ad_group', 'ad'], level)
            LIMIT 1)
        GROUP BY 1, 2
        ORDER BY 1, 2
        """
    }

    private static func conditions(_ filter: CampaignFilter) -> Query {
        var conditions: Query = ""
        if let platform = filter.platform { conditions = "\(conditions) AND platform = \(platform)" }
        if let status = filter.status { conditions = "\(conditions) AND status = \(status.rawValue)" }
        if let account = filter.account { conditions = "\(conditions) AND account_id = \(account)" }
        return conditions
    }

    private static func position(_ sort: CampaignFilter.Sort, _ after: JSON?) -> Query {
        guard let after, let id = after["id"]?.string.flatMap({ CampaignID($0) }) else { return "" }
        let name = after["name"]?.string ?? ""
        return switch sort {
        case .id: " AND id > \(id)"
        case .name: " AND (COALESCE(name, ''), id) > (\(name), \(id))"
        case .nameDescending: " AND (COALESCE(name, ''), id) < (\(name), \(id))"
        }
    }

    private static func order(_ sort: CampaignFilter.Sort) -> Query {
        switch sort {
        case .id: "ORDER BY id"
        case .name: "ORDER BY COALESCE(name, ''), id"
        case .nameDescending: "ORDER BY COALESCE(name, '') DESC, id DESC"
        }
    }
}
