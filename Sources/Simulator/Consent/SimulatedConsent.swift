package import Core
import Crypto
import Foundation
import Synchronization

/// Plays the consent screens and token endpoints of the platforms that have them.
///
/// An application is called `sim-<seed>-<anything>`, and its secret is its id with `-secret` behind it. The screen has two links, to allow and to deny;
/// `decision=allow` (with `without=<scope>` to leave a right out) and `decision=deny` in its address click them. Tokens open the business of the seed.
package final class SimulatedConsent: Sendable {
    struct Grant: Sendable {
        let platform: String
        let client: String
        let redirect: String
        let challenge: String?
        let scopes: [String]
        /// What the person left out.
        var declined: [String] = []
        let isOffline: Bool
        let until: Instant
    }

    private struct Book: Sendable {
        var codes: [String: Grant] = [:]
        var refreshTokens: [String: Grant] = [:]
        /// Of the platforms that say what was granted only when they are asked.
        var listed: [String: Grant] = [:]
        var made = 0
        var refreshes = 0
    }

    private let book = Mutex(Book())

    package init() {}

    /// The platforms that have a consent screen, by name.
    package static var platforms: [String] { ConsentManner.all.keys.sorted() }

    /// How often a token was renewed.
    package var refreshes: Int { book.withLock { $0.refreshes } }

    /// People take their consents back: no token is renewed any more.
    package func revokeAll() { book.withLock { $0.refreshTokens = [:] } }

    /// The answer to a request whose path begins with the platform's name; `nil` where it is for neither screen nor token endpoint.
    /// - Parameter advertisers: the ad accounts that a seed has on TikTok, whose consents name them.
    package func answer(
        _ request: SimulatedRequest, now: Instant, advertisers: (UInt64) -> [String] = { _ in ["7000000000000000001", "7000000000000000002"] }
    ) -> SimulatedResponse? {
        guard let platform = request.path.first, let manner = ConsentManner.all[platform] else { return nil }
        let path = Array(request.path.dropFirst())
        if request.method == "GET", ConsentManner.fits(path, manner.screen) { return ConsentScreen(self, platform, manner).answer(request, now: now) }
        if platform == "meta", ConsentManner.fits(path, ["*", "me", "permissions"]) { return ConsentRights(self).answer(request) }
        guard ConsentManner.fits(path, manner.token) else { return nil }
        return withoutActuallyEscaping(advertisers) { ConsentTokens(self, platform, manner, advertisers: $0).answer(request, now: now) }
    }

    func makeCode(_ grant: Grant) -> String {
        book.withLock {
            $0.made += 1
            let code = "code-\($0.made)"
            $0.codes[code] = grant
            return code
        }
    }

    /// A code is good once.
    func takeCode(_ code: String) -> Grant? { book.withLock { $0.codes.removeValue(forKey: code) } }

    func grant(refreshToken: String) -> Grant? { book.withLock { $0.refreshTokens[refreshToken] } }

    /// What a token was granted for, on Meta.
    func grant(accessToken: String) -> Grant? { book.withLock { $0.listed[accessToken] } }

    /// A new token, and a refresh token unless one stays.
    func makeTokens(_ grant: Grant, keeping old: String?, rotates: Bool, givesRefreshToken: Bool) -> (access: String, refresh: String?) {
        book.withLock {
            $0.made += 1
            let seed = SimulatorToken(grant.client)?.seed ?? 0
            if old != nil { $0.refreshes += 1 }
            if grant.platform == "meta" { $0.listed["sim-\(seed)-granted\($0.made)"] = grant }
            guard givesRefreshToken else { return ("sim-\(seed)-granted\($0.made)", nil) }
            if let old, !rotates { return ("sim-\(seed)-granted\($0.made)", old) }
            if let old { $0.refreshTokens[old] = nil }
            let refresh = "sim-\(seed)-refresh\($0.made)"
            $0.refreshTokens[refresh] = grant
            return ("sim-\(seed)-granted\($0.made)", refresh)
        }
    }

    /// The PKCE challenge of a verifier (RFC 7636, S256).
    static func challenge(_ verifier: String) -> String { Base64URL.encode(Array(SHA256.hash(data: Array(verifier.utf8)))) }

    /// The secret of an application.
    static func secret(_ client: String) -> String { "\(client)-secret" }

    /// HMAC-SHA-256 by an application's secret, in hexadecimal.
    static func proof(_ client: String, _ message: String) -> String {
        let code = HMAC<SHA256>.authenticationCode(for: Array(message.utf8), using: SymmetricKey(data: Array(secret(client).utf8)))
        return hexadecimal(Array(code))
    }
}
