import App
import ConnectorHost
import Core
import Foundation
import Testing

@Suite struct ConnectorScaffoldTests {
    @Test func `A new Swift connector has a package, sources, fixtures, tests and a manifest in order`() async throws {
        let bench = try ConnectorBench()

        let answer = try ConnectorScaffold.new("acme-shop", language: .swift, in: bench.path)

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

    @Test func `The kit that a new connector takes along is that of the sources, byte for byte`() throws {
        let sources = "\(ConnectorBench.root)/Sources"
        let paths = ["CConnector", "ConnectorKit"].flatMap { target in
            (FileManager.default.enumerator(atPath: "\(sources)/\(target)")?.allObjects ?? []).compactMap { $0 as? String }.map { "\(target)/\($0)" }
        }.filter { !isFolder("\(sources)/\($0)") }
        let carried = ConnectorKitSources.files

        #expect(paths.count > 60)
        let missing = Set(paths).subtracting(carried.keys).sorted()
        #expect(missing.isEmpty, "Sources/CKitSources/kit_sources.c lacks an entry for \(missing).")
        #expect(Set(carried.keys).subtracting(paths) == ["LICENSE"])
        for path in paths + ["LICENSE"] {
            let bytes = try Data(contentsOf: URL(filePath: path == "LICENSE" ? "\(ConnectorBench.root)/LICENSE" : "\(sources)/\(path)"))
            #expect(carried[path].map { Data($0.utf8) } == bytes, "\(path) is not what the program carries. Build it again.")
        }
    }

    @Test(arguments: ConnectorScaffold.Language.allCases)
    func `A new connector holds the kit and names nothing outside its folder`(_ language: ConnectorScaffold.Language) throws {
        let bench = try ConnectorBench()

        _ = try ConnectorScaffold.new("acme", language: language, in: bench.path)

        let header = language == .swift ? "Kit/CConnector/include/connector.h" : "include/connector.h"
        #expect(try text("\(bench.path)/acme/\(header)") == text("\(ConnectorBench.root)/Sources/CConnector/include/connector.h"))
        let license = language == .swift ? "Kit/LICENSE" : "include/LICENSE"
        #expect(try text("\(bench.path)/acme/\(license)") == text("\(ConnectorBench.root)/LICENSE"))
        #expect(isFolder("\(bench.path)/acme/Kit/ConnectorKit/Boundary") == (language == .swift))
        let mode = try FileManager.default.attributesOfItem(atPath: "\(bench.path)/acme/Tests/replay.sh")[.posixPermissions] as? Int
        #expect(mode == 0o755)
        #expect(try FileManager.default.contentsOfDirectory(atPath: bench.path) == ["acme"])
    }

    @Test(arguments: ["", "Acme", "1acme", "acme--shop", "acme-", "a/b", "../x", "ac me", "äcme", String(repeating: "a", count: 41)])
    func `A name that is no id is refused`(_ name: String) async throws {
        let bench = try ConnectorBench()

        #expect(await ConnectorBench.code { _ = try ConnectorScaffold.new(name, language: .c, in: bench.path) } == "invalid_name")
        #expect(try FileManager.default.contentsOfDirectory(atPath: bench.path).isEmpty)
    }

    @Test(arguments: ["host", "request", "connector", "order-row", "string", "self", "c", "connector-kit"])
    func `A name that would hide a type of the kit or of Swift is refused in Swift`(_ name: String) async throws {
        let bench = try ConnectorBench()

        #expect(await ConnectorBench.code { _ = try ConnectorScaffold.new(name, language: .swift, in: bench.path) } == "taken_name")
        _ = try ConnectorScaffold.new(name, language: .c, in: bench.path)
        _ = try ConnectorScaffold.new("\(name)-shop", language: .swift, in: bench.path)
    }

    @Test func `What can not be written leaves nothing behind and says why`() async throws {
        let bench = try ConnectorBench()
        try Data().write(to: URL(filePath: "\(bench.path)/file"))
        try FileManager.default.createSymbolicLink(atPath: "\(bench.path)/acme", withDestinationPath: "\(bench.path)/nowhere")

        #expect(await ConnectorBench.code { _ = try ConnectorScaffold.new("acme", language: .c, in: "\(bench.path)/nowhere") } == "missing_folder")
        #expect(await ConnectorBench.code { _ = try ConnectorScaffold.new("acme", language: .c, in: "\(bench.path)/file") } == "missing_folder")
        #expect(await ConnectorBench.code { _ = try ConnectorScaffold.new("acme", language: .c, in: bench.path) } == "exists")
        let fault = #expect(throws: ConnectorCommandFault.self) { try ConnectorScaffold.new("acme", language: .swift, in: "/proc/self") }
        #expect(fault?.code == "unwritable" && fault?.sentence.hasPrefix("/proc/self/acme can not be written: ") == true)
        #expect(try FileManager.default.contentsOfDirectory(atPath: bench.path).sorted() == ["acme", "file"])
    }

    @Test func `A language that there is no template for is refused`() async throws {
        let fault = #expect(throws: ConnectorCommandFault.self) { try ConnectorScaffold.Language(named: "rust") }

        #expect(fault?.code == "unknown_language" && fault?.sentence.contains("--language is swift or c") == true)
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
        #expect(await ConnectorBench.code { _ = try ConnectorTrusting.makeKey("other", to: "/proc/self/other.key") } == "unwritable")
        let keys = try ConnectorTrusting(bench.environment, program: bench.program).list()
        #expect(keys.text.hasPrefix("acme-2026\ttrusted\t"))
        #expect(!keys.text.contains(try String(contentsOfFile: file, encoding: .utf8).split(separator: " ")[1]))
    }

    private func text(_ path: String) throws -> String { try String(contentsOfFile: path, encoding: .utf8) }

    private func isFolder(_ path: String) -> Bool {
        var isFolder: ObjCBool = false
        return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && isFolder.boolValue
    }
}
