import App
import ConnectorHost
import Core
import Foundation
import Testing

@Suite struct ConnectorStoreTests {
    @Test func `A connector is signed, packed, installed, listed and removed`() async throws {
        let bench = try ConnectorBench()
        let bundle = try bench.connector() + "/bundle"
        _ = try ConnectorPacking.sign(bundle, keyFile: try bench.trustedKey())
        let archive = try #require(try ConnectorPacking.pack(bundle, output: bench.path).document["path"]?.string)

        let verified = try ConnectorCommands.verify(archive, bench.environment, program: bench.program)
        let installed = try await bench.install(archive)

        #expect(verified.text == "acme-shop 0.1.0 (AcmeShop) is in order; signed with the key acme-2026.")
        #expect(installed.document["directory"]?.string == "\(bench.path)/installed/acme-shop-0.1.0")
        let listed = try bench.list().document["connectors"]?.array?.first
        #expect(listed?["id"] == "acme-shop" && listed?["trust"] == "signed" && listed?["key"] == "acme-2026")
        _ = try ConnectorStore(bench.environment, program: bench.program).remove("acme-shop", version: "0.1.0")
        #expect(bench.installed.isEmpty)
        #expect(try bench.list().text == "No connector is installed.")
    }

    @Test func `What nobody signed is not installed, and leaves nothing behind`() async throws {
        let bench = try ConnectorBench()
        let bundle = try bench.connector() + "/bundle"

        let refusal = await #expect(throws: BundleRefusal.self) { try await bench.install(bundle) }

        #expect(refusal?.code == "unsigned" && refusal?.directory == bundle)
        #expect(bench.installed.isEmpty)
    }

    @Test func `A revoked key takes what is installed out of the list, and says so`() async throws {
        let bench = try ConnectorBench()
        let bundle = try bench.connector() + "/bundle"
        _ = try ConnectorPacking.sign(bundle, keyFile: try bench.trustedKey())
        _ = try await bench.install(bundle)

        _ = try ConnectorTrusting(bench.environment, program: bench.program).revoke("acme-2026", reason: "stolen")

        let listed = try bench.list().document
        #expect(listed["connectors"] == [])
        #expect(listed["refused"]?.array?.first?["code"] == "revoked_key")
        #expect(await ConnectorBench.code { _ = try bench.trustedKey() } == "exists")
    }

    @Test func `Versions stand side by side, and the same one again changes nothing`() async throws {
        let bench = try ConnectorBench(allowsUnsigned: true)
        let first = try bench.connector(folder: "a") + "/bundle"
        let second = try bench.connector(folder: "b") { $0.replacing("0.1.0", with: "0.2.0") } + "/bundle"

        _ = try await bench.install(first)
        let beside = try await bench.install(second)
        let again = try await bench.install(first)

        #expect(beside.text.contains("is installed beside 0.1.0"))
        #expect(again.text.contains("is installed already"))
        #expect(bench.installed == ["acme-shop-0.1.0", "acme-shop-0.2.0"])
    }

    @Test func `Another content under an installed version is refused`() async throws {
        let bench = try ConnectorBench(allowsUnsigned: true)
        _ = try await bench.install(try bench.connector(folder: "a") + "/bundle")
        let other = try bench.connector(folder: "b") { $0.replacing("\"You\"", with: "\"Someone\"") } + "/bundle"

        #expect(await ConnectorBench.code { _ = try await bench.install(other) } == "other_content")
    }

    @Test func `A version that breaks the one before it needs a new major number`() async throws {
        let bench = try ConnectorBench(allowsUnsigned: true)
        let change: (String) -> String = { $0.replacing("\"hosts\": [\"api.example.com\"]", with: "\"hosts\": [\"new.example.com\"]") }
        _ = try await bench.install(try bench.connector(folder: "a") + "/bundle")
        let minor = try bench.connector(folder: "b") { change($0).replacing("0.1.0", with: "0.2.0") } + "/bundle"
        let major = try bench.connector(folder: "c") { change($0).replacing("0.1.0", with: "1.0.0") } + "/bundle"

        let refused = await #expect(throws: ConnectorCommandFault.self) { try await bench.install(minor) }

        #expect(refused?.sentence.contains("the host api.example.com is gone") == true && refused?.sentence.contains("1.0.0") == true)
        #expect(try await bench.install(major).text.contains("1.0.0 is installed beside 0.1.0"))
        #expect(bench.installed == ["acme-shop-0.1.0", "acme-shop-1.0.0"])
    }

    @Test func `The same bundle packs to the same bytes`() async throws {
        let bench = try ConnectorBench()
        let bundle = try bench.connector() + "/bundle"

        _ = try ConnectorPacking.pack(bundle, output: "\(bench.path)/one.tar.gz")
        _ = try ConnectorPacking.pack(bundle, output: "\(bench.path)/two.tar.gz")

        #expect(try Data(contentsOf: URL(filePath: "\(bench.path)/one.tar.gz")) == Data(contentsOf: URL(filePath: "\(bench.path)/two.tar.gz")))
    }

    @Test func `An archive that unpacks to more than a bundle may hold is refused while it unpacks`() async throws {
        let bench = try ConnectorBench(allowsUnsigned: true)
        let bomb = "\(bench.path)/bomb.tar.gz"
        try shell("head -c \(BundleArchive.mostBytes + 1_048_576) /dev/zero | gzip -1 > \(bomb)")

        #expect(await ConnectorBench.code { _ = try await bench.install(bomb) } == "invalid_archive")
        #expect(bench.installed.isEmpty)
    }

    @Test func `What is no archive, no bundle, or not there says so`() async throws {
        let bench = try ConnectorBench(allowsUnsigned: true)
        try Data("hello".utf8).write(to: URL(filePath: "\(bench.path)/text.tar.gz"))
        try Data("hello".utf8).write(to: URL(filePath: "\(bench.path)/text.txt"))

        #expect(await ConnectorBench.code { _ = try await bench.install("\(bench.path)/text.tar.gz") } == "invalid_archive")
        #expect(await ConnectorBench.code { _ = try await bench.install("\(bench.path)/text.txt") } == "no_bundle")
        #expect(await ConnectorBench.code { _ = try await bench.install("\(bench.path)/nothing") } == "missing_bundle")
        #expect(await ConnectorBench.code { _ = try ConnectorStore(bench.environment, program: bench.program).remove("acme") } == "not_installed")
    }

    @Test func `A signed archive whose files were changed is refused`() async throws {
        let bench = try ConnectorBench(allowsUnsigned: true)
        let bundle = try bench.connector() + "/bundle"
        _ = try ConnectorPacking.sign(bundle, keyFile: try bench.trustedKey())
        try Data("x".utf8).write(to: URL(filePath: "\(bundle)/extra.txt"))

        #expect(await ConnectorBench.code { _ = try await bench.install(bundle) } == "no_checksum")
        #expect(await ConnectorBench.code { _ = try ConnectorPacking.pack(bundle, output: bench.path) } == "no_checksum")
    }

    private func shell(_ line: String) throws {
        let process = Process()
        process.executableURL = URL(filePath: "/bin/sh")
        process.arguments = ["-c", line]
        try process.run()
        process.waitUntilExit()
    }
}
