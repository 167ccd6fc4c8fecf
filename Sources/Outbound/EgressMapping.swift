/// An operator's word that calls to a host go elsewhere, to the simulator for example: it replaces scheme, host and the root of the path, and its
/// address is not checked, because it is the operator's own.
package struct EgressMapping: Sendable, Hashable {
    private let pattern: HostPattern
    private let base: String

    /// - Parameters:
    ///   - host: `graph.facebook.com` or `{shop}.myshopify.com`.
    ///   - base: `http://127.0.0.1:8090/shopify/{shop}`: http or https, with the pattern's settings in braces.
    /// `nil` for a malformed host or base.
    package init?(host: String, base: String) {
        guard let pattern = HostPattern(host) else { return nil }
        let lower = base.lowercased()
        guard lower.hasPrefix("http://") || lower.hasPrefix("https://"), base.utf8.allSatisfy({ (0x21...0x7E).contains($0) }),
            !base.contains("?"), !base.contains("#"), !base.contains("@")
        else { return nil }
        self.pattern = pattern
        self.base = String(base.reversed().drop { $0 == "/" }.reversed())
    }

    /// The URL to call instead, `nil` when the host is not this mapping's.
    package func url(for address: HTTPSAddress) -> String? {
        guard let settings = pattern.settings(in: address.host) else { return nil }
        let filled = settings.reduce(base) { text, setting in text.replacing("{\(setting.key)}", with: setting.value) }
        return filled + address.pathAndQuery
    }
}
