import Core
import Postgres
import Sealing
import Web

/// HTTP of customers. Their names and addresses are personal data: reading them is an audit event.
struct CustomerRoutes {
    let database: Database
    let keyring: KeyringSource

    var endpoints: [Endpoint] { [list, one] }

    private var list: Endpoint {
        Endpoint(
            .get, "/api/v1/customers", permission: .customersRead, summary: "List customers", tag: "Commerce",
            query: .page(parameter("email", .optional(.email), "Only the customer with this address.")), output: .page(of: .customer)
        ) { call in
            let (page, email) = call.query
            let keys = try await keyring(call.tenant)
            let index = email.map { keys.blindIndex.digest(of: BlindIndex.normalizedEmail($0), column: "email") }
            let rows = try await database.once(call.tenant, CustomerStore.page(call.tenant, emailIndex: index, page))
            let customers = try rows.map { try Customer($0, keys) }
            call.audit("customers.list", resource: "customer")
            return Listing(Page(reading: customers, limit: page.limit) { ["id": .string($0.id.description)] })
        }
    }

    private var one: Endpoint {
        Endpoint(
            .get, "/api/v1/customers/{id}", permission: .customersRead, summary: "Read one customer", tag: "Commerce",
            path: .id("id", CustomerID.self), output: .json(.customer)
        ) { call in
            guard let row = try await database.once(call.tenant, CustomerStore.one(call.tenant, call.path)).first else { throw Problem.notFound }
            call.audit("customers.read", resource: "customer", id: call.path.description)
            return try Customer(row, try await keyring(call.tenant))
        }
    }
}
