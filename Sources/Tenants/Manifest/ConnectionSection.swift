import Core
import Foundation
import Yams

/// The `connections` of a manifest.
struct ConnectionSection {
    let directory: String

    func read(_ node: Node, _ reader: inout ManifestReader) -> [ConnectionDeclaration] {
        var names: Set<String> = []
        return reader.items(of: node, called: "connections").compactMap { item in
            guard let connection = connection(item, &reader) else { return nil }
            if !names.insert(connection.name).inserted { reader.fault("the connection \"\(connection.name)\" stands twice", at: item) }
            return connection
        }
    }

    private func connection(_ node: Node, _ reader: inout ManifestReader) -> ConnectionDeclaration? {
        let members = reader.members(of: node, called: "a connection", known: ["connector", "name", "config", "credential", "schedule", "upload"])
        let connector = reader.require("connector", in: members, of: node, called: "a connection").flatMap {
            reader.text($0, called: "connector", length: 1...64)
        }
        let name = reader.require("name", in: members, of: node, called: "a connection").flatMap { reader.text($0, called: "name") }
        let config = members["config"].map { ManifestJSON.value(of: $0, &reader) } ?? .object([])
        if let node = members["config"], config.members == nil { reader.fault("config has to be a mapping", at: node) }
        let secret = members["credential"].flatMap { secretName($0, &reader) }
        let schedule = members["schedule"].flatMap {
            reader.parsed($0, called: "schedule", "is no interval such as \"every 6h\" (m, h or d; at least 1m)", Self.interval)
        }
        let upload = members["upload"].flatMap { uploadPath($0, &reader) }
        guard let connector, let name else { return nil }
        return ConnectionDeclaration(connector: connector, name: name, config: config, secret: secret, scheduleSeconds: schedule, upload: upload)
    }

    private func secretName(_ node: Node, _ reader: inout ManifestReader) -> String? {
        guard node.mapping != nil else {
            reader.fault("credential has to be { secret: NAME }: a secret is named here and never written here", at: node)
            return nil
        }
        let members = reader.members(of: node, called: "a credential", known: ["secret"])
        return reader.require("secret", in: members, of: node, called: "a credential (a secret is named here and never written here)").flatMap {
            reader.parsed($0, called: "secret", "is no name of a secret: upper-case letters, digits and _") { text in
                text.utf8.allSatisfy { $0 == UInt8(ascii: "_") || (48...57).contains($0) || (65...90).contains($0) } ? text : nil
            }
        }
    }

    /// A file beside the manifest: no absolute path, no way up.
    private func uploadPath(_ node: Node, _ reader: inout ManifestReader) -> String? {
        guard let path = reader.text(node, called: "upload", length: 1...1_000) else { return nil }
        guard !path.hasPrefix("/"), !path.split(separator: "/").contains("..") else {
            reader.fault("upload has to be a file beside the manifest, without \"..\"", at: node)
            return nil
        }
        let absolute = "\(directory)/\(path)"
        guard FileManager.default.isReadableFile(atPath: absolute) else {
            reader.fault("the file \(path) does not stand beside the manifest, or can not be read", at: node)
            return nil
        }
        return absolute
    }

    /// `every 6h` in seconds.
    static func interval(_ text: String) -> Int? {
        let words = text.split(separator: " ")
        guard words.count == 2, words[0] == "every", let unit = words[1].last, let count = Int(words[1].dropLast()), count > 0 else { return nil }
        let seconds: Int
        switch unit {
        case "m": seconds = 60
        case "h": seconds = 3_600
        case "d": seconds = 86_400
        default: return nil
        }
        let (total, overflow) = count.multipliedReportingOverflow(by: seconds)
        return overflow || total > 366 * 86_400 ? nil : total
    }
}
