import ConnectorHost
import Core

/// A manifest with the given streams.
enum TestManifest {
    static func of(streams: [JSON], version: String = "1.0.0") throws -> ConnectorManifest {
        let document: JSON = [
            "id": "test", "name": "Test", "vendor": "Tactics", "version": .string(version), "abi": 1, "entry": "test_connector_v1",
            "hosts": ["api.example.com"], "auth": ["scheme": "none"], "config_schema": ["type": "object", "additionalProperties": false],
            "streams": .array(streams),
        ]
        return try ConnectorManifest(parsing: document.encoded())
    }
}
