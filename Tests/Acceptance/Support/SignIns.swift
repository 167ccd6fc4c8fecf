import Core

@testable import Web

/// People who are signed in to the shared product, each once: sign-ins are few a minute.
actor SignIns {
    static let shared = SignIns()
    private var clients: [String: Task<WebTestClient, any Error>] = [:]

    /// The first admin of a tenant.
    func admin(_ slug: String) async throws -> WebTestClient {
        try await client("admin of \(slug)") {
            let product = try await SharedProduct.get()
            let tenant = try product.tenant(slug)
            return try await product.anyone.signedIn(slug, tenant.email, tenant.password)
        }
    }

    /// Somebody of a tenant with a role; added where nobody has it yet.
    func person(_ role: String, of slug: String) async throws -> WebTestClient {
        if role == "admin" { return try await admin(slug) }
        let admin = try await admin(slug)
        return try await client("\(role) of \(slug)") {
            let email = "\(role)@\(slug).example"
            let password = "the-\(role)-\(String(UInt64.random(in: .min ... .max), radix: 36))-of-\(slug)"
            let input: JSON = ["email": .string(email), "role": .string(role), "password": .string(password)]
            let added = try await admin.patient("POST", "/api/v1/users", bytes: input.encoded())
            guard added.status == 201 else { throw RunningProduct.DidNotStart(description: "adding \(email): \(added.status) \(added.text)") }
            return try await SharedProduct.get().anyone.signedIn(slug, email, password)
        }
    }

    private func client(_ name: String, _ make: @escaping @Sendable () async throws -> WebTestClient) async throws -> WebTestClient {
        if let known = clients[name] { return try await known.value }
        let task = Task { try await make() }
        clients[name] = task
        return try await task.value
    }
}
