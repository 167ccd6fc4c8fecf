import ConnectorHost
import Core

/// Where the requests of a connection may go.
struct Reach: Sendable {
    private let names: Set<String>
    private let addresses: Set<String>
    private let uploads: Set<String>

    init(_ manifest: ConnectorManifest, _ settings: JSON) {
        names = Set(manifest.hosts.compactMap { $0.resolved { settings[$0]?.string } })
        addresses = Set(manifest.hosts.compactMap { host in if case .setting(let name) = host { settings[name]?.string } else { nil } })
        uploads = Set(manifest.hosts.compactMap { host in if case .upload(let name) = host { "upload:\(name)" } else { nil } })
    }

    /// Whether it is an uploaded file's name, and no address.
    func isUpload(_ url: String) -> Bool { uploads.contains(url) }

    /// Whether an address is on a host of the manifest, or the one that a setting holds.
    func holds(_ url: String) -> Bool { addresses.contains(url) || names.contains(Self.host(of: url)) }

    /// Whether a redirect may lead there: from an address that a setting holds to any host, from the manifest's own to those alone; always by https.
    func leads(from first: String, to url: String) -> Bool {
        url.hasPrefix("https://") && (addresses.contains(first) || names.contains(Self.host(of: url)))
    }

    private static func host(of url: String) -> String { url.dropFirst(8).prefix { $0 != "/" && $0 != "?" && $0 != "#" }.lowercased() }
}
