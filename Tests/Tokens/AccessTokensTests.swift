import Core
import Crypto
import Foundation
import Testing

@testable import Tokens

struct AccessTokensTests {
    private let claims = AccessClaims(
        subject: UserID(), tenant: TenantID(), roles: ["owner", "analyst"], permissions: ["campaigns:read"], session: SessionID())

    @Test func `A token that was issued is accepted and says what went in`() throws {
        let tokens = try Forge.tokens()

        let token = try tokens.issue(claims, lifetime: .seconds(900))
        let read = try tokens.verify(token.reveal())

        #expect(read.subject == claims.subject)
        #expect(read.tenant == claims.tenant)
        #expect(read.roles == ["owner", "analyst"])
        #expect(read.permissions == ["campaigns:read"])
        #expect(read.session == claims.session)
        #expect(read.tokenID == claims.tokenID)
        #expect(read.issuedAt == Forge.now)
        #expect(read.expiresAt == Forge.now + .seconds(900))
    }

    @Test func `A token that another implementation signed is accepted`() throws {
        let read = try Forge.tokens().verify(Forge().token)

        #expect(read.tenant.description == "0190a0b0-0000-7000-8000-000000000002")
        #expect(read.roles == ["owner"])
    }

    @Test(
        arguments: [
            Forge().with("iat", "1800000030").with("exp", "1800000930"), Forge().with("nbf", "1800000030"),
            Forge().with("iat", "1799999101").with("exp", "1800000001"), Forge().adding("later_claim", "{\"a\":[1]}"),
            Forge().with("roles", "[]").with("permissions", "[]"), Forge().header(#" { "kid" : "k1" , "typ":"JWT", "alg":"HS256" } "#),
            Forge().with("roles", #"["\u00e4"]"#),
        ].map(\.token))
    func `What is unusual but right is accepted`(token: String) throws {
        #expect(throws: Never.self) { try Forge.tokens().verify(token) }
    }

    @Test(arguments: RefusedToken.all) func `A token with a fault is refused`(vector: RefusedToken) throws {
        let tokens = try Forge.tokens(keyring: fullRing())

        let error = #expect(throws: TokenError.self) { try tokens.verify(vector.token) }

        #expect(error?.problem == .unauthenticated)
        #expect(throws: TokenError.self, "also the second time") { try tokens.verify(vector.token) }
    }

    @Test func `The list of faults is long and without repetition`() {
        #expect(RefusedToken.all.count >= 60)
        #expect(Set(RefusedToken.all.map(\.fault)).count == RefusedToken.all.count)
        #expect(Set(RefusedToken.all.map(\.token)).count == RefusedToken.all.count)
    }

    @Test func `The verdict on changed tokens is that of a second implementation`() throws {
        let tokens = try Forge.tokens(cacheCapacity: 0)
        let good = Array(Forge().token.utf8)
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.=".utf8)
        var generator = SystemRandomNumberGenerator()

        for _ in 0..<3_000 {
            var changed = good
            for _ in 0..<Int.random(in: 0...2, using: &generator) {
                changed[Int.random(in: changed.indices, using: &generator)] = alphabet.randomElement(using: &generator) ?? 65
            }
            let text = String(decoding: changed, as: UTF8.self)
            let accepted = (try? tokens.verify(text)) != nil
            #expect(accepted == (changed == good), "\(text)")
        }
    }

    @Test func `The signatures of RFC 7515's examples are right, and wrong when touched`() throws {
        // A.1 (HS256) of RFC 7515. It has no kid, so the signature layer alone reads it.
        let key = try TokenKey(
            id: "a1",
            secretBytes: #require(
                TokenText.decode(Array("AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow".utf8)[...])))
        let token =
            "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ"
            + ".dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"

        #expect(JWTLibrary.verifies(token, with: key))
        #expect(!JWTLibrary.verifies(token.replacingOccurrences(of: ".dBj", with: ".eBj"), with: key))
    }

    @Test func `A lifetime is one second to the longest`() throws {
        let tokens = try Forge.tokens()

        #expect(throws: TokenKeyError.lifetime) { try tokens.issue(claims, lifetime: .seconds(901)) }
        #expect(throws: TokenKeyError.lifetime) { try tokens.issue(claims, lifetime: .milliseconds(500)) }
        #expect(throws: Never.self) { try tokens.issue(claims, lifetime: .seconds(1)) }
    }

    @Test func `Claims that would not be accepted for their size are not issued`() throws {
        let large = AccessClaims(
            subject: UserID(), tenant: TenantID(), roles: [], permissions: (0..<900).map { "permission-\($0)" }, session: SessionID())

        #expect(throws: TokenKeyError.tooLarge) { try Forge.tokens().issue(large, lifetime: .seconds(60)) }
    }
}

/// A ring with a key of each kind; `k1` signs.
func fullRing() throws -> TokenKeyring {
    try TokenKeyring(
        current: TokenKey(id: "k1", secret: Secret(Forge.secret)),
        next: .rsa(id: "rsa", publicPEM: TestKeys.rsaPublic, privatePEM: Secret(TestKeys.rsaPrivate)),
        previous: [.ecdsa(id: "ec", publicPEM: TestKeys.p256Public, privatePEM: Secret(TestKeys.p256Private))])
}
