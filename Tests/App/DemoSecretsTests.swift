import Core
import Foundation
import Testing

@testable import App

struct DemoSecretsTests {
    private let manifest = """
        tenant: acme
        connections:
          - { connector: meta, credential: { secret: ACME_META_TOKEN } }
          - { connector: google-ads, credential: { secret: ACME_GOOGLE_ADS_TOKEN } }
          - { connector: files }
        """

    /// Name and value of each line.
    private func secrets(_ layout: Layout) -> [String: String] {
        let text = FileManager.default.contents(atPath: layout.secrets).map { String(decoding: $0, as: UTF8.self) } ?? ""
        let pairs = text.split(separator: "\n").filter { !$0.hasPrefix("#") }.map { $0.split(separator: "=", maxSplits: 1).map(String.init) }
        return Dictionary(uniqueKeysWithValues: pairs.filter { $0.count == 2 }.map { ($0[0], $0[1]) })
    }

    @Test func `Each credential is made fresh, in the form that its platform wants, and stays`() throws {
        let (folder, other) = (try TemporaryFolder(), try TemporaryFolder())
        let manifests = try TemporaryFolder()
        try Data(manifest.utf8).write(to: URL(fileURLWithPath: manifests.path + "/acme.yaml"))
        let (layout, second) = (Layout(folder: folder.path) { _ in true }, Layout(folder: other.path) { _ in true })

        try DemoSecrets.write(layout, manifests: manifests.path)
        let first = secrets(layout)
        try DemoSecrets.write(layout, manifests: manifests.path)
        try DemoSecrets.write(second, manifests: manifests.path)

        let prefix = "sim-\(DemoSecrets.seed(of: "acme"))-"
        #expect(first.keys.sorted() == ["ACME_GOOGLE_ADS_TOKEN", "ACME_META_TOKEN"])
        #expect(first["ACME_META_TOKEN"]?.hasPrefix(prefix) == true)
        let google = try JSON(parsing: first["ACME_GOOGLE_ADS_TOKEN"] ?? "")
        #expect(google["access_token"]?.string?.hasPrefix(prefix) == true && google["developer_token"]?.string?.isEmpty == false)
        #expect(secrets(layout) == first)
        #expect(Set(secrets(second).values).isDisjoint(with: first.values))
    }
}
