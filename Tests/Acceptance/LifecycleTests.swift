import Core
import Foundation
import Glibc
import Testing

@testable import Web

extension Acceptance {
    @Suite struct LifecycleTests {
        @Test func `Once all is up, scripts are told the address, the processes and the sign-ins`() async throws {
            let product = try await SharedProduct.get()

            let ready = try product.ready
            let attributes = try FileManager.default.attributesOfItem(atPath: product.readyFile)

            #expect(ready["base_url"]?.string?.hasPrefix("http://127.0.0.1:") == true)
            #expect(ready["pids"]?.members?.map(\.name).sorted() == ["postgres", "redis", "serve", "simulate", "work"])
            for (name, pid) in try product.pids { #expect(kill(pid, 0) == 0, "\(name)") }
            #expect(try product.tenants.map(\.slug) == ["bloom", "cdnow", "north"])
            #expect(attributes[.posixPermissions] as? Int == 0o600)
            for tenant in try product.tenants {
                let byKey = try await product.client(tenant.slug).send(.get, "/api/v1/auth/me")
                let byPassword = try await SignIns.shared.admin(tenant.slug).send(.get, "/api/v1/auth/me")
                #expect(byKey.json["tenant_id"]?.string == tenant.id.description)
                #expect(byPassword.json["user"]?["email"]?.string == tenant.email)
            }
        }

        @Test func `A second start in the same folder is refused in one sentence`() async throws {
            let product = try await SharedProduct.get()

            let second = try await Tactics.run(["up", "--dir", product.folder, "--port", "0"])

            #expect(second.ending == .exit(1))
            #expect(second.complaints.count == 1, "\(second.errors)")
            #expect(second.errors.contains("already runs in \(product.folder) (process \(product.pid))"))
        }

        @Test func `SIGTERM stops every process, and the next start finds everything again`() async throws {
            let tenants = try CornerShop()
            let first = try await RunningProduct.start(tenants: tenants.folder)
            defer { first.removeData() }
            let pids = try first.pids
            let tenant = try first.tenant("corner")
            let orders = try await first.client("corner").send(.get, "/api/v1/orders?include=total")
            #expect(orders.json["total"]?["count"] == 3)

            let ending = await first.stop()

            #expect(ending == .exit(0), "\(first.printed)")
            #expect(pids.count == 5)
            for (name, pid) in pids { #expect(kill(pid, 0) == -1, "\(name) still runs") }

            let clock = ContinuousClock.now
            let second = try await RunningProduct.start(tenants: tenants.folder, folder: first.folder)
            print("A second start took \(ContinuousClock.now - clock).")

            #expect(try second.tenant("corner").apiKey == tenant.apiKey)
            let same = try await second.client("corner").send(.get, "/api/v1/orders?include=total")
            #expect(same.body == orders.body)
            await second.stop()
        }
    }
}

/// Manifests of one small tenant with a file of three purchases.
struct CornerShop {
    private let files: TemporaryFolder
    var folder: String { files.path }

    init() throws {
        files = try TemporaryFolder()
        try files.write(
            "customer date quantity value\n 00001 19970101  1   11.77\n 00002 19970112  1   12.00\n 00002 19970112  5   77.00\n", "log.txt")
        try files.write(
            """
            tenant: corner
            name: Corner Shop
            plan: growth
            currency: EUR
            time_zone: Europe/Berlin
            users:
              - { email: admin@corner.example, role: admin }
            connections:
              - connector: files
                name: Purchase log
                config:
                  source: upload
                  format: fixed
                  time_zone: UTC
                  currency: EUR
                  maps_to: orders
                  columns: { customer: 1, day: 2, quantity: 3, value: 4 }
                upload: log.txt
                schedule: every 24h

            """, "corner.yaml")
    }
}
