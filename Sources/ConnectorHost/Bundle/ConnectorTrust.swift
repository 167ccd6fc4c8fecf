/// Where a bundle comes from, as far as its host knows.
package enum ConnectorTrust: String, Sendable, CaseIterable {
    /// Built with the host and shipped with it.
    case bundled
    /// Signed with a key that the operator trusts.
    case signed
    /// Anything else.
    case unsigned
}
