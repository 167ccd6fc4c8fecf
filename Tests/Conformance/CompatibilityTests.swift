import ConnectorHost
import Core
import Foundation
import Testing

@testable import Conformance

/// A version is judged against the one before it: what breaks a promise fails its check, and the words name the version to use.
@Suite struct CompatibilityTests {
    private static let orders: JSON = [
        "name": "orders", "primary_key": ["id"], "modes": ["full", "incremental"],
        "schema": ["type": "object", "properties": ["id": ["type": "string"], "note": ["type": ["string", "null"]], "count": ["type": "integer"]]],
    ]
    private static let refunds: JSON = [
        "name": "refunds", "primary_key": ["id"], "modes": ["full"], "schema": ["type": "object", "properties": ["id": ["type": "string"]]],
    ]

    @Test func `A version that keeps its promises passes`() throws {
        let checks = try judge([Self.orders, Self.refunds], version: "1.1.0")

        #expect(checks.values.allSatisfy { $0 == nil })
    }

    @Test func `A stream that went away is refused, and the words name the version to use`() throws {
        let checks = try judge([Self.orders], version: "1.1.0")

        #expect(checks["compat.streams"] == "Since 1.0.0, the stream refunds is gone. Use 2.0.0.")
    }

    @Test func `Another primary key is refused, and the words name the version to use`() throws {
        let checks = try judge([Self.orders.setting("primary_key", ["id", "count"]), Self.refunds], version: "1.1.0")

        #expect(checks["compat.keys"] == "Since 1.0.0, the stream orders has another primary key. Use 2.0.0.")
    }

    @Test func `A narrowed type is refused, and the words name the version to use`() throws {
        let schema: JSON = [
            "type": "object", "properties": ["id": ["type": "string"], "note": ["type": "string"], "count": ["type": "integer"]],
        ]
        let checks = try judge([Self.orders.setting("schema", schema), Self.refunds], version: "1.1.0")

        #expect(checks["compat.schemas"] == "Since 1.0.0, the field streams/orders/note takes less than before. Use 2.0.0.")
    }

    @Test func `The next major version may break, and the same version again is none`() throws {
        #expect(try judge([Self.orders], version: "2.0.0").values.allSatisfy { $0 == nil })
        #expect(try judge([Self.orders, Self.refunds], version: "1.0.0")["compat.version"] == "1.0.0 is not newer than 1.0.0. Use 1.0.1.")
    }

    /// What each check says about a version behind 1.0.0 with orders and refunds; `nil` where it passes.
    private func judge(_ streams: [JSON], version: String) throws -> [String: String?] {
        let old = try TestManifest.of(streams: [Self.orders, Self.refunds])
        var findings = Findings()
        Examination.compare(old, with: try TestManifest.of(streams: streams, version: version), &findings)
        let compatibility = Set(Check.compatibility.map(\.id))
        return findings.results(.none).filter { compatibility.contains($0.check.id) }
            .reduce(into: [:]) { $0[$1.check.id] = $1.outcome == .fail ? $1.reason : .some(nil) }
    }
}
