import ConnectorHost
import Core
import Testing

/// What needs a new major version.
struct BundleUpgradeTests {
    private static let base: JSON = TestBundle.manifest
        .setting("hosts", ["api.example.com", "cdn.example.com"])
        .setting("operations", [["name": "pause", "impact": "low"]])
        .setting(
            "config_schema",
            [
                "type": "object", "required": ["account"],
                "properties": [
                    "account": ["type": "string"], "size": ["type": "number", "minimum": 1, "maximum": 100],
                    "kind": ["type": "string", "enum": ["a", "b"]],
                ],
            ]
        )
        .setting(
            "streams",
            [
                ["name": "orders", "kind": "orders", "primary_key": ["id"], "modes": ["incremental", "full"]],
                [
                    "name": "own", "primary_key": ["id"], "modes": ["full"],
                    "schema": ["type": "object", "properties": ["id": ["type": "string"], "note": ["type": ["string", "null"]]]],
                ],
            ])

    @Test func `The same manifest breaks nothing, and more of everything breaks nothing`() throws {
        let more = Self.base
            .setting("hosts", ["api.example.com", "cdn.example.com", "new.example.com"])
            .setting("config_schema", schema(size: ["type": "number", "minimum": 0], kinds: ["a", "b", "c"], more: ["extra": ["type": "string"]]))

        #expect(try changes(to: Self.base).isEmpty)
        #expect(try changes(to: more).isEmpty)
    }

    @Test func `A host, a stream and an operation that are gone are told, each with its name`() throws {
        let less = Self.base.setting("hosts", ["api.example.com"]).setting("operations", [])
            .setting("streams", .array(Array((Self.base["streams"]?.array ?? []).prefix(1))))

        let found = try changes(to: less)

        #expect(found.map(\.code) == ["host_removed", "stream_removed", "operation_removed"])
        #expect(found.map(\.place) == ["hosts/cdn.example.com", "streams/own", "operations/pause"])
    }

    @Test func `A field that is gone and a type that takes less are told`() throws {
        let gone = own(["type": "object", "properties": ["id": ["type": "string"]]])
        let less = own(["type": "object", "properties": ["id": ["type": "string"], "note": ["type": "string"]]])

        #expect(try changes(to: gone).map(\.place) == ["streams/own/note"])
        #expect(try changes(to: gone).map(\.code) == ["field_removed"])
        #expect(try changes(to: less).map(\.code) == ["type_narrowed"])
    }

    @Test func `A setting that must be given now, is gone, or takes less is told`() throws {
        let required = Self.base.setting("config_schema", schema(required: ["account", "size"]))
        let narrower = Self.base.setting("config_schema", schema(size: ["type": "integer", "minimum": 1, "maximum": 100]))
        let smaller = Self.base.setting("config_schema", schema(size: ["type": "number", "minimum": 5, "maximum": 100]))
        let fewer = Self.base.setting("config_schema", schema(kinds: ["a"]))

        #expect(try changes(to: required).map(\.code) == ["setting_required"])
        for manifest in [narrower, smaller, fewer] { #expect(try changes(to: manifest).map(\.code) == ["type_narrowed"]) }
    }

    @Test func `Another key, kind or mode, and another way to sign in, are told`() throws {
        let stream: JSON = ["name": "orders", "kind": "refunds", "primary_key": ["id", "day"], "modes": ["full"]]
        let other = Self.base.setting("streams", [stream, Self.base["streams"]?.array?.last ?? .null]).setting("auth", ["scheme": "bearer"])

        #expect(try changes(to: other).map(\.code) == ["kind_changed", "key_changed", "mode_removed", "auth_changed"])
    }

    private func changes(to manifest: JSON) throws -> [ManifestChange] {
        ManifestChange.breaking(
            from: try ConnectorManifest(parsing: Self.base.encoded()), to: try ConnectorManifest(parsing: manifest.encoded()))
    }

    private func own(_ schema: JSON) -> JSON {
        let streams = Self.base["streams"]?.array ?? []
        return Self.base.setting("streams", .array([streams[0], streams[1].setting("schema", schema)]))
    }

    private func schema(
        size: JSON = ["type": "number", "minimum": 1, "maximum": 100], kinds: [JSON] = ["a", "b"], more: JSON = [:],
        required: [JSON] = ["account"]
    ) -> JSON {
        let properties: JSON = ["account": ["type": "string"], "size": size, "kind": ["type": "string", "enum": .array(kinds)]]
        let all = (more.members ?? []).reduce(properties) { $0.setting($1.name, $1.value) }
        return ["type": "object", "required": .array(required), "properties": all]
    }
}
