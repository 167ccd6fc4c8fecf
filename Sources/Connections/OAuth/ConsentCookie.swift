package import Core
import Sealing
import Web

/// What binds a consent to the browser that began it: whoever is lured to the callback with another one's state has no such cookie.
package struct ConsentCookie: Sendable {
    /// Its own for each consent, so that two of them can be under way in one browser.
    package let name: String
    package let value: Secret
    /// Whether it is for TLS alone: always, but where the API itself is on this machine.
    package let isSecure: Bool

    /// Goes to the callback and nowhere else.
    package static let path = OAuthSettings.callbackPath
    /// As long as the consent is good.
    package static let lifetime = Authorization.lifetime

    init(_ state: ConsentState, isSecure: Bool) {
        name = Self.name(state)
        value = RandomToken.make()
        self.isSecure = isSecure
    }

    var hash: [UInt8] { sha256(value.reveal()) }

    static func name(_ state: ConsentState) -> String { "tactics_consent_\(hexadecimal(state.hash.prefix(8)))" }
}

extension Call {
    /// Has the browser keep what it will have to show.
    func set(_ cookie: ConsentCookie) {
        setCookie(cookie.name, cookie.value, path: ConsentCookie.path, lifetime: ConsentCookie.lifetime, isSecure: cookie.isSecure)
    }

    /// Takes a consent's cookie away.
    func forget(_ state: ConsentState) {
        setCookie(ConsentCookie.name(state), Secret(""), path: ConsentCookie.path, lifetime: .zero)
    }
}
