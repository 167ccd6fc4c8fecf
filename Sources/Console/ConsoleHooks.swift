package import Core

/// How the console shows and makes the hooks of connections; the application fills it in.
package struct ConsoleHooks: Sendable {
    /// Whether a connector's platform delivers anything.
    package typealias Takes = @Sendable (_ connector: String) -> Bool
    /// The address of a connection's hook as far as it is no secret.
    package typealias Address = @Sendable (TenantID, ConnectionID) -> String
    /// Makes a hook, or gives it a new address: the whole of it. Throws a `DomainError` (404, 409).
    package typealias Make = @Sendable (TenantID, ConnectionID, _ secret: Secret?) async throws -> Secret

    let takes: Takes
    let address: Address
    let make: Make

    package init(takes: @escaping Takes, address: @escaping Address, make: @escaping Make) {
        self.takes = takes
        self.address = address
        self.make = make
    }
}
