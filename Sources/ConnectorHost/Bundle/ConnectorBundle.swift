import Core

/// A connector bundle that was verified: its files are those of CHECKSUMS, its library is for this machine, exports its entry, and speaks our ABI.
/// Nothing of it has been loaded or run.
package struct ConnectorBundle: Sendable {
    /// The ABI that this host serves.
    package static let abiMajor = 1
    package static let abiMinor = 0
    /// The largest file of a bundle, in bytes.
    package static let mostBytes = 256 << 20

    /// Without links and dots.
    package let directory: String
    /// The library's path.
    package let library: String
    package let manifest: ConnectorManifest
    /// The bytes of connector.json.
    package let manifestBytes: [UInt8]
    package let checksums: Checksums
    /// Where it comes from; for whoever opened it to say.
    package var trust = ConnectorTrust.unsigned
    /// The key that signed it; `nil` unless it is `signed`.
    package private(set) var signer: String?
    private var policy: TrustPolicy?
    private let identities: [String: FileBytes.Identity]

    /// Opens and verifies the bundle in a directory. `trust`: where it comes from. `libraryPaths`: where shared libraries may lie besides the bundle and the system's directories.
    package static func open(
        _ directory: String, libraryPaths: [String] = RunnerSettings.swiftRuntimePaths(), trust: ConnectorTrust = .unsigned
    ) throws(BundleRefusal) -> ConnectorBundle {
        guard let real = FilePath.real(directory), FilePath.isDirectory(real) else { throw BundleRefusal(directory, .missing("directory")) }
        var bundle = try ConnectorBundle(real, libraryPaths: libraryPaths, policy: nil)
        bundle.trust = trust
        return bundle
    }

    /// Opens and verifies the bundle in a directory, and decides by the operator's policy how far it is trusted. A bundle that is signed asks the
    /// policy again before each run.
    package static func open(
        _ directory: String, policy: TrustPolicy, libraryPaths: [String] = RunnerSettings.swiftRuntimePaths()
    ) throws(BundleRefusal) -> ConnectorBundle {
        guard let real = FilePath.real(directory), FilePath.isDirectory(real) else { throw BundleRefusal(directory, .missing("directory")) }
        return try ConnectorBundle(real, libraryPaths: libraryPaths, policy: policy)
    }

    private init(_ directory: String, libraryPaths: [String], policy: TrustPolicy?) throws(BundleRefusal) {
        self.directory = directory
        let manifestFile = try Self.file("connector.json", directory)
        let sumsFile = try Self.file("CHECKSUMS", directory)
        if let policy {
            let signature = FilePath.exists("\(directory)/SIGNATURE") ? try Self.file("SIGNATURE", directory).bytes : nil
            trust = try policy.trust(directory, checksums: sumsFile.bytes, signature: signature)
            if trust == .signed { signer = signature.flatMap { BundleSignature(String(decoding: $0, as: UTF8.self)) }?.keyID }
            self.policy = policy
        }
        guard let checksums = Checksums(String(decoding: sumsFile.bytes, as: UTF8.self)) else { throw BundleRefusal(directory, .badChecksums) }
        self.checksums = checksums

        var files = ["connector.json": manifestFile]
        identities = try Self.verify(directory, checksums, &files)
        manifestBytes = manifestFile.bytes
        do throws(ManifestFaults) { manifest = try ConnectorManifest(parsing: manifestFile.bytes) } catch {
            throw BundleRefusal(directory, .manifest(error.faults.map { "\($0.pointer.isEmpty ? "it" : $0.pointer) \($0.detail)" }))
        }
        guard manifest.abi == Self.abiMajor else { throw BundleRefusal(directory, .abi(asked: manifest.abi)) }

        let name = try Self.libraryName(manifest, checksums, directory)
        library = "\(directory)/\(name)"
        let libraryFile = if let file = files[name] { file } else { try Self.file(name, directory) }
        try Self.check(libraryFile, manifest, directory, libraryPaths)
    }

    /// The library is for this machine, has the manifest's entry, and finds what it needs.
    private static func check(_ library: FileBytes, _ manifest: ConnectorManifest, _ directory: String, _ paths: [String]) throws(BundleRefusal) {
        let image: ELFImage
        do throws(ELFImage.Fault) {
            image = try library.memory.withBytes { bytes throws(ELFImage.Fault) in try ELFImage(bytes, entry: manifest.entry) }
        } catch { throw BundleRefusal(directory, .notALibrary(error.description)) }
        guard image.machine == ELFImage.thisMachine else { throw BundleRefusal(directory, .otherMachine(image.machine)) }
        guard image.hasEntry else { throw BundleRefusal(directory, .missingSymbol(manifest.entry)) }
        let missing = SharedLibraries.missing(image.needed, bundle: directory, paths: paths)
        guard missing.isEmpty else { throw BundleRefusal(directory, .missingLibraries(missing)) }
    }

    /// Refuses a bundle whose files are others than those that were verified, or whose key was revoked since: called before each run. A file's identity holds its inode and its
    /// change time, which the owner of a file can not set back.
    package func checkUnchanged() throws(BundleRefusal) {
        for (path, identity) in identities where FileBytes.identity(of: "\(directory)/\(path)") != identity {
            throw BundleRefusal(directory, .changed(path))
        }
        if let policy, let signer { try policy.confirm(signer, directory) }
    }

    private static func file(_ name: String, _ directory: String) throws(BundleRefusal) -> FileBytes {
        do throws(FileBytes.Failure) { return try FileBytes("\(directory)/\(name)", most: mostBytes) } catch {
            throw BundleRefusal(directory, error == .missing ? .missing(name) : .unreadable(name))
        }
    }

    /// Hashes every file that CHECKSUMS names, from the one descriptor it is read by, and refuses files that it does not name.
    private static func verify(
        _ directory: String, _ checksums: Checksums, _ files: inout [String: FileBytes]
    ) throws(BundleRefusal) -> [String: FileBytes.Identity] {
        var identities: [String: FileBytes.Identity] = [:]
        for path in Checksums.files(in: directory) where checksums.sums[path] == nil { throw BundleRefusal(directory, .noChecksum(path)) }
        for (path, sum) in checksums.sums.sorted(by: { $0.key < $1.key }) {
            let file = if let known = files[path] { known } else { try file(path, directory) }
            guard file.sha256 == sum else { throw BundleRefusal(directory, .wrongChecksum(path)) }
            identities[path] = file.identity
            if path.hasSuffix(".so") { files[path] = file }
        }
        return identities
    }

    private static func libraryName(_ manifest: ConnectorManifest, _ checksums: Checksums, _ directory: String) throws(BundleRefusal) -> String {
        if let name = manifest.library {
            guard checksums.sums[name] != nil else { throw BundleRefusal(directory, .missing(name)) }
            return name
        }
        let candidates = checksums.sums.keys.filter { $0.hasSuffix(".so") && !$0.contains("/") }
        guard candidates.count == 1, let only = candidates.first else { throw BundleRefusal(directory, .libraryNotFound) }
        return only
    }
}

/// Where shared libraries are found, as far as a sealed connector can reach them.
enum SharedLibraries {
    private static let system = [
        "/lib/\(ELFImage.thisMachine)-linux-gnu", "/usr/lib/\(ELFImage.thisMachine)-linux-gnu", "/lib64", "/usr/lib64", "/lib", "/usr/lib",
    ]

    static func missing(_ names: [String], bundle: String, paths: [String]) -> [String] {
        let directories = [bundle, "\(bundle)/lib"] + paths + system
        return names.filter { name in !directories.contains { FilePath.exists("\($0)/\(name)") } }
    }
}
