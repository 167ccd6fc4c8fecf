import ConnectorHost
package import Core
import Foundation

/// What a command says: for people, and the same for programs.
package struct ConnectorAnswer: Sendable {
    package let text: String
    package let document: JSON

    package init(_ text: String, _ document: JSON) {
        self.text = text
        self.document = document
    }

    /// Why a command failed, for programs: `{"error": {"code", "message"}}`.
    package static func failure(_ error: any Error) -> JSON {
        let code =
            switch error {
            case let refusal as BundleRefusal: refusal.code
            case let fault as ConnectorCommandFault: fault.code
            case is BundleArchive.TarFault: "invalid_archive"
            case is SettingsError: "invalid_settings"
            case is TrustFileFault: "trust_file"
            case let error as ConnectorError: error.kind.rawValue
            case is PluginFault: "plugin_fault"
            default: "failed"
            }
        return ["error": ["code": .string(code), "message": .string(String(describing: error))]]
    }
}

/// Why a command about connectors does nothing. The sentence says what to do.
package struct ConnectorCommandFault: Error, Sendable, Hashable, CustomStringConvertible {
    package let code: String
    package let sentence: String

    init(_ code: String, _ sentence: String) {
        self.code = code
        self.sentence = sentence
    }

    package var description: String { sentence }
}

extension ConnectorBundle {
    /// What the commands say about a bundle.
    var document: JSON {
        [
            "id": .string(manifest.id), "version": .string(manifest.version.description), "name": .string(manifest.name),
            "vendor": .string(manifest.vendor), "abi": .integer(manifest.abi), "trust": .string(trust.rawValue),
            "key": signer.map { .string($0) } ?? .null, "directory": .string(directory),
        ]
    }
}
