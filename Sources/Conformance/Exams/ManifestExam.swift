import ConnectorHost
import Core

/// What connector.json says, beyond what the host needs to open it.
extension Examination {
    mutating func examineManifest() {
        examineSettings()
        examineStreams()
        findings.expect("manifest.hosts", !manifest.hosts.isEmpty || scenario.exchanges.isEmpty, "hosts is empty, but the scenario has requests.")
        findings.expect("manifest.release", !manifest.version.isPrerelease, "\(manifest.version) is a prerelease.")
        findings.expect("manifest.platform_version", manifest.platformAPIVersion != nil, "platform_api_version is missing.")
        if manifest.auth.authorizationEndpoint != nil {
            findings.expect("manifest.auth", manifest.auth.tokenEndpoint != nil, "auth has an authorization_endpoint without a token_endpoint.")
            findings.expect("manifest.auth", !manifest.auth.scopes.isEmpty, "auth has an authorization_endpoint without scopes.")
        } else {
            findings.skip("manifest.auth", "Access is not granted by the browser.")
        }
    }

    private mutating func examineSettings() {
        let schema = manifest.configSchema
        let properties = schema.document["properties"]?.members ?? []
        findings.expect(
            "manifest.settings_closed", schema.document["additionalProperties"]?.bool == false, "config_schema allows settings that it does not know."
        )
        let marked = schema.secretNames
        if properties.isEmpty {
            for id in ["manifest.settings_titled", "manifest.settings_defaults", "manifest.secrets_marked"] {
                findings.skip(id, "There are no settings.")
            }
        }
        for property in properties {
            findings.expect("manifest.settings_titled", property.value["title"]?.string?.isEmpty == false, "\(property.name) has no title.")
            let isSecret = Self.secretWords.contains { property.name.lowercased().contains($0) }
            findings.expect(
                "manifest.secrets_marked", !isSecret || marked.contains(property.name), "\(property.name) is not marked with \"secret\": true.")
        }
        if !properties.isEmpty {
            let faults = manifest.validate(schema.withDefaults(scenario.config))
            findings.expect("manifest.settings_defaults", faults.isEmpty, faults.map { "\($0.pointer) \($0.detail)" }.joined(separator: ", "))
        }
        let faults = manifest.validate(scenario.config)
        findings.expect("scenario.settings", faults.isEmpty, faults.map { "\($0.pointer) \($0.detail)" }.joined(separator: ", "))
    }

    /// Parts of names that say secret.
    static let secretWords = ["password", "secret", "access_token", "refresh_token", "api_key", "apikey", "private_key"]

    private mutating func examineStreams() {
        if manifest.streams.isEmpty {
            for id in ["manifest.keys", "manifest.schemas", "manifest.modes"] { findings.skip(id, "There are no streams.") }
        }
        for stream in manifest.streams {
            findings.expect(
                "manifest.keys", Set(stream.primaryKey).count == stream.primaryKey.count, "\(stream.name) names a field of its key twice.")
            findings.expect(
                "manifest.modes", stream.cursorField == nil || stream.modes.contains(.incremental),
                "\(stream.name) has a cursor_field, but not the mode incremental.")
            if stream.kind == nil {
                let known = Set((stream.schema?["properties"]?.members ?? []).map(\.name))
                let missing = stream.primaryKey.filter { !known.contains($0) }
                findings.expect("manifest.schemas", missing.isEmpty, "\(stream.name)'s schema lacks \(missing.joined(separator: ", ")).")
            }
        }
        if !manifest.streams.contains(where: { $0.kind == nil }) { findings.skip("manifest.schemas", "All streams are canonical.") }
    }
}
