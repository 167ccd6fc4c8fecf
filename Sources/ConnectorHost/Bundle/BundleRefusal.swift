/// Why a bundle is not used. Its sentence names the bundle, what is wrong and what to do.
package struct BundleRefusal: Error, Sendable, Hashable {
    package enum Reason: Sendable, Hashable {
        case missing(String)
        case unreadable(String)
        case unwritable(String)
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
        /// Nobody signed it, and the operator does not allow that.
        case unsigned
        /// SIGNATURE is not of the form.
        case badSignature
        case unknownKey(String)
        case revokedKey(String)
        /// The signature is not of these files.
        case wrongSignature(String)
        /// The operator's trust file can not be believed; with its own sentence.
        case trustFile(String)
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
        case .unwritable: "unwritable"
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
        case .unsigned: "unsigned"
        case .badSignature: "invalid_signature"
        case .unknownKey: "unknown_key"
        case .revokedKey: "revoked_key"
        case .wrongSignature: "wrong_signature"
        case .trustFile: "trust_file"
        }
    }

    /// For people.
    package var sentence: String {
        let bundle = "The connector bundle \(directory)"
        return switch reason {
        case .missing(let file): "\(bundle) has no \(file). Copy the whole bundle, or pack it again with `tactics connector pack`."
        case .unreadable(let file): "\(bundle): \(file) can not be read. Make it an ordinary file that this user may read, of at most 256 MiB."
        case .unwritable(let file): "\(bundle): \(file) can not be written. See that this user may write there and that the disk has room."
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
        case .unsigned:
            "\(bundle) is not signed. Ask its author for a signed one, sign it yourself with `tactics connector sign`, or set "
                + "TACTICS_ALLOW_UNSIGNED=on for connectors that you write yourself."
        case .badSignature: "\(bundle): SIGNATURE is not of the form `ed25519 key signature`. Sign it again with `tactics connector sign`."
        case .unknownKey(let key):
            "\(bundle) is signed with the key \(key), which the trust file does not name. If you trust its owner, add the public key with "
                + "`tactics connector trust add \(key) PUBLIC-KEY`."
        case .revokedKey(let key):
            "\(bundle) is signed with the key \(key), which is revoked. Remove the bundle, and install one that is signed with a key you trust."
        case .wrongSignature(let key):
            "\(bundle): its signature by the key \(key) is not of these files. Install the bundle again from its source."
        case .trustFile(let sentence): "\(bundle) can not be judged: \(sentence)"
        }
    }
}

extension BundleRefusal: CustomStringConvertible {
    package var description: String { sentence }
}
