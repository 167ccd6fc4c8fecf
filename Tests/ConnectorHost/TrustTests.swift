import ConnectorHost
import Core
import Foundation
import Testing

struct TrustTests {
    @Test func `A bundle signed with a trusted key is signed`() throws {
        let (bundle, key, file) = try signed()

        let opened = try ConnectorBundle.open(bundle.directory, policy: TrustPolicy(trustFile: file))

        #expect(opened.trust == .signed)
        #expect(opened.signer == key.id)
    }

    @Test func `What lies beside the program is bundled, and nothing beside that folder is`() throws {
        let bundle = try TestBundle("good")
        let root = try TestBundle.emptyDirectory()
        try FileManager.default.copyItem(atPath: bundle.directory, toPath: "\(root)/connectors/test", makingFolders: true)
        try FileManager.default.copyItem(atPath: bundle.directory, toPath: "\(root)/connectors-of-others/test", makingFolders: true)
        let policy = TrustPolicy(bundled: "\(root)/connectors")

        #expect(try ConnectorBundle.open("\(root)/connectors/test", policy: policy).trust == .bundled)
        #expect(refusal("\(root)/connectors-of-others/test", policy) == .unsigned)
    }

    @Test func `A link in the bundled folder does not make bundled what lies elsewhere`() throws {
        let bundle = try TestBundle("good")
        let root = try TestBundle.emptyDirectory()
        try FileManager.default.createSymbolicLink(atPath: "\(root)/test", withDestinationPath: bundle.directory)

        #expect(refusal("\(root)/test", TrustPolicy(bundled: root)) == .unsigned)
    }

    @Test func `What nobody signed is refused unless the operator allows it, and the refusal says how`() throws {
        let bundle = try TestBundle("good")

        let refused = #expect(throws: BundleRefusal.self) { try ConnectorBundle.open(bundle.directory, policy: TrustPolicy()) }

        #expect(refused?.code == "unsigned")
        #expect(refused?.sentence.contains("TACTICS_ALLOW_UNSIGNED=on") == true && refused?.sentence.contains(bundle.directory) == true)
        #expect(try ConnectorBundle.open(bundle.directory, policy: .allowingUnsigned).trust == .unsigned)
    }

    @Test func `A key that is not in the trust file counts as none`() throws {
        let (bundle, key, _) = try signed()

        #expect(refusal(bundle.directory, TrustPolicy(trustFile: "/nowhere/trust.json")) == .unknownKey(key.id))
        #expect(try ConnectorBundle.open(bundle.directory, policy: .allowingUnsigned).trust == .unsigned)
    }

    @Test func `A revoked key is refused, whoever allows what`() throws {
        let (bundle, key, file) = try signed()
        try revoke(key, file)

        #expect(refusal(bundle.directory, TrustPolicy(trustFile: file, allowsUnsigned: true)) == .revokedKey(key.id))
    }

    @Test func `A key revoked after the bundle was opened stops its next run`() async throws {
        let (bundle, key, file) = try signed()
        let opened = try ConnectorBundle.open(bundle.directory, policy: TrustPolicy(trustFile: file))
        try await ConnectorSession.run(opened, .test()) { _ in }
        try revoke(key, file)

        let refused = await #expect(throws: BundleRefusal.self) { try await ConnectorSession.start(opened, .test()) }

        #expect(refused?.reason == .revokedKey(key.id))
    }

    @Test func `A file changed together with its checksum is not what was signed`() throws {
        let (bundle, key, file) = try signed()
        try Data("x".utf8).write(to: URL(filePath: "\(bundle.directory)/extra.txt"))
        try Data(Checksums.text(of: bundle.directory).utf8).write(to: URL(filePath: "\(bundle.directory)/CHECKSUMS"))

        #expect(refusal(bundle.directory, TrustPolicy(trustFile: file, allowsUnsigned: true)) == .wrongSignature(key.id))
    }

    @Test(arguments: ["", "ed25519 k", "rsa k AAAA", "ed25519 k not-base64!", "ed25519 k AAAA"])
    func `A signature that is none is refused, whoever allows what`(_ text: String) throws {
        let bundle = try TestBundle("good")
        try Data(text.utf8).write(to: URL(filePath: "\(bundle.directory)/SIGNATURE"))

        #expect(refusal(bundle.directory, .allowingUnsigned) == .badSignature)
    }

