import Core
import Postgres
import Web

/// HTTP of campaigns.
struct CampaignRoutes {
    let database: Database

    var endpoints: [Endpoint] { [list, one, performance] }

    private var list: Endpoint {
        Endpoint(
            .get, "/api/v1/campaigns", permission: .campaignsRead, summary: "List campaigns of all platforms", tag: "Campaigns",
            query: CampaignFilter.parameters, output: .page(of: .campaign)
        ) { [database] call in
            let (page, filter) = call.query
            let rows = try await database.once(call.tenant, CampaignStore.page(call.tenant, filter, page))
            return try Listing(documents: rows.count, limit: page.limit, total: try await total(call.tenant, filter)) { index in
                let campaign = try JSON(parsing: rows[index].bytes(at: 0) ?? [], limits: .trusted)
                return ["id": campaign["id"] ?? "", "name": .string(campaign["name"]?.string ?? "")]
            } write: { index, writer in
                try rows[index].withUnsafeBytes(at: 0) { writer.raw($0) }
            }
        }
    }

    private func total(_ tenant: TenantID, _ filter: CampaignFilter) async throws -> JSON? {
        guard filter.wantsTotal else { return nil }
        let count = try await database.once(tenant, CampaignStore.count(tenant, filter)).first?.decode(Int64.self)
        return ["count": .integer(count ?? 0)]
    }

    private var one: Endpoint {
        Endpoint(
            .get, "/api/v1/campaigns/{id}", permission: .campaignsRead, summary: "Read one campaign", tag: "Campaigns",
            path: .id("id", CampaignID.self), output: .raw(Schema<Campaign>.campaign)
        ) { [database] call in
            let rows = try await database.once(call.tenant, CampaignStore.one(call.tenant, call.path))
            guard let row = rows.first else { throw Problem.notFound }
            return RawJSON(try row.bytes(at: 0) ?? [])
        }
    }

    private var performance: Endpoint {
        Endpoint(
            .get, "/api/v1/campaigns/{id}/performance", permission: .campaignsRead, summary: "Read how a campaign performs", tag: "Campaigns",
            path: .id("id", CampaignID.self), query: PerformanceQuery.parameters, output: .json(.performanceReport)
        ) { [database] call in
            try await database.inTenant(call.tenant, .readOnly) { tx in
                guard try await tx.first(CampaignStore.one(tx.tenant, call.path)) != nil else { throw Problem.notFound }
                let rows = try await tx.query(CampaignStore.performance(tx.tenant, call.path, call.query.days, call.query.period))
                return PerformanceReport(
                    campaign: call.path, days: call.query.days, period: call.query.period, rows: try rows.map { try Performance($0) })
            }
        }
    }
}
