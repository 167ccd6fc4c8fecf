import Core
import Foundation
import Yams

/// Reads manifests: every fault of every file at once, each with its line and column.
package struct ManifestParser {
    /// Permissions that a role of a manifest may name; `nil` accepts any well-formed one.
    private let isPermission: @Sendable (String) -> Bool

    package init(isPermission: @escaping @Sendable (String) -> Bool = { _ in true }) { self.isPermission = isPermission }

    /// Reads the text of one manifest. `directory` is where the files that it names stand.
    package func parse(_ text: String, file: String, directory: String) throws(ManifestFaults) -> TenantManifest {
        var reader = ManifestReader(file: file)
        let root: Node
        do {
            guard let node = try Yams.compose(yaml: text) else {
                reader.fault("the file is empty", line: 1, column: 1)
                throw ManifestFaults(faults: reader.faults)
            }
            root = node
        } catch let faults as ManifestFaults {
            throw faults
        } catch {
            let place = Self.place(of: error)
            reader.fault("this is not YAML: \(place.problem)", line: place.line, column: place.column)
            throw ManifestFaults(faults: reader.faults)
        }
        let manifest = tenant(root, directory: directory, &reader)
        guard let manifest, reader.faults.isEmpty else { throw ManifestFaults(faults: reader.faults) }
        return manifest
    }

    private func tenant(_ root: Node, directory: String, _ reader: inout ManifestReader) -> TenantManifest? {
        let members = reader.members(
            of: root, called: "a manifest",
            known: [
                "tenant", "name", "plan", "shard", "currency", "time_zone", "quotas", "roles", "users", "connections", "metrics", "retention",
                "cors_origins",
            ])
        let slug = reader.require("tenant", in: members, of: root, called: "a manifest")
            .flatMap { reader.parsed($0, called: "tenant", "is no slug: a lower-case letter, then 1 to 38 letters, digits or hyphens") { Slug($0) } }
        let plan = reader.require("plan", in: members, of: root, called: "a manifest")
            .flatMap { reader.parsed($0, called: "plan", "is unknown; choose free, growth or enterprise") { Plan(rawValue: $0) } }
        let currency = reader.require("currency", in: members, of: root, called: "a manifest")
            .flatMap { reader.parsed($0, called: "currency", "is no ISO 4217 code such as EUR") { Currency($0) } }
        let zone = reader.require("time_zone", in: members, of: root, called: "a manifest")
            .flatMap {
                reader.parsed($0, called: "time_zone", "is no IANA time zone such as Europe/Berlin") { name in
                    TimeZone(identifier: name).map { _ in name }
                }
            }
        let name = reader.require("name", in: members, of: root, called: "a manifest").flatMap { reader.text($0, called: "name") }
        let shard = members["shard"].flatMap { reader.text($0, called: "shard") } ?? "default"
        let quotas = self.quotas(members["quotas"], plan: plan ?? .free, &reader)
        let roles = self.roles(members["roles"], &reader)
        let users = self.users(members["users"], roles: Set(roles.keys), &reader)
        let connections = members["connections"].map { ConnectionSection(directory: directory).read($0, &reader) } ?? []
        let retention = self.retention(members["retention"], &reader)
        let origins = self.origins(members["cors_origins"], &reader)
        let metrics = members["metrics"].map { ManifestJSON.value(of: $0, &reader) } ?? .object([])
        guard let slug, let name, let plan, let currency, let zone else { return nil }
        return TenantManifest(
            slug: slug, name: name, plan: plan, shard: shard, currency: currency, timeZone: zone, quotas: quotas, roles: roles, users: users,
            connections: connections, metrics: metrics, retentionDays: retention, corsOrigins: origins)
    }

    private func quotas(_ node: Node?, plan: Plan, _ reader: inout ManifestReader) -> Quotas {
        var quotas = plan.quotas
        guard let node else { return quotas }
        let members = reader.members(of: node, called: "quotas", known: ["connections", "seats", "rows_per_month", "api_per_minute"])
        let limit = 0...1_000_000_000_000
        if let node = members["connections"], let value = reader.integer(node, called: "connections", in: limit) { quotas.connections = value }
        if let node = members["seats"], let value = reader.integer(node, called: "seats", in: limit) { quotas.seats = value }
        if let node = members["rows_per_month"], let value = reader.integer(node, called: "rows_per_month", in: limit) { quotas.rowsPerMonth = value }
        if let node = members["api_per_minute"], let value = reader.integer(node, called: "api_per_minute", in: 1...10_000_000) {
            quotas.apiPerMinute = value
        }
        return quotas
    }

    private func roles(_ node: Node?, _ reader: inout ManifestReader) -> [String: [String]] {
        guard let node else { return [:] }
        guard let mapping = node.mapping else {
            reader.fault("roles has to be a mapping from a role's name to its permissions", at: node)
            return [:]
        }
        var roles: [String: [String]] = [:]
        for (key, value) in mapping {
            guard let name = reader.text(key, called: "a role's name", length: 2...39) else { continue }
            if TenantRoles.builtIn.contains(name) {
                reader.fault("the role \"\(name)\" is built in and can not be defined again", at: key)
            }
            roles[name] = reader.items(of: value, called: "the role \(name)").compactMap { item in
                reader.parsed(item, called: "permission", "is unknown; permissions look like campaigns:read") { isPermission($0) ? $0 : nil }
            }
        }
        return roles
    }

    private func users(_ node: Node?, roles: Set<String>, _ reader: inout ManifestReader) -> [UserDeclaration] {
        guard let node else { return [] }
        var seen: Set<String> = []
        return reader.items(of: node, called: "users").compactMap { item in
            let members = reader.members(of: item, called: "a user", known: ["email", "role"])
            let email = reader.require("email", in: members, of: item, called: "a user")
                .flatMap { reader.parsed($0, called: "email", "is no e-mail address") { Self.isAddress($0) ? $0.lowercased() : nil } }
            let role = reader.require("role", in: members, of: item, called: "a user").flatMap {
                reader.parsed(
                    $0, called: "role", "is unknown; it is neither built in (\(TenantRoles.builtIn.joined(separator: ", "))) nor defined under roles"
                ) {
                    TenantRoles.builtIn.contains($0) || roles.contains($0) ? $0 : nil
                }
            }
            guard let email, let role else { return nil }
            if !seen.insert(email).inserted { reader.fault("the user \(email) stands twice", at: item) }
            return UserDeclaration(email: email, role: role)
        }
    }

    private func retention(_ node: Node?, _ reader: inout ManifestReader) -> [String: Int] {
        guard let node else { return [:] }
        let members = reader.members(of: node, called: "retention", known: ["audit", "events", "raw", "sync_log"])
        return members.reduce(into: [:]) { days, member in
            days[member.key] = reader.parsed(member.value, called: member.key, "is no number of days such as 90d") { text in
                guard text.hasSuffix("d"), let count = Int(text.dropLast()), (1...36_500).contains(count) else { return nil }
                return count
            }
        }
    }

    private func origins(_ node: Node?, _ reader: inout ManifestReader) -> [String] {
        guard let node else { return [] }
        return reader.items(of: node, called: "cors_origins").compactMap { item in
            reader.parsed(item, called: "origin", "is no web origin such as https://app.example.com") { text in
                guard let url = URLComponents(string: text), url.scheme == "https" || url.host == "localhost", url.host != nil, url.path.isEmpty,
                    url.query == nil
                else { return nil }
                return text
            }
        }
    }

    /// One `@`, something before it, and a name with a dot behind it; the rest is the mail server's to judge.
    static func isAddress(_ text: String) -> Bool {
        let parts = text.split(separator: "@", omittingEmptySubsequences: false)
        return parts.count == 2 && !parts[0].isEmpty && parts[1].contains(".") && !parts[1].hasPrefix(".") && !parts[1].hasSuffix(".")
            && text.utf8.count <= 254 && !text.contains { $0.isWhitespace || $0.isNewline }
    }

    private static func place(of error: any Error) -> (line: Int, column: Int, problem: String) {
        switch error as? YamlError {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _), .composer(_, let problem, let mark, _):
            (mark.line, mark.column, problem)
        case .duplicatedKeysInMapping(let duplicates, let context):
            (
                context.mark.line, context.mark.column,
                "the name \(duplicates.map { "\"\($0)\"" }.sorted().joined(separator: ", ")) stands twice in one mapping"
            )
        default: (1, 1, "\(error)")
        }
    }
}

/// The roles that every tenant has (design: roles and permissions of the API).
package enum TenantRoles {
    package static let builtIn = ["admin", "manager", "analyst", "viewer"]
}
