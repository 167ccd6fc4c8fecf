import App
import ConnectorHost
import Core
import Foundation
import Testing

@Suite struct ConnectorStoreTests {
    @Test func `A connector is signed, packed, installed, listed and removed`() throws {
        let bench = try ConnectorBench()
        let bundle = try bench.connector() + "/bundle"
        _ = try ConnectorPacking.sign(bundle, keyFile: try bench.trustedKey())
        let archive = try #require(try ConnectorPacking.pack(bundle, output: bench.path).document["path"]?.string)

        let verified = try ConnectorCommands.verify(archive, bench.environment, program: bench.program)
        let installed = try bench.install(archive)

        #expect(verified.text == "acme-shop 0.1.0 (AcmeShop) is in order; signed with the key acme-2026.")
        #expect(installed.document["directory"]?.string == "\(bench.path)/installed/acme-shop-0.1.0")
        let listed = try bench.list().document["connectors"]?.array?.first
        #expect(listed?["id"] == "acme-shop" && listed?["trust"] == "signed" && listed?["key"] == "acme-2026")
        _ = try ConnectorStore(bench.environment, program: bench.program).remove("acme-shop", version: "0.1.0")
        #expect(bench.installed.isEmpty)
        #expect(try bench.list().text == "No connector is installed.")
    }

    @Test func `What nobody signed is not installed, and leaves nothing behind`() throws {
        let bench = try ConnectorBench()
        let bundle = try bench.connector() + "/bundle"

        let refusal = #expect(throws: BundleRefusal.self) { try bench.install(bundle) }

        #expect(refusal?.code == "unsigned" && refusal?.directory == bundle)
        #expect(bench.installed.isEmpty)
    }

    @Test func `A revoked key takes what is installed out of the list, and says so`() throws {
        let bench = try ConnectorBench()
        let bundle = try bench.connector() + "/bundle"
        _ = try ConnectorPacking.sign(bundle, keyFile: try bench.trustedKey())
        _ = try bench.install(bundle)

        _ = try ConnectorTrusting(bench.environment, program: bench.program).revoke("acme-2026", reason: "stolen")

        let listed = try bench.list().document
        #expect(listed["connectors"] == [])
        #expect(listed["refused"]?.array?.first?["code"] == "revoked_key")
        #expect(ConnectorBench.code { _ = try bench.trustedKey() } == "exists")
    }

    @Test func `Versions stand side by side, and the same one again changes nothing`() throws {
        let bench = try ConnectorBench(allowsUnsigned: true)
        let first = try bench.connector(folder: "a") + "/bundle"
        let second = try bench.connector(folder: "b") { $0.replacing("0.1.0", with: "0.2.0") } + "/bundle"

        _ = try bench.install(first)
        let beside = try bench.install(second)
        let again = try bench.install(first)

        #expect(beside.text.contains("is installed beside 0.1.0"))
        #expect(again.text.contains("is installed already"))
        #expect(bench.installed == ["acme-shop-0.1.0", "acme-shop-0.2.0"])
    }

    @Test func `Another content under an installed version is refused`() throws {
        let bench = try ConnectorBench(allowsUnsigned: true)
        _ = try bench.install(try bench.connector(folder: "a") + "/bundle")
        let other = try bench.connector(folder: "b") { $0.replacing("\"You\"", with: "\"Someone\"") } + "/bundle"

        #expect(ConnectorBench.code { _ = try bench.install(other) } == "other_content")
    }

    @Test func `A version that breaks the one before it needs a new major number`() throws {
        let bench = try ConnectorBench(allowsUnsigned: true)
        let change: (String) -> String = { $0.replacing("\"hosts\": [\"api.example.com\"]", with: "\"hosts\": [\"new.example.com\"]") }
        _ = try bench.install(try bench.connector(folder: "a") + "/bundle")
        let minor = try bench.connector(folder: "b") { change($0).replacing("0.1.0", with: "0.2.0") } + "/bundle"
        let major = try bench.connector(folder: "c") { change($0).replacing("0.1.0", with: "1.0.0") } + "/bundle"

        let refused = #expect(throws: ConnectorCommandFault.self) { try bench.install(minor) }

        #expect(refused?.sentence.contains("the host api.example.com is gone") == true && refused?.sentence.contains("1.0.0") == true)
        #expect(try bench.install(major).text.contains("1.0.0 is installed beside 0.1.0"))
        #expect(bench.installed == ["acme-shop-0.1.0", "acme-shop-1.0.0"])
    }

    @Test func `The same bundle packs to the same bytes`() throws {
        let bench = try ConnectorBench()
        let bundle = try bench.connector() + "/bundle"

        _ = try ConnectorPacking.pack(bundle, output: "\(bench.path)/one.tar.gz")
        _ = try ConnectorPacking.pack(bundle, output: "\(bench.path)/two.tar.gz")

        #expect(try Data(contentsOf: URL(filePath: "\(bench.path)/one.tar.gz")) == Data(contentsOf: URL(filePath: "\(bench.path)/two.tar.gz")))
    }

    @Test func `An archive that unpacks to more than a bundle may hold is refused while it unpacks`() throws {
        let bench = try ConnectorBench(allowsUnsigned: true)
        let bomb = "\(bench.path)/bomb.tar.gz"
        try shell("head -c \(BundleArchive.mostBytes + 1_048_576) /dev/zero | gzip -1 > \(bomb)")

        #expect(ConnectorBench.code { _ = try bench.install(bomb) } == "invalid_archive")
        #expect(bench.installed.isEmpty)
    }

    @Test func `What is no archive, no bundle, or not there says so`() throws {
        let bench = try ConnectorBench(allowsUnsigned: true)
        try Data("hello".utf8).write(to: URL(filePath: "\(bench.path)/text.tar.gz"))
        try Data("hello".utf8).write(to: URL(filePath: "\(bench.path)/text.txt"))

        #expect(ConnectorBench.code { _ = try bench.install("\(bench.path)/text.tar.gz") } == "invalid_archive")
        #expect(ConnectorBench.code { _ = try bench.install("\(bench.path)/text.txt") } == "no_bundle")
        #expect(ConnectorBench.code { _ = try bench.install("\(bench.path)/nothing") } == "missing_bundle")
        #expect(ConnectorBench.code { _ = try ConnectorStore(bench.environment, program: bench.program).remove("acme") } == "not_installed")
    }

    @Test func `A signed archive whose files were changed is refused`() throws {
        let bench = try ConnectorBench(allowsUnsigned: true)
        let bundle = try bench.connector() + "/bundle"
        _ = try ConnectorPacking.sign(bundle, keyFile: try bench.trustedKey())
        try Data("x".utf8).write(to: URL(filePath: "\(bundle)/extra.txt"))

        #expect(ConnectorBench.code { _ = try bench.install(bundle) } == "no_checksum")
        #expect(ConnectorBench.code { _ = try ConnectorPacking.pack(bundle, output: bench.path) } == "no_checksum")
    }

    private func shell(_ line: String) throws {
        let process = Process()
        process.executableURL = URL(filePath: "/bin/sh")
        process.arguments = ["-c", line]
        try process.run()
        process.waitUntilExit()
    }
}
