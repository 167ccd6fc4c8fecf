import Core
import Web

/// What a new connection shall be.
struct ConnectionInput: Sendable {
    let connector: String
    let name: String
    let config: JSON
    let credential: Secret?
    let schedule: Patch<Schedule>
}

/// What of a connection shall become different.
struct ConnectionChanges: Sendable {
    let name: Patch<String>
    let config: Patch<JSON>
    let credential: Patch<Secret>
    let schedule: Patch<Schedule>

    /// The names of the members that are given, for the audit event.
    var names: [String] {
        [("name", name.isAbsent), ("config", config.isAbsent), ("credential", credential.isAbsent), ("schedule", schedule.isAbsent)]
            .filter { !$0.1 }.map(\.0)
    }
}

/// A name that is more than blanks.
private let connectionName = Schema<String>.string(min: 1, max: 200).requiring("blank", "This must not be blank.") {
    $0.contains { !$0.isWhitespace }
}
/// Service-account documents are the longest ones, at a few thousand characters.
private let credential = Schema<Secret>.secret(max: 16_384)

extension Schema where Value == ConnectionInput {
    static let connectionInput = Schema.object(
        "ConnectionInput",
        field("connector", \.connector, .string(min: 1, max: 64), "The connector's id."),
        field("name", \.name, connectionName, "A name that no other connection of the tenant has."),
        field(
            "config", \.config, Schema<JSON>.json.defaulting(to: .object([])),
            "Settings, as the connector's config_schema describes them, without its secrets."),
        field("credential", \.credential, .optional(credential), "What opens the platform. It only goes in."),
        field(
            "schedule", \.schedule, .patch(.schedule, nullable: true),
            "How often it is read by itself; null for never, left out for the connector's own."),
        make: { ConnectionInput(connector: $0, name: $1, config: $2, credential: $3, schedule: $4) })
}

extension Schema where Value == ConnectionChanges {
    static let connectionChanges = Schema.object(
        "ConnectionChanges",
        field("name", \.name, .patch(connectionName), "A name that no other connection of the tenant has."),
        field(
            "config", \.config, .patch(.json),
            "All settings: they take the place of those that stand. Reset the streams where they mean another account."),
        field("credential", \.credential, .patch(credential, nullable: true), "What opens the platform; null takes it away."),
        field("schedule", \.schedule, .patch(.schedule, nullable: true), "How often it is read by itself; null for never."),
        make: { ConnectionChanges(name: $0, config: $1, credential: $2, schedule: $3) })
}
