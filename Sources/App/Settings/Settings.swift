package import Connections
package import ConnectorHost
package import Core
import Foundation
package import Logging
package import Sealing

/// Where PostgreSQL is for tenant work and for the platform's own.
package struct DatabaseSettings: Sendable {
    package let tenantURL: Secret
    package let platformURL: Secret
    /// Where LISTEN connects: not through a pooler in transaction mode.
    package let listenURL: Secret
    package let poolSize: Int
    package let usesPreparedStatements: Bool

    package init(_ reader: inout SettingsReader) {
        tenantURL = reader.postgresURL(.databaseURL, user: "tactics_app")
        platformURL = reader.postgresURL(.platformURL, user: "tactics_platform")
        listenURL = reader.optionalSecret(.listenURL) ?? platformURL
        poolSize = reader.integer(.databasePool, in: 1...200)
        usesPreparedStatements = reader.flag(.prepared)
    }
}

/// The keys that the product can not run without.
package struct KeySettings: Sendable {
    package let master: MasterKeys
    /// 32 bytes or more each; the first signs, all verify.
    package let tokens: [NamedKey]
    package let cursor: [UInt8]
    package let issuer: String
    /// Where the secrets are that manifests name.
    package let secrets: SecretSource

    package init(_ reader: inout SettingsReader) {
        master = reader.masterKeys()
        tokens = reader.keys(.tokenKeys, length: 32...512)
        cursor = reader.key(.cursorKey, atLeast: 32)
        issuer = reader.required(.tokenIssuer)
        secrets = reader.secretSource()
    }
}

/// Where connectors are, what runs them, and where their platforms are.
package struct ConnectorSettings: Sendable {
    package let folders: [String]
    /// Where bundles are installed, read besides `folders`.
    package let installed: String
    /// Which bundles are used.
    package let trust: TrustPolicy
    package let runner: String
    /// Connectors that workers run in their own process.
    package let inProcess: Set<String>
    /// Connector id to the address that stands for its platform's hosts.
    package let baseURLs: [String: String]
    /// Connector id to the operator's application on its platform.
    package let oauthClients: [String: OAuthClient]
    /// How browsers reach the API: platforms send people back there.
    package let publicURL: String

    package init(_ reader: inout SettingsReader, program: Program) {
        let folders = reader.list(.connectors, separator: ":")
        self.folders = folders.isEmpty ? [program.sibling("connectors")] : folders
        installed = reader.optional(.installedConnectors) ?? program.sibling("installed-connectors")
        trust = TrustPolicy(
            bundled: program.sibling("connectors"), trustFile: reader.optional(.trustFile) ?? program.sibling("connector-trust.json"),
            allowsUnsigned: reader.flag(.allowUnsigned))
        runner = reader.optional(.runner) ?? program.sibling("connector-runner")
        inProcess = Set(reader.list(.inProcess))
        baseURLs = reader.pairs(.connectorBaseURLs)
        for (connector, url) in baseURLs where !(url.hasPrefix("http://") || url.hasPrefix("https://")) {
            reader.fault(.connectorBaseURLs, "the address of \(connector) begins neither with http:// nor with https://.")
        }
        oauthClients = reader.oauthClients()
        publicURL = reader.publicURL()
    }
}

extension ConnectorSettings {
    /// All bundles that may be used, and why the others may not.
    var catalog: ConnectorCatalog { ConnectorCatalog(directories: folders + [installed], trust: trust) }

    /// Only what was built with the program runs without the seal.
    /// - Throws: `SettingsError` for a connector that is not there or not bundled.
    func requireBundled(_ catalog: ConnectorCatalog) throws {
        let strangers = inProcess.filter { id in !catalog.bundles.contains { $0.manifest.id == id && $0.trust == .bundled } }
        guard strangers.isEmpty else {
            throw SettingsError(faults: [
                SettingsFault(
                    variable: Setting.inProcess.name,
                    sentence: "\(strangers.sorted().joined(separator: ", ")) is no bundled connector. Leave it out: others run sealed only.")
            ])
        }
    }
}

/// Where the API listens, and whom it believes.
package struct HTTPSettings: Sendable {
    package let host: String
    package let port: Int
    package let publicURL: String
    package let trustedProxies: [String]
    package let corsOrigins: [String]
    package let tls: TLSFiles?

    package struct TLSFiles: Sendable {
        package let certificate: String
        package let key: String
    }

    package init(_ reader: inout SettingsReader) {
        host = reader.required(.host)
        port = reader.integer(.port, in: 0...65_535)
        trustedProxies = reader.list(.trustedProxies)
        corsOrigins = reader.list(.corsOrigins)
        switch (reader.optional(.tlsCertificate), reader.optional(.tlsKey)) {
        case (let certificate?, let key?): tls = TLSFiles(certificate: certificate, key: key)
        case (nil, nil): tls = nil
        default:
            reader.fault(.tlsCertificate, "set it together with \(Setting.tlsKey.name), or neither.")
            tls = nil
        }
        publicURL = reader.publicURL()
    }
}

/// What every process has: how much it logs and where its metrics are.
package struct ProcessSettings: Sendable {
    package let logLevel: Logger.Level
    /// `nil` when metrics are switched off.
    package let metricsPort: Int?
    package let redisURL: Secret?

    package init(_ reader: inout SettingsReader) {
        let level = reader.required(.logLevel)
        if Logger.Level(rawValue: level) == nil {
            reader.fault(.logLevel, "\"\(level)\" is no level. Use trace, debug, info, notice, warning, error or critical.")
        }
        logLevel = Logger.Level(rawValue: level) ?? .info
        metricsPort = reader.optional(.metricsPort) == "off" ? nil : reader.integer(.metricsPort, in: 0...65_535)
        redisURL = reader.optionalSecret(.redisURL)
    }
}

extension SettingsReader {
    /// A PostgreSQL address with the user that the role needs; the value itself is never repeated in a fault.
    mutating func postgresURL(_ setting: Setting, user: String?) -> Secret {
        let before = faults.count
        let text = required(setting)
        guard faults.count == before else { return Secret("") }
        guard text.hasPrefix("postgres://") || text.hasPrefix("postgresql://") else {
            fault(setting, "it does not begin with postgres://.")
            return Secret(text)
        }
        if let user, !text.contains("//\(user)@"), !text.contains("//\(user):") {
            fault(setting, "it must sign in as \(user): postgres://\(user):password@host/database.")
        }
        return Secret(text)
    }
}
