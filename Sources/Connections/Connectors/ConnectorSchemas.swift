import ConnectorHost
import Core
import Web

extension Schema where Value == ConnectorManifest {
    /// A connector, as the newest release describes it.
    static let connector = Schema.record(
        "Connector",
        field("id", \.id, .string(), "The connector's id."),
        field("name", \.name, .string(), "Its name for people."),
        field("vendor", \.vendor, .string(), "Who makes it."),
        field("version", \.version.description, .string(), "Its version, as semver.org has it."),
        field("platform_api_version", \.platformAPIVersion, .nullable(.string()), "The version of the platform that it speaks."),
        field("auth", \.self, .connectorAuth, "How its requests are signed."),
        field(
            "config_schema", \.publicConfigSchema, .json,
            "What a connection's settings may be, as JSON Schema 2020-12; secrets have \"secret\": true."),
        field("secrets", { $0.configSchema.secretNames.sorted() }, .array(of: .string()), "Settings that are secrets: they go into the credential."),
        field("takes_upload", \.takesUpload, .boolean, "Whether the setting upload_id may name an uploaded file."),
        field("default_schedule", \.defaultSchedule, .nullable(.schedule), "How often a connection is read where nobody says it."),
        field("streams", \.streams, .array(of: .connectorStream), "What it reads."),
        field("operations", \.operations, .array(of: .connectorOperation), "What it can change on the platform."))

    static let connectorAuth = Schema.record(
        "ConnectorAuth",
        field("scheme", \.auth.scheme, .string(), "The scheme's name; none where it needs no credential."),
        field("needs_credential", \.needsCredential, .boolean, "Whether a connection needs a credential."),
        field("scopes", \.auth.scopes, .array(of: .string()), "What it asks the platform for."))

    /// One version of a connector.
    static let connectorVersion = Schema.record(
        "ConnectorVersion",
        field("version", \.version.description, .string(), "The version, as semver.org has it."),
        field("prerelease", \.version.isPrerelease, .boolean, "Whether it is taken only where there is no release."),
        field("abi", \.abi, .integer(), "The boundary that it was built for."),
        field("toolchain", \.toolchain, .nullable(.string()), "What it was built with."),
        field("platform_api_version", \.platformAPIVersion, .nullable(.string()), "The version of the platform that it speaks."),
        field("streams", { $0.streams.map(\.name) }, .array(of: .string()), "The names of what it reads."))
}

extension Schema where Value == StreamDescription {
    static let connectorStream = Schema.record(
        "ConnectorStream",
        field("name", \.name, .string(), "The stream's name."),
        field("kind", \.kind, .nullable(.string()), "The shape that all platforms share; null for one of its own."),
        field("primary_key", \.primaryKey, .array(of: .string()), "What makes a row the same row."),
        field("modes", { $0.modes.map(\.rawValue) }, .array(of: .string()), "How it can be read."),
        field("look_back_days", \.lookBackDays, .integer(), "Days that are read again, as the platform restates them."),
        field("settle_days", \.settleDays, .integer(), "Days after which the platform changes a figure no more."),
        field(
            "schedule", { $0.interval.flatMap { Schedule(seconds: Int($0.components.seconds)) } }, .nullable(.schedule),
            "How often it is worth reading."))
}

extension Schema where Value == OperationDescription {
    static let connectorOperation = Schema.record(
        "ConnectorOperation",
        field("name", \.name, .string(), "The operation's name."),
        field("impact", \.impact, .string(), "How much it can do: low, medium, high or critical."),
        field("dry_run", \.hasDryRun, .boolean, "Whether it can be tried without effect."))
}
