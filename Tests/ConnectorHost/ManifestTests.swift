import ConnectorHost
import Core
import Foundation
import Testing

struct ManifestTests {
    @Test func `A manifest is read with all its parts`() throws {
        let document = TestBundle.manifest
            .setting("hosts", ["{shop}.myshopify.com", "config:url", "upload:current"])
            .setting("config_schema", ["type": "object", "properties": ["shop": ["type": "string"], "url": ["type": "string", "format": "uri"]]])
            .setting("auth", ["scheme": "oauth2", "token_endpoint": "https://example.com/token", "scopes": ["read"]])
            .setting("limits", [["scope": "app", "rate": 2, "burst": 40, "headers": ["x-limit"]]])
            .setting("operations", [["name": "pause_campaign", "impact": "high", "dry_run": true]])
            .setting("webhooks", [["signature": "hmac-sha256", "topics": ["orders/create"]]])

        let manifest = try ConnectorManifest(parsing: document.encoded())

        #expect(manifest.id == "test" && manifest.abi == 1 && manifest.version == SemanticVersion("1.0.0"))
        #expect(manifest.hosts == [.name("{shop}.myshopify.com"), .setting("url"), .upload("current")])
        #expect(manifest.auth.scopes == ["read"] && manifest.limits.first?.rate == 2)
        #expect(manifest.operations.first?.hasDryRun == true && manifest.webhooks.first?.topics == ["orders/create"])
        #expect(manifest.stream("orders")?.primaryKey == ["id"])
    }

    @Test func `All faults are told at once, with their pointers`() {
        let document = TestBundle.manifest
            .setting("id", "Not An Id").setting("version", "1.0").setting("abi", "one").setting("entry", "4you")
            .setting("hosts", ["{shop}.myshopify.com", "https://example.com", "{any}.com"])
            .setting("streams", [["name": "orders", "kind": "things", "modes": ["sometimes"], "primary_key": ["id"], "schedule": "daily"]])

        let faults = #expect(throws: ManifestFaults.self) { try ConnectorManifest(parsing: document.encoded()) }?.faults.map(\.pointer)

        #expect(
            Set(faults ?? []) == [
                "/id", "/version", "/abi", "/entry", "/hosts/0", "/hosts/1", "/hosts/2", "/streams/0/kind", "/streams/0/modes/0",
                "/streams/0/schedule",
            ])
    }

    @Test func `A schema's keyword that is not checked is a fault of the manifest`() {
        let document = TestBundle.manifest.setting("config_schema", ["type": "object", "properties": ["a": ["type": "string", "oneOf": []]]])

        let faults = #expect(throws: ManifestFaults.self) { try ConnectorManifest(parsing: document.encoded()) }?.faults

        #expect(faults?.map(\.pointer) == ["/config_schema/properties/a/oneOf"])
    }

    @Test func `Settings are checked against the schema, with all faults`() throws {
        let schema: JSON = [
            "type": "object", "required": ["shop", "key"], "additionalProperties": false,
            "properties": [
                "shop": ["type": "string", "pattern": "^[a-z0-9-]+$", "maxLength": 60], "key": ["type": "string", "secret": true],
                "days": ["type": "integer", "minimum": 1, "maximum": 90, "default": 30], "mode": ["type": "string", "enum": ["a", "b"]],
                "since": ["type": "string", "format": "date"],
                "columns": ["type": "object", "additionalProperties": ["anyOf": [["type": "integer"], ["type": "string"]]]],
            ],
        ]
        let manifest = try ConnectorManifest(parsing: TestBundle.manifest.setting("config_schema", schema).encoded())
        let bad: JSON = ["shop": "My Shop", "days": 100, "mode": "c", "since": "2026-02-30", "columns": ["a/b": true], "extra": 1]

        #expect(manifest.validate(["shop": "my-shop", "key": "k", "days": 7, "since": "2026-02-28", "columns": ["x": 1, "y": "z"]]) == [])
        #expect(Set(manifest.validate(bad).map(\.pointer)) == ["/shop", "/key", "/days", "/mode", "/since", "/columns/a~1b", "/extra"])
        #expect(manifest.configSchema.secretNames == ["key"])
        #expect(manifest.configSchema.withDefaults(["shop": "s"])["days"] == 30)
        #expect(manifest.configSchema.withoutSecrets(["shop": "s", "key": "k"]) == ["shop": "s"])
    }

    @Test func `The manifests of this repository's own connectors have no fault`() throws {
        let folder = TestBundle.root + "/Plugins"
        let files = try FileManager.default.contentsOfDirectory(atPath: folder).map { "\(folder)/\($0)/connector.json" }.filter(
            FileManager.default.fileExists)

        for file in files {
            let bytes = try [UInt8](Data(contentsOf: URL(filePath: file)))
            do { _ = try ConnectorManifest(parsing: bytes) } catch { Issue.record("\(file): \(error.faults)") }
        }
    }

    @Test func `A host pattern is bound to one label of a setting`() throws {
        let pattern = try #require(HostPattern("{shop}.myshopify.com"))

        #expect(pattern.resolved { _ in "My-Shop" } == "my-shop.myshopify.com")
        for value in ["evil.com/", "a.b", "", "-a", "a@b", "a b"] { #expect(pattern.resolved { _ in value } == nil) }
    }

    @Test func `Versions have the order of semver`() {
        let order = [
            "1.0.0-alpha", "1.0.0-alpha.1", "1.0.0-alpha.beta", "1.0.0-beta.2", "1.0.0-beta.11", "1.0.0-rc.1", "1.0.0", "1.0.10", "1.2.0", "2.0.0",
        ]

        let versions = order.compactMap(SemanticVersion.init)

        #expect(versions.shuffled().sorted().map(\.description) == order)
        for text in ["1", "1.0", "01.0.0", "1.0.0-", "a.b.c", "1.0.0.0", "1..0"] { #expect(SemanticVersion(text) == nil) }
    }
}
