import Core
import Testing

@testable import Tenants

@Suite struct ManifestTests {
    static let whole = """
        tenant: acme
        name: Acme Outdoor
        plan: growth
        currency: EUR
        time_zone: Europe/Berlin
        quotas: { connections: 20, rows_per_month: 50_000_000 }
        roles:
          media-buyer: [campaigns:read, actions:propose]
        users:
          - { email: Ops@acme.example, role: media-buyer }
        connections:
          - connector: meta
            name: Meta EU
            config: { account_id: "1234567890", limit: 100, deep: { list: [1, true, null, "2"] } }
            credential: { secret: ACME_META_TOKEN }
            schedule: every 6h
        metrics:
          cpc_meta: { warning: "> 2.50" }
        retention: { audit: 400d }
        cors_origins: ["https://app.acme.example"]
        """

    func faults(_ text: String) -> [String] {
        do {
            _ = try ManifestParser().parse(text, file: "acme.yaml", directory: "/nowhere")
            return []
        } catch {
            return error.faults.map(\.description)
        }
    }

    @Test func `A whole manifest is read`() throws {
        let manifest = try ManifestParser().parse(Self.whole, file: "acme.yaml", directory: "/nowhere")

        #expect(manifest.slug.text == "acme")
        #expect(manifest.quotas == Quotas(connections: 20, seats: 25, rowsPerMonth: 50_000_000, apiPerMinute: 600))
        #expect(manifest.users == [UserDeclaration(email: "ops@acme.example", role: "media-buyer")])
        #expect(manifest.connections.first?.scheduleSeconds == 21_600)
        #expect(manifest.connections.first?.secret == "ACME_META_TOKEN")
        #expect(manifest.connections.first?.config.description == #"{"account_id":"1234567890","limit":100,"deep":{"list":[1,true,null,"2"]}}"#)
        #expect(manifest.retentionDays == ["audit": 400])
        #expect(manifest.metrics["cpc_meta"]?["warning"]?.string == "> 2.50")
    }

    @Test func `All faults are told at once, each with its line and column`() {
        let text = """
            tenant: Acme
            name: Acme
            plan: gold
            currency: eur
            time_zone: Mars/Olympus
            colour: red
            users:
              - { email: nobody, role: king }
            connections:
              - name: Shop
                schedule: hourly
                upload: ../../etc/passwd
            """

        let faults = faults(text)

        #expect(faults.contains { $0.hasPrefix("acme.yaml:1:9: tenant \"Acme\" is no slug") })
        #expect(faults.contains { $0.hasPrefix("acme.yaml:3:7: plan \"gold\" is unknown") })
        #expect(faults.contains { $0.hasPrefix("acme.yaml:4:11: currency \"eur\"") })
        #expect(faults.contains { $0.hasPrefix("acme.yaml:5:12: time_zone \"Mars/Olympus\"") })
        #expect(faults.contains { $0.hasPrefix("acme.yaml:6:1: a manifest has no \"colour\"") })
        #expect(faults.contains { $0.hasPrefix("acme.yaml:8:14: email \"nobody\"") })
        #expect(faults.contains { $0.hasPrefix("acme.yaml:8:28: role \"king\"") })
        #expect(faults.contains { $0.contains(":10:") && $0.contains("needs \"connector\"") })
        #expect(faults.contains { $0.hasPrefix("acme.yaml:11:15: schedule \"hourly\"") })
        #expect(faults.contains { $0.hasPrefix("acme.yaml:12:13: upload") })
        #expect(faults.count == 10)
    }

    @Test(arguments: [
        ("", "acme.yaml:1:1: the file is empty"),
        ("tenant: [", "acme.yaml:"),
        ("tenant: a\ntenant: b", "stands twice"),
        ("- a\n- b", "has to be a mapping"),
        ("tenant: acme\n\tname: x", "acme.yaml:2:"),
    ])
    func `What is no manifest is refused with its place`(text: String, expected: String) {
        #expect(faults(text).joined().contains(expected))
    }

    @Test func `A secret in the place of its name is refused`() {
        let text = Self.whole.replacing("{ secret: ACME_META_TOKEN }", with: "EAAB-secret-value")

        #expect(faults(text).count == 1)
        #expect(faults(text).first?.contains("credential") == true)
    }
}
