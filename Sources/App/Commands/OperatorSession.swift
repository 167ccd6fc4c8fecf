import Core
import Foundation
import Postgres
import Tenants

/// What the commands of an operator work with: the product's slices on their databases, for as long as one command takes.
struct OperatorSession: Sendable {
    let settings: OperatorSettings
    let backbone: Backbone
    let slices: Slices

    /// Lends a session to a command and closes its connections behind it.
    static func run<Value: Sendable>(
        _ environment: [String: String] = ProcessInfo.processInfo.environment, program: Program = .current,
        _ body: (OperatorSession) async throws -> Value
    ) async throws -> Value {
        try await onDatabases(environment, program: program) { settings, backbone in
            let slices = try Slices(backbone, keys: settings.keys, connectors: settings.connectors)
            return try await body(OperatorSession(settings: settings, backbone: backbone, slices: slices))
        }
    }

    /// Lends the databases alone: for a question that needs no slice, and so reads no connector bundle.
    static func onDatabases<Value: Sendable>(
        _ environment: [String: String], program: Program = .current, _ body: (OperatorSettings, Backbone) async throws -> Value
    ) async throws -> Value {
        let settings = try OperatorSettings(environment, program: program)
        let backbone = try Backbone(settings.database, redisURL: nil, name: "tactics operator")
        do {
            let value = try await body(settings, backbone)
            await backbone.close()
            return value
        } catch {
            await backbone.close()
            throw error
        }
    }

    var applier: ManifestApplier { slices.applier(backbone, secrets: settings.keys.secrets) }

    /// - Throws: `UnknownTenant`.
    func tenant(_ slug: String) async throws -> TenantID {
        guard let slug = Slug(slug) else { throw UnknownTenant(slug: slug) }
        let found = try await backbone.platform.inPlatform("find a tenant for a command", .readOnly) { tx in try await TenantStore.find(slug, tx) }
        guard let found else { throw UnknownTenant(slug: slug.text) }
        return found.id
    }
}

/// A command names a tenant that is not there.
struct UnknownTenant: Error, CustomStringConvertible {
    let slug: String

    var description: String { "There is no tenant \"\(slug)\". `tactics tenant list` shows those that there are." }
}
