import Core
import Foundation
import Postgres
import Testing

@testable import App
@testable import Web

extension Acceptance {
    /// What is wrong before it begins is refused as a whole, with a sentence that says what to do.
    @Suite struct RefusalTests {
        @Test func `A manifest with faults names file, line and column, and nothing at all is applied`() async throws {
            let product = try await SharedProduct.get()
            let folder = try TemporaryFolder()
            try folder.write(Self.manifest("alpha"), "alpha.yaml")
            try folder.write(Self.manifest("beta").replacing("plan: growth", with: "plan: gigantic\nsurprise: 1"), "beta.yaml")
            let settings = try product.settings

            let applied = try await Tactics.run(["tenant", "apply", folder.path], environment: settings)
            let listed = try await Tactics.run(["tenant", "list"], environment: settings)

            #expect(applied.ending == .exit(1), "\(applied.output) \(applied.errors)")
            #expect(applied.errors.contains("beta.yaml:3:"), "\(applied.errors)")
            #expect(applied.errors.contains("beta.yaml:4:1: "), "\(applied.errors)")
            #expect(!applied.errors.contains("alpha.yaml"))
            #expect(listed.succeeded && listed.output.contains("bloom") && !listed.output.contains("alpha") && !listed.output.contains("beta"))
        }

        @Test func `A manifest whose secret is missing leaves nothing of its tenant behind`() async throws {
            let product = try await SharedProduct.get()
            let folder = try TemporaryFolder()
            let connection = """
                connections:
                  - connector: meta
                    name: Ads
                    config: { attribution: 7d_click }
                    credential: { secret: NOBODY_KNOWS_THIS }

                """
            try folder.write(Self.manifest("gamma") + connection, "gamma.yaml")

            let applied = try await Tactics.run(["tenant", "apply", folder.path], environment: try product.settings)

            #expect(applied.ending == .exit(1))
            #expect(applied.errors.contains("NOBODY_KNOWS_THIS"), "\(applied.errors)")
            let database = try ProductDatabase(product)
            #expect(try await database.value("SELECT count(*) FROM core.tenants WHERE slug = 'gamma'", as: Int.self) == 0)
        }

        @Test func `serve and work refuse a database that is behind, and one that is ahead`() async throws {
            let product = try await SharedProduct.get()
            let server = try ProductDatabase(product)
            try? await server.execute("DROP DATABASE IF EXISTS other WITH (FORCE)")
            try await server.execute("CREATE DATABASE other TEMPLATE template0")
            let other = try ProductDatabase(product, database: "other")
            let settings = try Self.settings(product, database: "other")

            for role in ["serve", "work"] {
                let behind = try await Tactics.run([role], environment: settings)
                #expect(behind.ending == .exit(1), "\(behind.errors)")
                #expect(behind.errors.contains("tactics migrate"), "\(behind.errors)")
            }
            let migrated = try await Tactics.run(["migrate"], environment: settings)
            #expect(migrated.succeeded, "\(migrated.errors)")
            let again = try await Tactics.run(["migrate"], environment: settings)
            #expect(again.output.contains("up to date"), "\(again.output)")
            try await other.rows("INSERT INTO core.schema_migrations (name, checksum) VALUES ('9999_from_the_future.sql', repeat('0', 64))")
            for role in ["serve", "work"] {
                let ahead = try await Tactics.run([role], environment: settings)
                #expect(ahead.ending == .exit(1), "\(ahead.errors)")
                #expect(ahead.errors.contains("newer") && ahead.errors.contains("9999_from_the_future"), "\(ahead.errors)")
            }
            try await other.drop()
        }

        @Test func `serve refuses a role that could see two tenants, and a running one says so (statement 5)`() async throws {
            let product = try await SharedProduct.get()
            let database = try ProductDatabase(product)
            var settings = try product.settings
            settings[Setting.port.name] = "0"
            settings[Setting.metricsPort.name] = "0"

            try await database.execute("ALTER ROLE tactics_app BYPASSRLS")
            let refused = try await Tactics.run(["serve"], environment: settings)
            let health = try await product.anyone.send(.get, "/health")
            try await database.execute("ALTER ROLE tactics_app NOBYPASSRLS")
            let healed = try await product.anyone.send(.get, "/health")

            #expect(refused.ending == .exit(1))
            #expect(refused.errors.contains("Tenants are not kept apart"), "\(refused.errors)")
            #expect(health.status == 503 && health.faults.contains { $0.hasPrefix("/isolation ") }, "\(health.text)")
            #expect(healed.status == 200)
        }

        @Test func `serve refuses to sign in as somebody else than its own role`() async throws {
            let product = try await SharedProduct.get()
            var settings = try product.settings
            settings[Setting.databaseURL.name] = ProductDatabase.url(
                product, role: "postgres", password: try Credentials.load(product.layout).postgresAdmin)

            let refused = try await Tactics.run(["serve"], environment: settings)

            #expect(refused.ending == .exit(1))
            #expect(refused.errors.contains("it must sign in as tactics_app"), "\(refused.errors)")
        }

        @Test func `Settings that are missing or too short are told all at once (statement 15)`() async throws {
            let settings = [
                Setting.tokenKeys.name: "t1:c2hvcnQ=", Setting.masterKey.name: "nonsense", "PATH": "/usr/bin:/bin",
            ]

            let refused = try await Tactics.run(["serve"], environment: settings)

            #expect(refused.ending == .exit(1))
            for name in [Setting.databaseURL, .platformURL, .tokenKeys, .masterKey, .cursorKey] {
                #expect(refused.errors.contains(name.name), "\(refused.errors)")
            }
            #expect(!refused.errors.contains("c2hvcnQ="))
        }

        @Test(arguments: [Tampering.foreignABI, .missingSymbol, .changedLibrary, .extraFile, .noLibrary])
        func `A bundle that is not as it was packed is refused, with the reason`(_ tampering: Tampering) async throws {
            let folder = try TemporaryFolder()
            let bundle = "\(folder.path)/files"
            try FileManager.default.copyItem(atPath: "\(Binaries.connectors)/files", toPath: bundle)
            let sound = try await Tactics.run(["connector", "verify", bundle, "--allow-unsigned"])
            #expect(sound.succeeded && sound.output.contains("files 1.0.0"), "\(sound.errors)")

            try tampering.apply(to: bundle)
            let refused = try await Tactics.run(["connector", "verify", bundle, "--allow-unsigned"])

            #expect(refused.ending == .exit(1))
            #expect(refused.complaints.count == 1 && refused.errors.contains(tampering.sentence), "\(refused.errors)")
        }

        private static func manifest(_ slug: String) -> String {
            """
            tenant: \(slug)
            name: \(slug)
            plan: growth
            currency: EUR
            time_zone: Europe/Berlin
            users:
              - { email: admin@\(slug).example, role: admin }

            """
        }

        /// The settings of `serve`, for another database of the same server.
        private static func settings(_ product: RunningProduct, database: String) throws -> [String: String] {
            var settings = try product.settings
            let admin = ProductDatabase.url(product, role: "postgres", password: try Credentials.load(product.layout).postgresAdmin)
            settings[Setting.adminURL.name] = admin
            for name in [Setting.databaseURL, .platformURL, .adminURL].map(\.name) { settings[name]?.replace("/tactics?", with: "/\(database)?") }
            settings[Setting.port.name] = "0"
            settings[Setting.metricsPort.name] = "0"
            return settings
        }
    }
}
