import Core
import Crypto
import Foundation
import Testing

/// Tokens that must not pass, each with what is wrong with it. Every one but the first group is signed rightly with the key that its `kid` names, or with what an
/// attacker could have, so that it is the check that refuses it and not luck.
struct RefusedToken: Sendable, CustomTestStringConvertible {
    let fault: String
    let token: String
    var testDescription: String { fault }

    static let all: [RefusedToken] = form + encodings + headers + confusion + signatures + times + identities + payloads

    private static let good = Forge()
    private static var parts: [String] { good.token.split(separator: ".").map(String.init) }

    private static func list(_ vectors: KeyValuePairs<String, String>) -> [RefusedToken] {
        vectors.map { RefusedToken(fault: $0.key, token: $0.value) }
    }

    private static let form = list([
        "empty": "", "one part": parts[0], "two parts": parts[0] + "." + parts[1], "four parts": good.token + ".x", "five parts": good.token + ".x.y",
        "two dots alone": "..", "three dots": "...", "empty header": ".\(parts[1]).\(parts[2])", "empty payload": "\(parts[0])..\(parts[2])",
        "empty signature": "\(parts[0]).\(parts[1]).", "dot at the end": good.token + ".", "dot at the front": "." + good.token,
        "space at the end": good.token + " ",
        "space at the front": " " + good.token, "line end": good.token + "\n", "NUL and more behind the signature": good.token + "\0junk",
        "NUL in the header": "\0" + good.token,
        "too long by a claim": good.with("roles", "[\"" + String(repeating: "r", count: 8_000) + "\"]").token,
        "400 KB": String(repeating: "a", count: 400_000),
        "scheme in front": "Bearer " + good.token, "not ASCII": good.token + "é",
        "full-width dot": good.token.replacingOccurrences(of: ".", with: "．"),
        "JSON serialisation": #"{"protected":"\#(parts[0])","payload":"\#(parts[1])","signature":"\#(parts[2])"}"#, "null": "null",
    ])

    private static let encodings = list([
        "padding on the signature": good.token + "=", "padding on the header": "\(parts[0])==.\(parts[1]).\(parts[2])",
        "standard alphabet": "\(parts[0]).\(parts[1]).+/\(parts[2].dropFirst(2))",
        "left-over bits in the signature": "\(parts[0]).\(parts[1]).\(nextSpelling(parts[2]))",
        "impossible length of the signature": good.token + "AA",
        "junk inside the signature": "\(parts[0]).\(parts[1]).\(parts[2].prefix(10))!\(parts[2].dropFirst(10))",
        "line break inside the payload": "\(parts[0]).\(parts[1].prefix(10))\n\(parts[1].dropFirst(10)).\(parts[2])",
        "percent-encoding": good.token.replacingOccurrences(of: ".", with: "%2e"),
    ])

