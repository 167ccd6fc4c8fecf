/// Why an address is not called. `description` names no address and no query, so that it may be logged and shown.
package struct EgressRefusal: Error, Sendable, Hashable, CustomStringConvertible {
    package enum Reason: String, Sendable, Hashable {
        case malformed = "the address is malformed"
        case scheme = "only https is called"
        case userInfo = "an address with a user name or password is not called"
        case port = "only port 443 is called"
        case addressLiteral = "an address must name a host, not an IP address"
        case host = "the host name is not a public DNS name"
        case hostNotAllowed = "the host is not on the list of this connection"
        case path = "the path holds dot segments"
        case unresolved = "the host name has no address"
        case privateAddress = "the host name leads to an address that is not public"
    }

    package let reason: Reason

    package init(_ reason: Reason) { self.reason = reason }

    package var description: String { reason.rawValue }
}
