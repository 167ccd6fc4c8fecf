import ConnectorHost
import Core
import Testing

@Suite struct RedirectManifestTests {
    private func stream(_ value: JSON?) -> JSON {
        (["name": "orders", "kind": "orders", "primary_key": ["id"], "modes": ["full"]] as JSON).setting("follow_redirects", value)
    }

    private func faults(_ document: JSON) -> [String] {
        do { _ = try ConnectorManifest(parsing: document.encoded()) } catch { return error.faults.map { "\($0.pointer) \($0.code)" } }
        return []
    }

    @Test func `A stream asks for redirects by saying so`() throws {
        for (value, follows) in [(true, true), (false, false), (nil, false)] as [(JSON?, Bool)] {
            let manifest = try ConnectorManifest(parsing: TestBundle.manifest.setting("streams", [stream(value)]).encoded())

            #expect(manifest.stream("orders")?.followsRedirects == follows)
        }
    }

    @Test func `Anything but true and false is a fault`() {
        for value in ["yes", 1, .null, ["orders"]] as [JSON] {
            #expect(faults(TestBundle.manifest.setting("streams", [stream(value)])) == ["/streams/0/follow_redirects type"])
        }
    }

    @Test func `A connector that asks nobody on the network has no redirects to ask for`() {
        let document = TestBundle.manifest.setting("streams", [stream(true)])

        #expect(faults(document.setting("hosts", [])) == ["/streams/0/follow_redirects unused"])
        #expect(faults(document.setting("hosts", ["upload:current"])) == ["/streams/0/follow_redirects unused"])
        #expect(faults(document.setting("hosts", ["upload:current", "files.example.com"])) == [])
    }
}