    @Test func `Another key of the same id did not sign it`() throws {
        let (bundle, key, file) = try signed()
        let other = try #require(SigningKey(id: key.id))
        try write(other, to: file)

        #expect(refusal(bundle.directory, TrustPolicy(trustFile: file)) == .wrongSignature(key.id))
    }

    @Test func `A trust file that is damaged trusts nobody and says so`() throws {
        let (bundle, _, file) = try signed()
        try Data(#"{"keys":[{"id":"k","public_key":"short","state":"trusted"}]}"#.utf8).write(to: URL(filePath: file))

        let refused = #expect(throws: BundleRefusal.self) { try ConnectorBundle.open(bundle.directory, policy: TrustPolicy(trustFile: file)) }

        #expect(refused?.code == "trust_file")
        #expect(refused?.sentence.contains(file) == true)
    }

    @Test func `A trust file reads what it wrote, and a key stays revoked`() throws {
        let key = try #require(SigningKey(id: "acme-2026"))
        var file = TrustFile()
        let isAdded = file.add(try #require(TrustKey(id: key.id, publicKey: key.publicKey, note: "Acme")))
        let isRevoked = file.revoke(key.id, note: nil)

        let again = try TrustFile(parsing: file.document.encoded())

        #expect(again == file)
        #expect(again.key(key.id)?.state == .revoked && again.key(key.id)?.note == "Acme")
        let isAddedAgain = file.add(try #require(TrustKey(id: key.id, publicKey: key.publicKey)))
        #expect(isAdded && isRevoked && !isAddedAgain)
    }

    @Test func `A signing key is read from its file and never printed`() throws {
        let key = try #require(SigningKey(id: "acme-2026"))

        let again = try #require(SigningKey(parsing: key.secret.reveal()))

        #expect(again.publicKey == key.publicKey)
        #expect("\(key)" == "acme-2026 <secret>")
        #expect(SigningKey(parsing: "acme") == nil && SigningKey(id: "a/b") == nil)
    }

    @Test func `A catalog tells how far each bundle is trusted, and what it refused`() throws {
        let (bundle, _, file) = try signed()
        let root = try TestBundle.emptyDirectory()
        try FileManager.default.copyItem(atPath: bundle.directory, toPath: "\(root)/signed")
        let other = try TestBundle("good", manifest: TestBundle.manifest.setting("id", "other"))
        try FileManager.default.copyItem(atPath: other.directory, toPath: "\(root)/unsigned")

        let catalog = ConnectorCatalog(directories: [root], trust: TrustPolicy(trustFile: file))

        #expect(catalog.bundles.map(\.trust) == [.signed])
        #expect(catalog.refusals.map(\.reason) == [.unsigned])
    }

    /// A bundle, the key that signed it, and a trust file that names it.
    private func signed() throws -> (TestBundle, SigningKey, String) {
        let bundle = try TestBundle("good")
        let key = try #require(SigningKey(id: "acme-2026"))
        let checksums = try [UInt8](Data(contentsOf: URL(filePath: "\(bundle.directory)/CHECKSUMS")))
        try Data(key.sign(checksums).text.utf8).write(to: URL(filePath: "\(bundle.directory)/SIGNATURE"))
        let file = try TestBundle.emptyDirectory() + "/trust.json"
        try write(key, to: file)
        return (bundle, key, file)
    }

    private func write(_ key: SigningKey, to file: String) throws {
        var trust = TrustFile()
        _ = trust.add(try #require(TrustKey(id: key.id, publicKey: key.publicKey)))
        try Data(trust.document.encoded()).write(to: URL(filePath: file))
    }

    private func revoke(_ key: SigningKey, _ file: String) throws {
        var trust = try TrustFile(path: file)
        _ = trust.revoke(key.id, note: "stolen")
        try Data(trust.document.encoded()).write(to: URL(filePath: file))
    }

    private func refusal(_ directory: String, _ policy: TrustPolicy) -> BundleRefusal.Reason? {
        do throws(BundleRefusal) {
            _ = try ConnectorBundle.open(directory, policy: policy)
            return nil
        } catch { return error.reason }
    }
}

extension FileManager {
    fileprivate func copyItem(atPath from: String, toPath to: String, makingFolders: Bool) throws {
        let folder = URL(filePath: to).deletingLastPathComponent()
        if makingFolders { try createDirectory(at: folder, withIntermediateDirectories: true) }
        try copyItem(atPath: from, toPath: to)
    }
}
