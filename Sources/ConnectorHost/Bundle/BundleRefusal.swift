/// Why a bundle is not used. Its sentence names the bundle, what is wrong and what to do.
package struct BundleRefusal: Error, Sendable, Hashable {
    package enum Reason: Sendable, Hashable {
        case missing(String)
        case unreadable(String)
        case manifest([String])
        case libraryNotFound
        case noChecksum(String)
        case wrongChecksum(String)
        case badChecksums
        case notALibrary(String)
        case otherMachine(String)
        case abi(asked: Int)
        case missingSymbol(String)
        case missingLibraries([String])
        /// A file is another than the one that was verified.
        case changed(String)
        /// `manifest()` answered other bytes than connector.json.
        case otherManifest
    }

    /// The bundle's directory.
    package let directory: String
    package let reason: Reason

    package init(_ directory: String, _ reason: Reason) {
        self.directory = directory
        self.reason = reason
    }

    /// The stable name for records.
    package var code: String {
        switch reason {
        case .missing: "missing_file"
        case .unreadable: "unreadable"
        case .manifest: "invalid_manifest"
        case .libraryNotFound: "no_library"
        case .noChecksum: "no_checksum"
        case .wrongChecksum: "wrong_checksum"
        case .badChecksums: "invalid_checksums"
        case .notALibrary: "not_a_library"
        case .otherMachine: "other_machine"
        case .abi: "other_abi"
        case .missingSymbol: "missing_symbol"
        case .missingLibraries: "missing_libraries"
        case .changed: "changed"
        case .otherManifest: "other_manifest"
        }
    }

    /// For people.
    package var sentence: String {
        let bundle = "The connector bundle \(directory)"
        return switch reason {
        case .missing(let file): "\(bundle) has no \(file). Copy the whole bundle, or pack it again with `tactics connector pack`."
        case .unreadable(let file): "\(bundle): \(file) can not be read. Make it an ordinary file that this user may read, of at most 256 MiB."
        case .manifest(let faults):
            "\(bundle) has an invalid connector.json: \(faults.joined(separator: "; ")). Correct it and pack the bundle again."
        case .libraryNotFound:
            "\(bundle) must hold exactly one library (.so) beside its connector.json, or name it there as `library`. Remove the others or name one."
        case .noChecksum(let file):
            "\(bundle): CHECKSUMS does not name \(file). Remove the file, or pack the bundle again with `tactics connector pack`."
        case .wrongChecksum(let file): "\(bundle): \(file) is not the file that CHECKSUMS names. Install the bundle again from its source."
        case .badChecksums: "\(bundle): CHECKSUMS is not of the form `sha256  path`. Pack the bundle again with `tactics connector pack`."
        case .notALibrary(let why): "\(bundle): its library is no ELF shared library that can be read (\(why)). Build it again."
        case .otherMachine(let machine):
            "\(bundle): its library is built for \(machine), "
                + "this machine is \(ELFImage.thisMachine). Build it for this machine."
        case .abi(let asked):
            "\(bundle) asks for connector ABI \(asked); this host serves ABI \(ConnectorBundle.abiMajor). "
                + (asked > ConnectorBundle.abiMajor
                    ? "Use a newer Tactics, or build the connector for ABI \(ConnectorBundle.abiMajor)."
                    : "Build the connector for ABI \(ConnectorBundle.abiMajor).")
        case .missingSymbol(let symbol):
            "\(bundle): its library does not export `\(symbol)`, the entry that connector.json names. Export that function, or correct `entry`."
        case .missingLibraries(let names):
            "\(bundle) needs \(names.joined(separator: ", ")), which this machine has not. Put the libraries into the bundle's lib/, or link them statically "
                + "(`swift build -Xswiftc -static-stdlib`)."
        case .changed(let file): "\(bundle): \(file) was changed after it was verified. Restart, or install the bundle again from its source."
        case .otherManifest: "\(bundle): the library's manifest() is not the bundle's connector.json. Build and pack them together."
        }
    }
}

extension BundleRefusal: CustomStringConvertible {
    package var description: String { sentence }
}
