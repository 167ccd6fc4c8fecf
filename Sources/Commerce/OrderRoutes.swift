import Core
import Postgres
import Web

/// HTTP of orders.
struct OrderRoutes {
    let database: Database

    var endpoints: [Endpoint] { [list, one] }

    private var list: Endpoint {
        Endpoint(
            .get, "/api/v1/orders", permission: .commerceRead, summary: "List orders, newest first", tag: "Commerce",
            query: OrderFilter.parameters, output: .page(of: .order)
        ) { call in
            let (page, filter) = call.query
            let rows = try await database.once(call.tenant, OrderStore.page(call.tenant, filter, page))
            return try Listing(documents: rows.count, limit: page.limit, total: try await total(call.tenant, filter)) { index in
                let (id, placedAt) = try rows[index].decode(OrderID.self, Instant.self)
                return ["id": .string(id.description), "placed_at": .string(placedAt.description)]
            } write: { index, writer in
                try rows[index].withUnsafeBytes(at: 2) { writer.raw($0) }
            }
        }
    }

    private var one: Endpoint {
        Endpoint(
            .get, "/api/v1/orders/{id}", permission: .commerceRead, summary: "Read one order with its lines and refunds", tag: "Commerce",
            path: .id("id", OrderID.self), output: .raw(Schema<OrderDetail>.orderDetail)
        ) { call in
            let rows = try await database.once(call.tenant, OrderStore.one(call.tenant, call.path))
            guard let row = rows.first else { throw Problem.notFound }
            return RawJSON(try row.bytes(at: 0) ?? [])
        }
    }

    private func total(_ tenant: TenantID, _ filter: OrderFilter) async throws -> JSON? {
        guard filter.wantsTotal else { return nil }
        return try await database.inTenant(tenant, .readOnly) { tx in
            let results = try await tx.pipeline([OrderStore.counts(tx.tenant, filter), OrderStore.revenue(tx.tenant, filter)])
            let counts = try results[0].first?.decode(Int64.self, Int64.self)
            let revenue = try results[1].map { row -> JSON in
                let (code, micros) = try row.decode(String.self, Int64.self)
                guard let currency = Currency(code) else { return .null }
                return [
                    "currency": .string(code), "amount_micros": .string(String(micros)),
                    "display": .string(Money(micros: micros, currency: currency).display),
                ]
            }
            return ["count": .integer(counts?.0 ?? 0), "customers": .integer(counts?.1 ?? 0), "revenue": .array(revenue)]
        }
    }
}
