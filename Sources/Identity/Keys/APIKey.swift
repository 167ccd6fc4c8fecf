import Core
import Web

/// A key for programs: its scopes are all that it may do.
struct APIKey: Sendable {
    let id: APIKeyID
    let name: String
    let scopes: [String]
    let allowedAddresses: [String]
    let createdAt: Instant
    let expiresAt: Instant?
    let revokedAt: Instant?
    let lastUsedAt: Instant?
}

/// A key just made or rotated: the one time that its text is shown.
struct NewAPIKey: Sendable {
    let key: APIKey
    let text: String
}

/// What a new key shall be.
struct APIKeyInput: Sendable {
    let name: String
    let scopes: [String]
    let allowedAddresses: [String]
    let expiresAt: Instant?
}

extension Schema where Value == APIKey {
    static let apiKey = Schema.record(
        "APIKey",
        field("id", \.id, .id(), "The key's id."),
        field("name", \.name, .string(), "What it is for."),
        field("scopes", \.scopes, .array(of: .string()), "What it may do."),
        field("allowed_addresses", \.allowedAddresses, .array(of: .string()), "Where it may be used from; empty for anywhere."),
        field("created_at", \.createdAt, .instant, "When it was made."),
        field("expires_at", \.expiresAt, .nullable(.instant), "When it ends by itself."),
        field("revoked_at", \.revokedAt, .nullable(.instant), "When it was withdrawn."),
        field("last_used_at", \.lastUsedAt, .nullable(.instant), "When it was last used, within half a minute."))
}

extension Schema where Value == NewAPIKey {
    static let newAPIKey = Schema.record(
        "NewAPIKey",
        field("key", \.key, .apiKey, "The key."),
        field("secret", \.text, .string(), "The key's text. It is shown this once: keep it."))
}

extension Schema where Value == APIKeyInput {
    static let apiKeyInput = Schema.object(
        "APIKeyInput",
        field("name", \.name, .string(min: 1, max: 200), "What it is for."),
        field("scopes", \.scopes, .array(of: .enumeration(Permissions.all.map(\.text).sorted()), min: 1, max: 50), "What it may do."),
        field(
            "allowed_addresses", \.allowedAddresses, Schema<[String]>.array(of: .string(min: 2, max: 64), max: 50).defaulting(to: []),
            "Where it may be used from."),
        field("expires_at", \.expiresAt, .optional(.instant), "When it shall end by itself."),
        make: { name, scopes, addresses, expiresAt in
            if let expiresAt, expiresAt <= .now { throw Refusal("expires_at", code: "past", "This lies in the past.") }
            return APIKeyInput(name: name, scopes: scopes, allowedAddresses: addresses, expiresAt: expiresAt)
        })
}