    private static let headers = list([
        "header is no JSON": good.header("alg=HS256").token, "header is an array": good.header(#"["HS256","JWT","k1"]"#).token,
        "header is empty": good.header("{}").token,
        "no alg": good.header(#"{"typ":"JWT","kid":"k1"}"#).token, "alg is null": good.header(#"{"alg":null,"typ":"JWT","kid":"k1"}"#).token,
        "alg is a list": good.header(#"{"alg":["HS256"],"typ":"JWT","kid":"k1"}"#).token,
        "alg twice": good.header(#"{"alg":"HS256","alg":"HS256","kid":"k1","typ":"JWT"}"#).token,
        "alg twice, once escaped": good.header(#"{"\u0061lg":"none","alg":"HS256","typ":"JWT","kid":"k1"}"#).token,
        "no kid": good.header(#"{"alg":"HS256","typ":"JWT"}"#).token,
        "kid is a number": good.header(#"{"alg":"HS256","typ":"JWT","kid":1}"#).token,
        "unknown kid": good.header(#"{"alg":"HS256","typ":"JWT","kid":"k9"}"#).token,
        "empty kid": good.header(#"{"alg":"HS256","typ":"JWT","kid":""}"#).token,
        "kid that is a path": good.header(#"{"alg":"HS256","typ":"JWT","kid":"../../dev/null"}"#).token,
        "kid in another case": good.header(#"{"alg":"HS256","typ":"JWT","kid":"K1"}"#).token,
        "kid with a NUL": good.header(#"{"alg":"HS256","typ":"JWT","kid":"k1\u0000"}"#).token,
        "no typ": good.header(#"{"alg":"HS256","kid":"k1"}"#).token, "typ at+jwt": good.header(#"{"alg":"HS256","typ":"at+jwt","kid":"k1"}"#).token,
        "typ in lower case": good.header(#"{"alg":"HS256","typ":"jwt","kid":"k1"}"#).token,
        "crit": good.header(#"{"alg":"HS256","typ":"JWT","kid":"k1","crit":["exp"]}"#).token,
        "b64": good.header(#"{"alg":"HS256","typ":"JWT","kid":"k1","b64":false}"#).token,
        "jku": good.header(#"{"alg":"HS256","typ":"JWT","kid":"k1","jku":"https://evil.test/keys"}"#).token,
        "jwk": good.header(#"{"alg":"HS256","typ":"JWT","kid":"k1","jwk":{"kty":"oct","k":"AAAA"}}"#).token,
        "zip": good.header(#"{"alg":"HS256","typ":"JWT","kid":"k1","zip":"DEF"}"#).token,
        "header with a byte order mark": good.header("\u{FEFF}" + good.header).token,
        "junk behind the header": good.header(good.header + "x").token,
    ])

    private static let confusion = list([
        "alg none": good.header(#"{"alg":"none","typ":"JWT","kid":"k1"}"#).token,
        "alg nOnE": good.header(#"{"alg":"nOnE","typ":"JWT","kid":"k1"}"#).token,
        "alg none without a signature": unsigned(#"{"alg":"none","typ":"JWT","kid":"k1"}"#),
        "alg is empty": good.header(#"{"alg":"","typ":"JWT","kid":"k1"}"#).token,
        "alg in lower case": good.header(#"{"alg":"hs256","typ":"JWT","kid":"k1"}"#).token,
        "alg HS384": good.header(#"{"alg":"HS384","typ":"JWT","kid":"k1"}"#).token,
        "alg HS512, signed so": hs512(), "alg PS256": good.header(#"{"alg":"PS256","typ":"JWT","kid":"k1"}"#).token,
        "kid of an RSA key, signed with its public text": good.header(#"{"alg":"HS256","typ":"JWT","kid":"rsa"}"#).signed(
            with: Array(TestKeys.rsaPublic.utf8)
        ).token,
        "kid of an elliptic key, signed with its public text": good.header(#"{"alg":"HS256","typ":"JWT","kid":"ec"}"#).signed(
            with: Array(TestKeys.p256Public.utf8)
        ).token,
        "RS256 in the header, signed with the public text": good.header(#"{"alg":"RS256","typ":"JWT","kid":"rsa"}"#).signed(
            with: Array(TestKeys.rsaPublic.utf8)
        ).token,
        "RS256 for a secret": good.header(#"{"alg":"RS256","typ":"JWT","kid":"k1"}"#).token, "ES256 for an RSA key": es256(keyID: "rsa", with: ecKey),
        "ES256 of a stranger": es256(keyID: "ec", with: P256.Signing.PrivateKey()), "ES256 in DER": es256(keyID: "ec", with: ecKey, der: true),
        "empty key": good.signed(with: []).token,
    ])

    private static let signatures = list([
        "another key": good.signed(with: Array("another secret of 32 bytes or more!".utf8)).token,
        "first bit changed": "\(parts[0]).\(parts[1]).\(flipped(parts[2]))",
        "signature of another payload": "\(parts[0]).\(good.with("roles", "[]").token.split(separator: ".")[1]).\(parts[2])",
        "zeros": "\(parts[0]).\(parts[1]).\(Forge.base64url([UInt8](repeating: 0, count: 32)))",
        "signature cut short": "\(parts[0]).\(parts[1]).\(Forge.base64url([1, 2, 3]))",
        "header swapped": "\(Forge.base64url(Array(#"{"alg":"HS256","kid":"k1","typ":"JWT"}"#.utf8))).\(parts[1]).\(parts[2])",
    ])

    private static let times = list([
        "no exp": good.with("exp", nil).token, "exp as a text": good.with("exp", "\"1800000900\"").token,
        "exp never": good.with("exp", "\"never\"").token,
        "exp null": good.with("exp", "null").token, "exp with a fraction": good.with("exp", "1800000900.5").token,
        "exp in powers": good.with("exp", "18e8").token,
        "exp past": good.with("exp", "1799999999").token, "exp now": good.with("exp", "1800000000").token,
        "exp far": good.with("exp", "1800000901").token,
        "exp 2^63": good.with("exp", "9223372036854775808").token, "exp 2^63-1": good.with("exp", "9223372036854775807").token,
        "exp negative": good.with("exp", "-1").token,
        "exp zero": good.with("exp", "0").token, "exp of a thousand digits": good.with("exp", "1" + String(repeating: "0", count: 1_000)).token,
        "exp true": good.with("exp", "true").token, "exp twice": good.adding("exp", "1800000900").token,
        "exp twice, once escaped": good.adding(#"\u0065xp"#, "1800000900").token,
        "no iat": good.with("iat", nil).token, "iat as a text": good.with("iat", "\"1800000000\"").token,
        "iat future": good.with("iat", "1800000031").token,
        "iat long ago": good.with("iat", "1799990000").token, "iat after exp": good.with("iat", "1800000020").with("exp", "1800000010").token,
        "no nbf": good.with("nbf", nil).token, "nbf future": good.with("nbf", "1800000031").token, "nbf as a text": good.with("nbf", "\"0\"").token,
    ])

    private static let identities = list([
        "no iss": good.with("iss", nil).token, "wrong iss": good.with("iss", "\"https://evil.test\"").token,
        "iss with a slash more": good.with("iss", "\"https://tactics.test/\"").token,
        "iss as a list": good.with("iss", "[\"https://tactics.test\"]").token, "iss twice": good.adding("iss", "\"https://tactics.test\"").token,
        "no aud": good.with("aud", nil).token,
        "wrong aud": good.with("aud", "\"other-api\"").token, "aud as a list": good.with("aud", "[\"tactics-api\",\"other\"]").token,
        "no sub": good.with("sub", nil).token,
        "sub empty": good.with("sub", "\"\"").token, "sub a number": good.with("sub", "7").token,
        "sub with a NUL": good.with("sub", "\"a\\u0000b\"").token,
        "no tenant": good.with("tenant_id", nil).token, "tenant null": good.with("tenant_id", "null").token,
        "tenant twice": good.adding("tenant_id", "\"0190a0b0-0000-7000-8000-00000000ffff\"").token,
        "tenant twice, once escaped": good.adding(#"tenant\u005fid"#, "\"0190a0b0-0000-7000-8000-00000000ffff\"").token,
        "tenant no id": good.with("tenant_id", "\"acme\"").token,
        "no session": good.with("sid", nil).token, "no jti": good.with("jti", nil).token, "jti empty": good.with("jti", "\"\"").token,
        "no token_use": good.with("token_use", nil).token,
        "refresh token": good.with("token_use", "\"refresh\"").token, "token_use in capitals": good.with("token_use", "\"ACCESS\"").token,
        "no roles": good.with("roles", nil).token,
        "roles as a text": good.with("roles", "\"owner\"").token, "a role that is a number": good.with("roles", "[1]").token,
        "no permissions": good.with("permissions", nil).token,
        "permissions as an object": good.with("permissions", "{}").token,
    ])

    private static let payloads = list([
        "payload an array": good.token(payload: Array("[1]".utf8)), "payload a text": good.token(payload: Array("\"a\"".utf8)),
        "payload empty object": good.token(payload: Array("{}".utf8)),
        "payload no JSON": good.token(payload: Array("foo".utf8)),
        "payload not UTF-8": good.token(payload: [0x7B, 0x22, 0xFF, 0x22, 0x3A, 0x31, 0x7D]),
        "junk behind the payload": good.token(payload: Array((good.payload + "x").utf8)),
        "two payloads": good.token(payload: Array((good.payload + good.payload).utf8)),
        "nested deeply": good.adding("x", String(repeating: "[", count: 200) + String(repeating: "]", count: 200)).token,
        "a comma too many": good.token(payload: Array((good.payload.dropLast() + ",}").utf8)), "NaN": good.adding("x", "NaN").token,
        "half a surrogate": good.adding("x", "\"\\ud800\"").token,
        "a nested token": Forge.base64url(Array(good.header.utf8)) + "." + Forge.base64url(Array(good.token.utf8)) + "." + parts[2],
    ])

    // MARK: Tools of the attacker

    private static var ecKey: P256.Signing.PrivateKey { try! P256.Signing.PrivateKey(pemRepresentation: TestKeys.p256Private) }

    static func es256(keyID: String, with key: P256.Signing.PrivateKey, der: Bool = false) -> String {
        let signed = Forge.base64url(Array(#"{"alg":"ES256","typ":"JWT","kid":"\#(keyID)"}"#.utf8)) + "." + Forge.base64url(Array(good.payload.utf8))
        let signature = try! key.signature(for: Data(signed.utf8))
        return signed + "." + Forge.base64url(Array(der ? signature.derRepresentation : signature.rawRepresentation))
    }

    private static func unsigned(_ header: String) -> String { Forge.base64url(Array(header.utf8)) + "." + parts[1] + "." }

    private static func hs512() -> String {
        let signed = Forge.base64url(Array(#"{"alg":"HS512","typ":"JWT","kid":"k1"}"#.utf8)) + "." + parts[1]
        return signed + "." + Forge.base64url(Array(HMAC<SHA512>.authenticationCode(for: Data(signed.utf8), using: SymmetricKey(data: good.key))))
    }

    /// The same bytes for a lax reader: 32 bytes leave two bits over in the last character.
    private static func nextSpelling(_ text: String) -> String {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")
        let last = alphabet.firstIndex(of: text.last!)!
        return text.dropLast() + String(alphabet[last ^ 1])
    }

    private static func flipped(_ text: String) -> String { (text.first == "A" ? "B" : "A") + text.dropFirst() }
}
