/// Which bundles a host uses: those that came with it, those that are signed with a key which the operator trusts, and others only where the operator
/// says so.
package struct TrustPolicy: Sendable, Hashable {
    /// The directory beside the program; what lies in it came with the host.
    package let bundled: String?
    /// The path of the operator's trust file. Asked anew each time, so that a revocation counts at once.
    package let trustFile: String?
    package let allowsUnsigned: Bool

    package init(bundled: String? = nil, trustFile: String? = nil, allowsUnsigned: Bool = false) {
        self.bundled = bundled.map { FilePath.real($0) ?? $0 }
        self.trustFile = trustFile
        self.allowsUnsigned = allowsUnsigned
    }

    /// Every bundle that is in order: for the authors' own tools.
    package static let allowingUnsigned = TrustPolicy(allowsUnsigned: true)

    /// How far a bundle is trusted. A signature that is there is never ignored: a wrong one, or one of a revoked key, is refused whoever allows what.
    /// - Parameters:
    ///   - directory: the bundle's, without links and dots.
    ///   - checksums: the bytes of its CHECKSUMS.
    ///   - signature: the bytes of its SIGNATURE; `nil` where it has none.
    func trust(_ directory: String, checksums: [UInt8], signature: [UInt8]?) throws(BundleRefusal) -> ConnectorTrust {
        if let bundled, directory == bundled || directory.hasPrefix(bundled + "/") { return .bundled }
        guard let signature else { return try unsigned(directory, .unsigned) }
        guard let signature = BundleSignature(String(decoding: signature, as: UTF8.self)) else { throw BundleRefusal(directory, .badSignature) }
        guard let key = try keys(directory).key(signature.keyID) else { return try unsigned(directory, .unknownKey(signature.keyID)) }
        guard key.state == .trusted else { throw BundleRefusal(directory, .revokedKey(key.id)) }
        guard key.verifies(signature.bytes, over: checksums) else { throw BundleRefusal(directory, .wrongSignature(key.id)) }
        return .signed
    }

    /// Refuses where the key is trusted no more: called before each run of a signed bundle.
    func confirm(_ key: String, _ directory: String) throws(BundleRefusal) {
        guard let found = try keys(directory).key(key) else { throw BundleRefusal(directory, .unknownKey(key)) }
        guard found.state == .trusted else { throw BundleRefusal(directory, .revokedKey(key)) }
    }

    private func unsigned(_ directory: String, _ reason: BundleRefusal.Reason) throws(BundleRefusal) -> ConnectorTrust {
        guard allowsUnsigned else { throw BundleRefusal(directory, reason) }
        return .unsigned
    }

    private func keys(_ directory: String) throws(BundleRefusal) -> TrustFile {
        guard let trustFile else { return TrustFile() }
        do { return try TrustFile(path: trustFile) } catch { throw BundleRefusal(directory, .trustFile(error.description)) }
    }
}
