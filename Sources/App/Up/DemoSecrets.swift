import Core
import Foundation
import Yams

/// The secrets that manifests name, made for the simulator: a token says which simulated business its tenant sees.
enum DemoSecrets {
    /// Writes the secrets file of the folder: what stands in it stays, what manifests name besides is made fresh.
    static func write(_ layout: Layout, manifests: String) throws {
        let known = FileManager.default.contents(atPath: layout.secrets).map { String(decoding: $0, as: UTF8.self) } ?? ""
        var names = Set(known.split(separator: "\n").compactMap { $0.split(separator: "=").first.map(String.init) })
        var text = known.isEmpty ? "# Tokens of the simulator, made for this folder.\n" : known
        for manifest in try Manifests.texts(in: manifests) {
            guard let manifest = try Yams.load(yaml: manifest) as? [String: Any], let tenant = manifest["tenant"] as? String else { continue }
            for (name, connector) in Self.secrets(in: manifest) where names.insert(name).inserted {
                text += "\(name)=\(Self.credential(for: connector, seed: seed(of: tenant)))\n"
            }
        }
        if text != known { try PrivateFile.write(Array(text.utf8), to: layout.secrets) }
    }

    /// The names under `connections[].credential.secret`, each with its connector.
    private static func secrets(in manifest: [String: Any]) -> [(name: String, connector: String)] {
        let connections = manifest["connections"] as? [[String: Any]] ?? []
        return connections.compactMap { connection in
            guard let name = (connection["credential"] as? [String: Any])?["secret"] as? String else { return nil }
            return (name, connection["connector"] as? String ?? "")
        }
    }

    /// A fresh token, or the object with all that a platform wants beside it.
    private static func credential(for connector: String, seed: Int) -> String {
        let token = "sim-\(seed)-\(Randomness.word(24))"
        guard connector == "google-ads" else { return token }
        return JSON.object([.init("access_token", .string(token)), .init("developer_token", .string(Randomness.word(22)))]).description
    }

    /// The same business for the same tenant, on every machine.
    static func seed(of tenant: String) -> Int { Int(tenant.utf8.reduce(UInt32(17)) { ($0 &* 31) &+ UInt32($1) } % 9_000) + 1_000 }
}

/// Tenant manifests in a folder.
enum Manifests {
    /// The texts of `*.yaml` and `*.yml`, by name.
    /// - Throws: `UpError.noTenants` where there is none.
    static func texts(in folder: String) throws -> [String] {
        let names = ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).filter { $0.hasSuffix(".yaml") || $0.hasSuffix(".yml") }
            .sorted()
        guard !names.isEmpty else { throw UpError.noTenants(folder) }
        return try names.map { try String(contentsOfFile: "\(folder)/\($0)", encoding: .utf8) }
    }
}
