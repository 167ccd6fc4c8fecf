import App
import ConnectorHost
import Core
import Foundation
import Testing

/// What an author does with a new connector, in C: compiling one in Swift takes a minute.
@Suite struct ConnectorAuthorTests {
    @Test func `A new connector passes the conformance kit without an edit`() async throws {
        let bench = try ConnectorBench()
        let bundle = try bench.connector() + "/bundle"

        let outcome = try await ConnectorTesting(bench.environment, program: bench.program).run(bundle, writes: true)

        #expect(outcome.isConformant, "\(outcome.answer.text)")
        #expect(outcome.answer.document["waived"] == 0 && outcome.answer.document["failed"] == 0)
        #expect(FileManager.default.fileExists(atPath: "\(bundle)/CONFORMANCE.json"))
        #expect(try ConnectorCommands.verify(bundle, allowsUnsigned: true, bench.environment, program: bench.program).text.contains("is in order"))
    }

    @Test func `The scenario in a bundle is run before it is installed`() async throws {
        let bench = try ConnectorBench(allowsUnsigned: true)
        let bundle = try bench.connector() + "/bundle"

        let installed = try await bench.install(bundle, tests: true)

        #expect(installed.text.contains("It passed the conformance kit: "))
        #expect(installed.document["conformance"]?["conformant"] == true)
    }

    @Test func `What does not pass its own scenario is not installed, unless the operator says so`() async throws {
        let bench = try ConnectorBench(allowsUnsigned: true)
        let place = try bench.connector()
        let scenario = "\(place)/conformance/scenario.json"
        let text = try String(contentsOfFile: scenario, encoding: .utf8).replacing(#"{"orders": 3}"#, with: #"{"orders": 4}"#)
        try Data(text.utf8).write(to: URL(filePath: scenario))
        _ = try ConnectorBuilding.build(place)

        let fault = await #expect(throws: ConnectorCommandFault.self) { try await bench.install("\(place)/bundle", tests: true) }

        #expect(fault?.code == "not_conformant")
        #expect(fault?.sentence.contains("read.count (orders: 3 rows of orders instead of 4.)") == true)
        #expect(fault?.sentence.contains("--no-test") == true)
        #expect(bench.installed.isEmpty)
        #expect(try await bench.install("\(place)/bundle").text.contains("The conformance kit was not run (--no-test)."))
    }

    @Test func `A scenario reads nothing outside its bundle`() async throws {
        let bench = try ConnectorBench()
        let place = try bench.connector()
        let scenario = "\(place)/bundle/conformance/scenario.json"
        let text = try String(contentsOfFile: scenario, encoding: .utf8).replacing("../Fixtures/orders/001.json", with: "../../../../etc/passwd")
        try Data(text.utf8).write(to: URL(filePath: scenario))

        let fault = await #expect(throws: ConnectorCommandFault.self) {
            try await ConnectorTesting(bench.environment, program: bench.program).run("\(place)/bundle")
        }

        #expect(fault?.code == "no_scenario" && fault?.sentence.contains("lies outside") == true)
    }

    @Test(arguments: [
        (#"{"name": "orders", "kind": "orders""#, #"{"name": "purchases", "kind": "orders""#, "the stream orders is gone"),
        (#""primary_key": ["id"]"#, #""primary_key": ["id", "day"]"#, "the stream orders has another primary key"),
        (#""maximum": 250"#, #""maximum": 150"#, "the setting config_schema/page_size takes less than before"),
    ])
    func `A version that breaks the one before it is refused, and the words name the version to use`(
        _ old: String, _ new: String, _ what: String
    ) async throws {
        let bench = try ConnectorBench(allowsUnsigned: true)
        let first = try bench.connector(folder: "a") + "/bundle"
        let minor = try bench.connector(folder: "b") { $0.replacing(old, with: new).replacing("0.1.0", with: "0.2.0") } + "/bundle"
        let major = try bench.connector(folder: "c") { $0.replacing(old, with: new).replacing("0.1.0", with: "1.0.0") } + "/bundle"

        for previous in [first, "\(first)/connector.json"] {
            let fault = #expect(throws: ConnectorCommandFault.self) { try verify(bench, minor, previous) }
            #expect(fault?.code == "breaking_change")
            #expect(fault?.sentence.contains(what) == true && fault?.sentence.contains("1.0.0") == true)
        }
        let tested = try await ConnectorTesting(bench.environment, program: bench.program).run(minor, previous: first)
        #expect(!tested.isConformant && tested.answer.text.contains("\(what). Use 1.0.0."))
        #expect(try verify(bench, major, first).text.contains("It may follow 0.1.0."))
        #expect(await ConnectorBench.code { _ = try verify(bench, first, first) } == "old_version")
        #expect(await ConnectorBench.code { _ = try verify(bench, minor, "/nowhere/connector.json") } == "missing_previous")
    }

    private func verify(_ bench: ConnectorBench, _ bundle: String, _ previous: String) throws -> ConnectorAnswer {
        try ConnectorCommands.verify(bundle, previous: previous, bench.environment, program: bench.program)
    }
}
