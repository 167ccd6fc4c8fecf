package import Core
package import Postgres
package import Sealing
package import Web

/// Orders, customers and products of a tenant, of all shops in one shape.
package struct Commerce: Sendable {
    let database: Database
    let keyring: KeyringSource

    /// - Parameter keyring: the keys of a tenant: they open the sealed personal fields of customers.
    package init(database: Database, keyring: @escaping KeyringSource) {
        self.database = database
        self.keyring = keyring
    }

    package var endpoints: [Endpoint] {
        OrderRoutes(database: database).endpoints + CustomerRoutes(database: database, keyring: keyring).endpoints
            + ProductRoutes(database: database).endpoints
    }
}

extension Access where Self == Permission {
    /// May see orders and products.
    package static var commerceRead: Permission { Permission("commerce:read") }
    /// May see customers with their names and addresses.
    package static var customersRead: Permission { Permission("customers:read") }
}
