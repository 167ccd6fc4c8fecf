/// A credential that no refresh brings back: the connection waits for a new consent and says so.
package struct CredentialRefused: Error, Sendable, Hashable {
    /// For people.
    package let sentence: String
}

/// No new token came for now; asking again later may help.
package struct CredentialUnavailable: Error, Sendable, Hashable {
    /// For people.
    package let sentence: String
}
