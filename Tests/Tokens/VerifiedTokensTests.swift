import Core
import Synchronization
import Testing

@testable import Tokens

struct VerifiedTokensTests {
    private let claims = AccessClaims(subject: UserID(), tenant: TenantID(), roles: [], permissions: [], session: SessionID())

    @Test func `A remembered token is accepted until it expires`() throws {
        let clock = Mutex(Forge.now)
        let tokens = AccessTokens(
            keyring: try TokenKeyring(current: TokenKey(id: "k1", secret: Secret(Forge.secret))), issuer: "i", audience: "a",
            time: TimeSource { clock.withLock { $0 } })
        let token = try tokens.issue(claims, lifetime: .seconds(60)).reveal()

        for second in [0, 1, 59] {
            clock.withLock { $0 = Forge.now + .seconds(second) }
            #expect(throws: Never.self) { try tokens.verify(token) }
        }
        clock.withLock { $0 = Forge.now + .seconds(60) }
        #expect(throws: TokenError.expired) { try tokens.verify(token) }
    }

    @Test func `A revoked token is refused although it is remembered, and its neighbour is not`() throws {
        let tokens = try Forge.tokens()
        let first = try tokens.issue(claims, lifetime: .seconds(60)).reveal()
        let second = try tokens.issue(
            AccessClaims(subject: claims.subject, tenant: claims.tenant, roles: [], permissions: [], session: claims.session), lifetime: .seconds(60)
        ).reveal()
        _ = try (tokens.verify(first), tokens.verify(second))

        tokens.revoke(tokenID: claims.tokenID)

        #expect(throws: TokenError.revoked) { try tokens.verify(first) }
        #expect(throws: Never.self) { try tokens.verify(second) }
        tokens.revoke(session: claims.session)
        #expect(throws: TokenError.revoked) { try tokens.verify(second) }
    }

    @Test func `A revocation from elsewhere is asked for each time`() throws {
        let isRevoked = Atomic(false)
        let tokens = AccessTokens(
            keyring: try TokenKeyring(current: TokenKey(id: "k1", secret: Secret(Forge.secret))), issuer: "i", audience: "a",
            isRevoked: { _ in isRevoked.load(ordering: .relaxed) })
        let token = try tokens.issue(claims, lifetime: .seconds(60)).reveal()
        _ = try tokens.verify(token)

        isRevoked.store(true, ordering: .relaxed)

        #expect(throws: TokenError.revoked) { try tokens.verify(token) }
    }

    @Test func `The least recently used goes first`() {
        var memory = VerifiedTokens(capacity: 3)
        for number in 1...3 { memory.insert(claims, for: fingerprint(number)) }
        _ = memory.find(fingerprint(1))

        memory.insert(claims, for: fingerprint(4))

        #expect(memory.find(fingerprint(2)) == nil)
        #expect([1, 3, 4].allSatisfy { memory.find(fingerprint($0)) != nil })
        #expect(memory.count == 3)
    }

    @Test func `It never holds more than its capacity, and always the latest`() {
        var memory = VerifiedTokens(capacity: 10)
        var model: [Int] = []
        for _ in 0..<5_000 {
            let number = Int.random(in: 0..<30)
            if memory.find(fingerprint(number)) != nil {
                model.removeAll { $0 == number }
            } else {
                memory.insert(claims, for: fingerprint(number))
                model.removeAll { $0 == number }
                if model.count == 10 { model.removeFirst() }
            }
            model.append(number)
            #expect(memory.count == model.count)
        }
        #expect(model.allSatisfy { memory.find(fingerprint($0)) != nil })
    }

    @Test func `Revocations are forgotten when no token can be left`() {
        var revocations = Revocations()
        for number in 0..<100 {
            let now = Forge.now + .seconds(number * 60)
            revocations.add(UniqueID(), until: now + .seconds(930), now: now)
        }

        #expect(revocations.count <= 17)
    }

    private func fingerprint(_ number: Int) -> VerifiedTokens.Fingerprint { VerifiedTokens.Fingerprint(words: (UInt64(number), 0, 0, 0)) }
}
