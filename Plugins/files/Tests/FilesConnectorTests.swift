import CConnector
import ConnectorKit
import Testing

@testable import FilesConnector

@Suite struct FilesConnectorTests {
    private let replay = Replay()

    @Test func `A check reads the headings and names the upload`() throws {
        replay.answer("upload:current", with: .init("customer,day,value\n"))

        let account = try replay.check(Files.self, config: #"{"maps_to":"orders"}"#)

        #expect(account == Account(id: "upload", name: "Uploaded file"))
        #expect(replay.requests[0].credential == nil)
    }

    @Test func `A check without an upload tells the tenant what to do`() {
        replay.answer("upload:current", with: .init("", status: 404))

        #expect(throws: ConnectorFailure(.config, "No file has been uploaded for this connection.")) {
            try replay.check(Files.self, config: #"{"maps_to":"orders"}"#)
        }
    }

    @Test func `Only the mapped stream can be read`() throws {
        let found = try replay.discover(Files.self, config: #"{"maps_to":"spend"}"#)

        #expect(found.streams.filter(\.available).map(\.name) == ["ad_daily"])
        #expect(throws: ConnectorFailure(.config, "The settings map the file to ad_daily, not to orders.")) {
            try replay.read(Files.self, "orders", config: #"{"maps_to":"spend"}"#)
        }
    }

    @Test func `An address that the host refuses is a fault of the settings`() {
        replay.fault = { $0 == "request" ? .refused : nil }

        #expect(throws: ConnectorFailure(.config, "The file can not be fetched: told to fail at request.")) {
            try replay.read(Files.self, "orders", config: #"{"maps_to":"orders","source":"url","url":"https://10.0.0.1/x"}"#)
        }
    }

    @Test func `A server in trouble is transient, a missing file is not`() {
        replay.answer("down", with: .init("", status: 503))
        replay.answer("gone", with: .init("", status: 410))
        func kind(_ name: String) -> ConnectorFailure.Kind? {
            do {
                _ = try replay.read(Files.self, "orders", config: #"{"maps_to":"orders","source":"url","url":"https://x.example/\#(name)"}"#)
                return nil
            } catch { return (error as? ConnectorFailure)?.kind }
        }

        #expect(kind("down") == .transient)
        #expect(kind("gone") == .config)
    }

    @Test func `The code holds the very bytes of the manifest beside it`() throws {
        let file = try TestFile.bytes("Plugins/files/connector.json")

        #expect(try replay.manifest(Files.self) == file)
        let manifest = try JSONDocument(file).root
        #expect(manifest["entry"].string == "files_connector_v1")
        #expect(manifest["streams"].elements.map { $0["name"].string } == Mapping.allCases.map(\.rawValue))
    }

    @Test func `The exported function gives the connector's table`() {
        let table = filesConnector(replay.hostTable)

        #expect(table == connectorTable(for: Files.self, host: nil))
        #expect(table?.pointee.write == nil)
    }
}
