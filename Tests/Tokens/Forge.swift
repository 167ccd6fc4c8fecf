import Core
import Crypto
import Foundation

@testable import Tokens

/// Writes tokens of any kind, right and wrong ones, with a signature of its own: it shares no code with what is tested.
struct Forge {
    static let secret = "a secret for tests, 32 bytes or more"
    static let now = Instant(seconds: 1_800_000_000)
    static let issuer = "https://tactics.test"
    static let audience = "tactics-api"

    var header = #"{"alg":"HS256","typ":"JWT","kid":"k1"}"#
    var claims: [(String, String)] = [
        ("iss", "\"\(issuer)\""), ("aud", "\"\(audience)\""), ("sub", "\"0190a0b0-0000-7000-8000-000000000001\""),
        ("tenant_id", "\"0190a0b0-0000-7000-8000-000000000002\""), ("roles", #"["owner"]"#),
        ("permissions", #"["campaigns:read","campaigns:write"]"#),
        ("sid", "\"0190a0b0-0000-7000-8000-000000000003\""), ("jti", "\"0190a0b0-0000-7000-8000-000000000004\""), ("iat", "1800000000"),
        ("nbf", "1800000000"),
        ("exp", "1800000900"), ("token_use", "\"access\""),
    ]
    var key = Array(secret.utf8)

    /// These claims with one set to a JSON text, or left out.
    func with(_ name: String, _ json: String?) -> Forge {
        var copy = self
        copy.claims.removeAll { $0.0 == name }
        if let json { copy.claims.append((name, json)) }
        return copy
    }

    /// These claims with one more at the end, whatever stands before.
    func adding(_ name: String, _ json: String) -> Forge {
        var copy = self
        copy.claims.append((name, json))
        return copy
    }

    func header(_ json: String) -> Forge {
        var copy = self
        copy.header = json
        return copy
    }

    func signed(with key: [UInt8]) -> Forge {
        var copy = self
        copy.key = key
        return copy
    }

    var payload: String { "{" + claims.map { "\"\($0.0)\":\($0.1)" }.joined(separator: ",") + "}" }

    var token: String { token(payload: Array(payload.utf8)) }

    func token(payload: [UInt8]) -> String {
        let signed = Self.base64url(Array(header.utf8)) + "." + Self.base64url(payload)
        return signed + "." + signature(of: signed)
    }

    func signature(of text: String) -> String {
        Self.base64url(Array(HMAC<SHA256>.authenticationCode(for: Data(text.utf8), using: SymmetricKey(data: key))))
    }

    static func base64url(_ bytes: [UInt8]) -> String {
        Data(bytes).base64EncodedString().replacingOccurrences(of: "+", with: "-").replacingOccurrences(of: "/", with: "_").replacingOccurrences(
            of: "=", with: "")
    }

    static func tokens(keyring: TokenKeyring? = nil, at now: Instant = now, cacheCapacity: Int = 100) throws -> AccessTokens {
        AccessTokens(
            keyring: try keyring ?? TokenKeyring(current: TokenKey(id: "k1", secret: Secret(secret))), issuer: issuer, audience: audience,
            time: .fixed(now),
            cacheCapacity: cacheCapacity)
    }
}
