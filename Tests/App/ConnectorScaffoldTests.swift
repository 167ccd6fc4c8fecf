import App
import ConnectorHost
import Core
import Foundation
import Testing

@Suite struct ConnectorScaffoldTests {
    @Test func `A new Swift connector has a package, sources, fixtures, tests and a manifest in order`() async throws {
        let bench = try ConnectorBench()

        let answer = try ConnectorScaffold.new("acme-shop", language: .swift, in: bench.path, kit: ConnectorBench.root, program: bench.program)

        let place = "\(bench.path)/acme-shop"
        let files = Set(answer.document["files"]?.array?.compactMap(\.string) ?? [])
        #expect(
            files.isSuperset(of: [
                "Package.swift", "README.md", "connector.json", "conformance/scenario.json", "Sources/Connector.swift",
                "Kit/CConnector/include/connector.h",
            ]), "\(files.filter { !$0.hasPrefix("Kit/") }.sorted())")
        let manifest = try [UInt8](Data(contentsOf: URL(filePath: "\(place)/connector.json")))
        #expect(try ConnectorManifest(parsing: manifest).entry == "acme_shop_connector_v1")
        let package = try String(contentsOfFile: "\(place)/Package.swift", encoding: .utf8)
        // The kit comes along: the package stands alone, wherever it is moved.
        #expect(package.contains("name: \"AcmeShopConnector\", type: .dynamic") && !package.contains(ConnectorBench.root))
        let connector = try String(contentsOfFile: "\(place)/Sources/Connector.swift", encoding: .utf8)
        #expect(connector.contains("@c(acme_shop_connector_v1)") && !connector.contains("{{"))
    }

    @Test func `A manifest that was changed is built into the library`() async throws {
        let bench = try ConnectorBench()
        let place = try bench.connector()
        let manifest = try String(contentsOfFile: "\(place)/connector.json", encoding: .utf8).replacing("0.1.0", with: "0.3.0")
        try Data(manifest.utf8).write(to: URL(filePath: "\(place)/connector.json"))

        let answer = try ConnectorBuilding.build(place)

        #expect(answer.document["version"] == "0.3.0")
        let library = try Data(contentsOf: URL(filePath: "\(place)/bundle/libAcmeShopConnector.so"))
        #expect(library.range(of: Data(manifest.utf8)) != nil)
    }

    @Test(arguments: ["", "Acme", "1acme", "acme--shop", "acme-", "a/b", "../x"])
    func `A name that is no id is refused`(_ name: String) async throws {
        let bench = try ConnectorBench()

        #expect(
            await ConnectorBench.code { _ = try ConnectorScaffold.new(name, language: .c, in: bench.path, kit: ConnectorBench.root) }
                == "invalid_name")
    }

    @Test func `Nothing is overwritten, and what does not build says so`() async throws {
        let bench = try ConnectorBench()
        let place = try bench.connector()
        try Data("int broken(".utf8).write(to: URL(filePath: "\(place)/Sources/connector.c"))

        #expect(await ConnectorBench.code { _ = try bench.connector() } == "exists")
        #expect(await ConnectorBench.code { _ = try ConnectorBuilding.build(place) } == "not_built")
        #expect(await ConnectorBench.code { _ = try ConnectorBuilding.build(bench.path) } == "missing_manifest")
        #expect(FileManager.default.fileExists(atPath: "\(place)/bundle/libAcmeShopConnector.so"))
    }

    @Test func `A key is made for its owner alone and never overwritten`() async throws {
        let bench = try ConnectorBench()
        let file = try bench.trustedKey()

        let mode = try FileManager.default.attributesOfItem(atPath: file)[.posixPermissions] as? Int
        #expect(mode == 0o600)
        #expect(await ConnectorBench.code { _ = try ConnectorTrusting.makeKey("other", to: file) } == "exists")
        let keys = try ConnectorTrusting(bench.environment, program: bench.program).list()
        #expect(keys.text.hasPrefix("acme-2026\ttrusted\t"))
        #expect(!keys.text.contains(try String(contentsOfFile: file, encoding: .utf8).split(separator: " ")[1]))
    }
}
