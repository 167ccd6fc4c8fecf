import ConnectorHost
import Core
import Foundation

/// `tactics connector pack` and `sign`: what authors do before they hand out a connector.
package enum ConnectorPacking {
    /// Writes CHECKSUMS of a bundle's folder anew, checks the bundle, and packs it as `ID-VERSION.tar.gz`. The same files give the same archive.
    /// - Parameters:
    ///   - folder: the bundle's; one that is signed must be as it was signed.
    ///   - output: the archive's path, or a folder that exists; `nil` for the working folder.
    package static func pack(_ folder: String, output: String? = nil) throws -> ConnectorAnswer {
        guard Program.isFolder(folder) else {
            throw ConnectorCommandFault("missing_bundle", "\(folder) is no folder. Name the folder that holds connector.json and the library.")
        }
        if !FileManager.default.fileExists(atPath: "\(folder)/SIGNATURE") { try writeChecksums(folder) }
        let bundle = try ConnectorBundle.open(folder)
        let name = "\(bundle.manifest.id)-\(bundle.manifest.version).tar.gz"
        let path = output.map { Program.isFolder($0) ? "\($0)/\(name)" : $0 } ?? name
        let bytes = try write(try BundleArchive(directory: folder), to: path)
        return ConnectorAnswer(
            "Packed \(bundle.manifest.id) \(bundle.manifest.version) as \(path) (\(bytes) bytes).",
            [
                "id": .string(bundle.manifest.id), "version": .string(bundle.manifest.version.description), "path": .string(path),
                "bytes": .integer(bytes), "signed": .bool(FileManager.default.fileExists(atPath: "\(folder)/SIGNATURE")),
            ])
    }

    /// Signs a bundle, a folder or an archive, in place, with the private key of a file that `tactics connector trust key` made.
    package static func sign(_ path: String, keyFile: String) throws -> ConnectorAnswer {
        guard let text = try? String(contentsOfFile: keyFile, encoding: .utf8), let key = SigningKey(parsing: text) else {
            throw ConnectorCommandFault("invalid_key", "\(keyFile) holds no signing key. Make one with `tactics connector trust key ID --to FILE`.")
        }
        let archive = try ConnectorSource.archive(path)
        let bundle = try ConnectorSource.withFolder(of: path) { try ConnectorBundle.open($0) }
        guard let checksums = archive["CHECKSUMS"] else { throw BundleRefusal(path, .missing("CHECKSUMS")) }
        let signature = Array(try key.sign(checksums).text.utf8)
        if Program.isFolder(path) {
            try Data(signature).write(to: URL(filePath: "\(path)/SIGNATURE"), options: .atomic)
        } else {
            _ = try write(archive.setting("SIGNATURE", signature), to: path)
        }
        return ConnectorAnswer(
            "Signed \(bundle.manifest.id) \(bundle.manifest.version) with the key \(key.id). Its public key is \(Base64URL.encode(key.publicKey)).",
            [
                "id": .string(bundle.manifest.id), "version": .string(bundle.manifest.version.description), "key": .string(key.id),
                "public_key": .string(Base64URL.encode(key.publicKey)), "path": .string(path),
            ])
    }

    /// Writes the CHECKSUMS of a folder as it is now.
    static func writeChecksums(_ folder: String) throws {
        try Data(Checksums.text(of: folder).utf8).write(to: URL(filePath: "\(folder)/CHECKSUMS"), options: .atomic)
    }

    /// Writes an archive at once or not at all, and says how many bytes it has.
    private static func write(_ archive: BundleArchive, to path: String) throws -> Int {
        let bytes = try Gzip.packed(try archive.tar())
        do { try Data(bytes).write(to: URL(filePath: path), options: .atomic) } catch {
            throw ConnectorCommandFault(
                "unwritable", "\(path) can not be written. See that its folder is there and that this user may write into it.")
        }
        return bytes.count
    }
}
