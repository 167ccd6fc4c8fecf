/// Which addresses may be called: a pure value, asked before every call.
package struct EgressPolicy: Sendable {
    private enum Hosts: Sendable {
        case listed([HostPattern], settings: [String: String])
        case anyPublic
    }

    /// Where a call goes after the check of its text.
    package enum Route: Sendable, Hashable {
        /// To this host, at an address that is still to be resolved and checked.
        case checked(HTTPSAddress)
        /// To a URL of the operator's, as it stands.
        case mapped(url: String, host: String)
    }

    private let hosts: Hosts
    private let mappings: [EgressMapping]

    /// For a connector: the hosts of its manifest, with the validated settings of the connection.
    package init(hosts: [HostPattern], settings: [String: String] = [:], mappings: [EgressMapping] = []) {
        self.hosts = .listed(hosts, settings: settings)
        self.mappings = mappings
    }

    private init(hosts: Hosts, mappings: [EgressMapping]) {
        self.hosts = hosts
        self.mappings = mappings
    }

    /// For addresses that a tenant gives (webhooks, imports): any public host.
    package static func anyPublicHost(mappings: [EgressMapping] = []) -> EgressPolicy { EgressPolicy(hosts: .anyPublic, mappings: mappings) }

    /// Checks the text of an address.
    package func route(_ url: String) throws(EgressRefusal) -> Route {
        let address = try HTTPSAddress(url)
        if case .listed(let patterns, let settings) = hosts, !patterns.contains(where: { $0.matches(address.host, settings: settings) }) {
            throw EgressRefusal(.hostNotAllowed)
        }
        for mapping in mappings {
            if let other = mapping.url(for: address) { return .mapped(url: other, host: address.host) }
        }
        return .checked(address)
    }

    /// Checks what a host name resolved to: one address that is not public spoils all of them (DNS rebinding).
    package static func admit(_ addresses: [IPAddress]) throws(EgressRefusal) -> [IPAddress] {
        guard !addresses.isEmpty else { throw EgressRefusal(.unresolved) }
        guard addresses.allSatisfy(\.isPublic) else { throw EgressRefusal(.privateAddress) }
        return addresses
    }
}
