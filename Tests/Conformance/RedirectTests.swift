import ConnectorHost
import Core
import Foundation
import Testing

@testable import Conformance

/// A connector whose second page lies elsewhere, as the platform says by a redirect.
@Suite(.serialized) struct RedirectTests {
    @Test func `A connector that asks for redirects and meets one passes all checks`() async throws {
        let report = try await bundle(hosts: ["api.example.com", "files.example.com"]).run(try scenario(redirected: "https://files.example.com/2"))

        #expect(report.isConformant, "\(report.text)")
        #expect(report.outcome("manifest.redirects") == .pass && report.outcome("fault.redirect") == .pass)
    }

    @Test func `Asking for redirects that never come is found`() async throws {
        let report = try await bundle(hosts: ["api.example.com"]).run(Scenario(folder: KitBundle.mutants + "/scenario"))

        #expect(report.outcome("manifest.redirects") == .fail, "\(report.text)")
    }

    @Test func `A redirect outside the hosts is refused, as in operation`() async throws {
        let report = try await bundle(hosts: ["api.example.com"]).run(try scenario(redirected: "https://files.example.com/2"))

        #expect(!report.isConformant && report.outcome("read.done") == .fail)
        #expect(report.outcome("egress.hosts") == .pass, "The connector itself asked nobody else.")
    }

    @Test func `A redirect that is not asked for is the connector's to understand`() async throws {
        let report = try await KitBundle(mutant: nil).run(try scenario(redirected: "https://api.example.com/2"))

        #expect(report.outcome("read.done") == .fail && report.outcome("manifest.redirects") == .notApplicable)
    }

    private func bundle(hosts: [JSON]) throws -> KitBundle {
        try KitBundle(mutant: nil) { manifest in
            let streams = (manifest["streams"]?.array ?? []).map { $0.setting("follow_redirects", true) }
            return manifest.setting("streams", .array(streams)).setting("hosts", .array(hosts))
        }
    }

    /// The recorded scenario, with its second page behind a redirect.
    private func scenario(redirected address: String) throws -> Scenario {
        let text = try Data(contentsOf: URL(filePath: KitBundle.mutants + "/scenario/scenario.json"))
        let document = try JSON(parsing: text, limits: .trusted)
        let exchanges = (document["exchanges"]?.array ?? []).flatMap { exchange -> [JSON] in
            guard let url = exchange["url"], url.string?.contains("after=2&") == true else { return [exchange] }
            return [["url": url, "status": 307, "headers": ["location": .string(address)]], exchange.setting("url", .string(address))]
        }
        let folder = try KitBundle.emptyDirectory()
        try Data(document.setting("exchanges", .array(exchanges)).encoded()).write(to: URL(filePath: "\(folder)/scenario.json"))
        return try Scenario(folder: folder)
    }
}
