import App
import Connections
import Core
import Foundation
import Testing

@Suite struct SettingsTests {
    let program = Program(path: "/opt/tactics/bin/tactics", workingFolder: "/")

    @Test func `A complete environment gives typed settings with defaults for the rest`() throws {
        let settings = try ServeSettings(complete, program: program)

        #expect(settings.http.port == 8080)
        #expect(settings.http.publicURL == "http://127.0.0.1:8080")
        #expect(settings.process.metricsPort == 9090)
        #expect(settings.database.poolSize == 8)
        #expect(settings.database.usesPreparedStatements)
        #expect((1...4).contains(settings.reactors))
        #expect(settings.keys.tokens.map(\.id) == ["t1"])
        #expect(settings.connectors.runner == "/opt/tactics/bin/connector-runner")
        #expect(settings.connectors.folders == ["/opt/tactics/bin/connectors"])
    }

    @Test func `All faults are told at once, each with its variable`() {
        var environment = complete
        environment["TACTICS_DATABASE_URL"] = nil
        environment["TACTICS_PORT"] = "eighty"
        environment["TACTICS_PREPARED"] = "maybe"
        environment["TACTICS_LOG_LEVEL"] = "loud"
        environment["TACTICS_REACTORS"] = "0"

        let error = #expect(throws: SettingsError.self) { try ServeSettings(environment, program: program) }

        #expect(
            error?.faults.map(\.variable).sorted() == [
                "TACTICS_DATABASE_URL", "TACTICS_LOG_LEVEL", "TACTICS_PORT", "TACTICS_PREPARED", "TACTICS_REACTORS",
            ])
    }

    @Test(arguments: ["TACTICS_TOKEN_KEYS", "TACTICS_MASTER_KEY", "TACTICS_CURSOR_KEY"])
    func `A missing key keeps the process from starting`(variable: String) {
        var environment = complete
        environment[variable] = nil

        let error = #expect(throws: SettingsError.self) { try ServeSettings(environment, program: program) }

        #expect(error?.faults.map(\.variable) == [variable])
    }

    @Test(arguments: [31, 16, 1])
    func `A signing key of fewer than 32 bytes keeps the process from starting`(count: Int) {
        var environment = complete
        environment["TACTICS_TOKEN_KEYS"] = "t1:" + base64(count)

        let error = #expect(throws: SettingsError.self) { try ServeSettings(environment, program: program) }

        #expect(error?.faults.map(\.variable) == ["TACTICS_TOKEN_KEYS"])
        #expect(error?.description.contains("\(count) bytes") == true)
    }

    @Test func `A fault never repeats a secret`() {
        var environment = complete
        let short = base64(20)
        environment["TACTICS_TOKEN_KEYS"] = "t1:\(short),no-colon-\(short)"
        environment["TACTICS_MASTER_KEY"] = "1:\(short)"
        environment["TACTICS_DATABASE_URL"] = "mysql://root:hunter2hunter2@host/db"

        let error = #expect(throws: SettingsError.self) { try ServeSettings(environment, program: program) }

        let text = error?.description ?? ""
        #expect(error?.faults.count == 4)
        #expect(!text.contains(short))
        #expect(!text.contains("hunter2"))
    }

    @Test func `The operator's applications are read by connector, and the public address loses its slash`() throws {
        var environment = complete
        environment["TACTICS_OAUTH_CLIENTS"] = "meta=123:se:cret, google-ads=id.apps.example.com:hush"
        environment["TACTICS_PUBLIC_URL"] = "https://api.example.com/"

        let settings = try ServeSettings(environment, program: program)

        #expect(
            settings.connectors.oauthClients == [
                "meta": OAuthClient(id: "123", secret: Secret("se:cret")),
                "google-ads": OAuthClient(id: "id.apps.example.com", secret: Secret("hush")),
            ])
        #expect(settings.connectors.publicURL == "https://api.example.com" && settings.http.publicURL == "https://api.example.com")
    }

    @Test func `An application without a secret is told without a word of it`() {
        var environment = complete
        environment["TACTICS_OAUTH_CLIENTS"] = "meta=only-the-hidden-part, hidden-too, tiktok=1:a, tiktok=2:b"

        let error = #expect(throws: SettingsError.self) { try ServeSettings(environment, program: program) }

        #expect(error?.faults.map(\.variable) == ["TACTICS_OAUTH_CLIENTS", "TACTICS_OAUTH_CLIENTS", "TACTICS_OAUTH_CLIENTS"])
        #expect(error?.description.contains("hidden") == false)
    }

    @Test func `A secret may come from a file`() throws {
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("tactics-\(UUID().uuidString)")
        try Data("t1:\(base64(32))\n".utf8).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        var environment = complete
        environment["TACTICS_TOKEN_KEYS"] = nil
        environment["TACTICS_TOKEN_KEYS_FILE"] = file.path

        let settings = try ServeSettings(environment, program: program)

        #expect(settings.keys.tokens.count == 1)
    }

    @Test func `A secret's file that can not be read is named`() {
        var environment = complete
        environment["TACTICS_MASTER_KEY"] = nil
        environment["TACTICS_MASTER_KEY_FILE"] = "/nowhere/key"

        let error = #expect(throws: SettingsError.self) { try ServeSettings(environment, program: program) }

        #expect(error?.faults.map(\.variable) == ["TACTICS_MASTER_KEY_FILE"])
    }

    @Test func `Tenant work must sign in as its own role`() {
        var environment = complete
        environment["TACTICS_DATABASE_URL"] = "postgres://postgres:x@host/tactics"

        let error = #expect(throws: SettingsError.self) { try ServeSettings(environment, program: program) }

        #expect(error?.faults.map(\.variable) == ["TACTICS_DATABASE_URL"])
    }

    @Test func `Keys rotate by standing in a list, the first one in use`() throws {
        var environment = complete
        environment["TACTICS_TOKEN_KEYS"] = "t2:\(base64(32)), t1:\(base64(48))"

        let settings = try ServeSettings(environment, program: program)

        #expect(settings.keys.tokens.map(\.id) == ["t2", "t1"])
        #expect(settings.keys.tokens.map(\.bytes.count) == [32, 48])
    }

    @Test func `Every setting has a unique name and a sentence`() {
        let names = Setting.all.map(\.name)

        #expect(Set(names).count == names.count)
        #expect(names.allSatisfy { $0.hasPrefix("TACTICS_") })
        #expect(Setting.all.allSatisfy { $0.sentence.hasSuffix(".") || $0.sentence.hasSuffix("…") })
    }

    private var complete: [String: String] {
        [
            "TACTICS_DATABASE_URL": "postgres://tactics_app:a@/tactics?host=%2Frun%2Fpg",
            "TACTICS_PLATFORM_URL": "postgres://tactics_platform:b@host/tactics",
            "TACTICS_MASTER_KEY": "1:" + base64(32), "TACTICS_TOKEN_KEYS": "t1:" + base64(32), "TACTICS_CURSOR_KEY": base64(32),
        ]
    }

    private func base64(_ count: Int) -> String { Data((0..<count).map { UInt8(truncatingIfNeeded: $0 &* 7 &+ count) }).base64EncodedString() }
}
