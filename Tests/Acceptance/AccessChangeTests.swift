import Core
import Testing

@testable import Web

extension Acceptance {
    /// Who may do what follows the manifest, and not the token that somebody happens to hold.
    @Suite struct AccessChangeTests {
        @Test func `A manifest that takes a right away takes it from tokens that are about`() async throws {
            let product = try await SharedProduct.get()
            let manifest = try Manifest()
            try await manifest.apply(product, roles: "keeper: [users:read, keys:read]", role: "keeper")
            let keeper = try await manifest.person(product)
            let before = try await keeper.patient("GET", "/api/v1/users").status

            try await manifest.apply(product, roles: "keeper: [keys:read]", role: "keeper")
            try await Self.becomes(403) { try await keeper.patient("GET", "/api/v1/users").status }
            let other = try await keeper.patient("GET", "/api/v1/api-keys").status
            try await manifest.apply(product, roles: "keeper: [keys:read]", role: "viewer")
            try await Self.becomes(403) { try await keeper.patient("GET", "/api/v1/api-keys").status }
            let me = try await keeper.patient("GET", "/api/v1/auth/me")

            #expect(before == 200)
            #expect(other == 200)
            #expect(me.json["roles"]?.array == ["viewer"])
        }

        /// Within a moment, and long before what a server remembers runs out by itself.
        private static func becomes(_ status: Int, _ ask: () async throws -> Int) async throws {
            let end = ContinuousClock.now + .seconds(10)
            var last = 0
            while ContinuousClock.now < end {
                last = try await ask()
                if last == status { return }
                try await Task.sleep(for: .milliseconds(20))
            }
            Issue.record("it is still \(last)")
        }

        /// A tenant with one role of its own and one person.
        private struct Manifest {
            private let folder: TemporaryFolder

            init() throws { folder = try TemporaryFolder() }

            func apply(_ product: RunningProduct, roles: String, role: String) async throws {
                try folder.write(
                    """
                    tenant: shift
                    name: Shift
                    plan: growth
                    currency: EUR
                    time_zone: UTC
                    roles:
                      \(roles)
                    users:
                      - { email: admin@shift.example, role: admin }
                      - { email: kim@shift.example, role: \(role) }

                    """, "shift.yaml")
                let applied = try await Tactics.run(["tenant", "apply", folder.path], environment: try product.settings)
                #expect(applied.succeeded, "\(applied.errors)")
            }

            func person(_ product: RunningProduct) async throws -> WebTestClient {
                let set = try await Tactics.run(["user", "password", "shift", "kim@shift.example"], environment: try product.settings)
                let password = try #require(set.output.split(separator: ": ").last).filter { !$0.isWhitespace }
                return try await product.anyone.signedIn("shift", "kim@shift.example", password)
            }
        }
    }
}
