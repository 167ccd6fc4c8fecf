import Core
import Foundation
import Testing

@testable import App
@testable import Web

extension Acceptance {
    /// What must stand in no log, whatever happened before.
    @Suite struct LogSecretsTests {
        @Test func `No log holds a password, a key, a token or an address of a person`() async throws {
            let product = try await SharedProduct.get()
            let typed = try await Self.useSecrets(product)
            let (credentials, people) = (try Self.credentials(product), try await Self.people(product))

            var logs = 0
            for name in try FileManager.default.contentsOfDirectory(atPath: product.layout.logs) {
                let text = Tactics.text(of: "\(product.layout.logs)/\(name)")
                logs += text.isEmpty ? 0 : 1
                for (what, secret) in credentials + typed + people where secret.utf8.count >= 6 {
                    #expect(!text.contains(secret), "\(name) holds \(what)")
                }
            }

            #expect(logs >= 3)
            #expect(credentials.count > 15 && people.count > 20)
        }

        @Test func `No command line holds a secret, and files with secrets are their owner's alone`() async throws {
            let product = try await SharedProduct.get()
            let credentials = try Self.credentials(product)

            for (name, pid) in try product.pids {
                let command =
                    FileHandle(forReadingAtPath: "/proc/\(pid)/cmdline").map { String(decoding: $0.readDataToEndOfFile(), as: UTF8.self) } ?? ""
                #expect(!command.isEmpty, "\(name)")
                for (what, secret) in credentials where what != "email" { #expect(!command.contains(secret), "\(name) shows \(what)") }
            }
            for file in [product.layout.credentials, product.layout.secrets, product.readyFile] {
                #expect(try FileManager.default.attributesOfItem(atPath: file)[.posixPermissions] as? Int == 0o600, "\(file)")
            }
        }

        /// Every secret of the folder, and the tenants' sign-ins.
        private static func credentials(_ product: RunningProduct) throws -> [(String, String)] {
            let all = try Credentials.load(product.layout)
            let keys = [all.masterKey, all.tokenKey].map { String($0.split(separator: ":").last ?? "") } + [all.cursorKey]
            let servers = [all.postgresAdmin, all.postgresApp, all.postgresPlatform, all.redis]
            let tokens = Tactics.text(of: product.layout.secrets).split(separator: "\n").compactMap { line -> String? in
                let sides = line.split(separator: "=", maxSplits: 1)
                return sides.count == 2 ? String(sides[1]) : nil
            }
            return keys.map { ("key", $0) } + servers.map { ("server password", $0) } + tokens.map { ("platform token", $0) }
                + all.tenants.flatMap { [("API key", $0.apiKey), ("email", $0.email), ("password", $0.password)] }
        }

        /// Secrets in every place where a caller can put one, right and wrong.
        private static func useSecrets(_ product: RunningProduct) async throws -> [(String, String)] {
            let anyone = try product.anyone
            let wrong = "hunter2-\(UInt64.random(in: .min ... .max))"
            let email = "somebody.else.\(UInt32.random(in: .min ... .max))@bloom.example"
            let login: JSON = ["tenant": "bloom", "email": .string(email), "password": .string(wrong)]
            #expect(try await anyone.patient("POST", "/api/v1/auth/login", bytes: login.encoded()).status == 401)
            let tenant = try product.tenant("bloom")
            let good: JSON = ["tenant": "bloom", "email": .string(tenant.email), "password": .string(tenant.password)]
            let session = try await anyone.patient("POST", "/api/v1/auth/login", bytes: good.encoded()).json
            let tokens = [session["access_token"]?.string, session["refresh_token"]?.string].compactMap { $0 }
            let refresh: JSON = ["refresh_token": .string("rt_\(wrong)")]
            _ = try await anyone.patient("POST", "/api/v1/auth/refresh", bytes: refresh.encoded())
            let credential: JSON = [
                "connector": "meta", "name": "Leak", "config": .object([]), "credential": .string(wrong), "nonsense": .string(wrong),
            ]
            _ = try await anyone.authorized(tokens.first ?? "").patient("POST", "/api/v1/connections", bytes: credential.encoded())
            for bearer in ["tk_\(wrong)", wrong, "eyJhbGciOiJub25lIn0.\(wrong)."] {
                #expect(try await anyone.authorized(bearer).patient("GET", "/api/v1/orders?customer_external_id=\(wrong)").status == 401)
            }
            _ = try await anyone.authorized(tokens.first ?? "").patient("GET", "/api/v1/customers?email=\(email)")
            #expect(tokens.count == 2)
            let hook = try await ShopHook.make("bloom")
            #expect(try await hook.send(.idle()).status == 200)
            #expect(try await hook.send(.idle(), secret: wrong).status == 404)
            return [("typed secret", wrong), ("typed email", email), ("hook token", hook.token), ("hook secret", hook.secret)]
                + tokens.map { ("session token", $0) }
        }

        /// Addresses of customers, who never chose to be in anybody's log.
        private static func people(_ product: RunningProduct) async throws -> [(String, String)] {
            let customers = try await product.client("bloom").send(.get, "/api/v1/customers?limit=50").json["data"]?.array ?? []
            return customers.flatMap { [$0["email"]?.string, $0["phone"]?.string].compactMap { $0 } }.map { ("customer", $0) }
        }
    }
}
