import Core
import Crypto
import Testing

@testable import Tokens

struct TokenKeyTests {
    private let claims = AccessClaims(subject: UserID(), tenant: TenantID(), roles: [], permissions: [], session: SessionID())
    private func secret(_ id: String) throws -> TokenKey { try TokenKey(id: id, secret: Secret("\(id) and so on until it is 32 bytes or more")) }

    @Test func `RSA and elliptic keys sign and verify`() throws {
        let rsa = try TokenKey.rsa(id: "rsa", publicPEM: TestKeys.rsaPublic, privatePEM: Secret(TestKeys.rsaPrivate))
        let ec = try TokenKey.ecdsa(id: "ec", publicPEM: TestKeys.p256Public, privatePEM: Secret(TestKeys.p256Private))

        for key in [rsa, ec] {
            let tokens = try Forge.tokens(keyring: TokenKeyring(current: key))
            let token = try tokens.issue(claims, lifetime: .seconds(60))
            #expect(try tokens.verify(token.reveal()).tenant == claims.tenant)
        }
    }

    @Test func `An ES256 token of another implementation is accepted`() throws {
        let token = RefusedToken.es256(keyID: "ec", with: try P256.Signing.PrivateKey(pemRepresentation: TestKeys.p256Private))

        #expect(throws: Never.self) { try Forge.tokens(keyring: fullRing()).verify(token) }
    }

    @Test func `The current, the next and the previous key are accepted, and a dropped one is not`() throws {
        let (a, b, c) = (try secret("a"), try secret("b"), try secret("c"))
        let old = try Forge.tokens(keyring: TokenKeyring(current: a, next: b))
        let new = try Forge.tokens(keyring: TokenKeyring(current: b, next: c, previous: [a]))
        let fromOld = try old.issue(claims, lifetime: .seconds(60)).reveal()
        let fromNew = try new.issue(claims, lifetime: .seconds(60)).reveal()

        #expect(throws: Never.self) { try new.verify(fromOld) }
        #expect(throws: Never.self) { try old.verify(fromNew) }

        new.rotate(to: try TokenKeyring(current: c, previous: [b]))
        #expect(throws: TokenError.unknownKey) { try new.verify(fromOld) }
        #expect(throws: Never.self) { try new.verify(fromNew) }
    }

    @Test func `A secret of fewer than 32 bytes is refused at construction`() {
        #expect(throws: TokenKeyError.tooShort(keyID: "k")) { try TokenKey(id: "k", secret: Secret("")) }
        #expect(throws: TokenKeyError.tooShort(keyID: "k")) { try TokenKey(id: "k", secretBytes: [UInt8](repeating: 1, count: 31)) }
        #expect(throws: Never.self) { try TokenKey(id: "k", secretBytes: [UInt8](repeating: 1, count: 32)) }
    }

    @Test func `A PEM key that does not suit is refused at construction`() {
        #expect(throws: TokenKeyError.notSuitable(keyID: "k")) { try TokenKey.ecdsa(id: "k", publicPEM: TestKeys.p384Public) }
        #expect(throws: TokenKeyError.notSuitable(keyID: "k")) { try TokenKey.ecdsa(id: "k", publicPEM: TestKeys.rsaPublic) }
        #expect(throws: TokenKeyError.notSuitable(keyID: "k")) { try TokenKey.rsa(id: "k", publicPEM: TestKeys.p256Public) }
        #expect(throws: TokenKeyError.notSuitable(keyID: "k")) { try TokenKey.rsa(id: "k", publicPEM: TestKeys.shortRSAPublic) }
        #expect(throws: TokenKeyError.notSuitable(keyID: "k")) { try TokenKey.rsa(id: "k", publicPEM: "") }
        #expect(throws: TokenKeyError.notSuitable(keyID: "k")) {
            try TokenKey.rsa(id: "k", publicPEM: TestKeys.rsaPublic, privatePEM: Secret(TestKeys.p256Private))
        }
        #expect(throws: TokenKeyError.mismatch(keyID: "k")) {
            try TokenKey.rsa(id: "k", publicPEM: TestKeys.otherRSAPublic, privatePEM: Secret(TestKeys.rsaPrivate))
        }
    }

    @Test(arguments: ["", "a b", "ä", "a\"b", String(repeating: "k", count: 65)]) func `A key id that would not fit a header is refused`(id: String) {
        #expect(throws: TokenKeyError.keyID(id)) { try TokenKey(id: id, secretBytes: [UInt8](repeating: 1, count: 32)) }
    }

    @Test func `A ring needs a key that signs, and unique ids`() throws {
        let verifier = try TokenKey.rsa(id: "rsa", publicPEM: TestKeys.rsaPublic)

        #expect(throws: TokenKeyError.cannotSign(keyID: "rsa")) { try TokenKeyring(current: verifier) }
        #expect(throws: TokenKeyError.duplicate(keyID: "a")) { try TokenKeyring(current: secret("a"), previous: [secret("a")]) }
    }

    @Test func `The key set shows public keys and no secret`() throws {
        let jwks = try Forge.tokens(keyring: fullRing()).jwks
        let keys = try #require(jwks["keys"]?.array)

        #expect(keys.compactMap { $0["kid"]?.string } == ["ec", "rsa"])
        #expect(keys[0]["crv"] == "P-256")
        #expect(keys[0]["x"]?.string?.count == 43)
        #expect(keys[1]["e"] == "AQAB")
        #expect(keys[1]["n"]?.string?.count == 342)
        #expect(keys.allSatisfy { $0["d"] == nil && $0["k"] == nil && $0["alg"] != nil })
    }

    @Test func `A key does not print its bytes`() throws {
        let key = try secret("a")
        var text = "\(key)"
        dump(key, to: &text)

        #expect(!text.contains("and so on"))
    }
}
