import Core
import Sealing
import Testing

struct SealingTests {
    private let master = try! MasterKeys(parsing: Secret(String(repeating: "0123456789abcdef", count: 4)))
    private let tenant = TenantID()
    private let place = FieldPlace(table: "identity.users", column: "email", row: UserID())

    @Test func `A sealed value opens in its place`() throws {
        let key = master.makeTenantKey(tenant)

        let sealed = try key.seal("anna@example.com", in: place)

        #expect(try key.open(sealed, in: place) == Array("anna@example.com".utf8))
        #expect(sealed.count == "anna@example.com".utf8.count + 31)
        #expect(!String(decoding: sealed, as: UTF8.self).contains("anna"))
    }

    @Test func `An empty and a long value come back as they were`() throws {
        let key = master.makeTenantKey(tenant)
        let long = RandomToken.bytes(100_000)

        #expect(try key.open(key.seal([], in: place), in: place) == [])
        #expect(try key.open(key.seal(long, in: place), in: place) == long)
    }

    @Test func `No bit of a sealed value can be changed unseen`() throws {
        let key = master.makeTenantKey(tenant)
        let sealed = try key.seal("anna@example.com", in: place)

        for bit in 0..<(sealed.count * 8) {
            var changed = sealed
            changed[bit / 8] ^= 1 << (bit % 8)
            #expect(throws: SealingError.self) { try key.open(changed, in: place) }
        }
        for length in 0..<sealed.count { #expect(throws: SealingError.self) { try key.open(Array(sealed.prefix(length)), in: place) } }
    }

    @Test func `A value that was moved does not open`() throws {
        let key = master.makeTenantKey(tenant)
        let row = UserID()
        let sealed = try key.seal("anna@example.com", in: FieldPlace(table: "identity.users", column: "email", row: row))

        for other in [
            FieldPlace(table: "identity.users", column: "email", row: UserID()), FieldPlace(table: "identity.users", column: "phone", row: row),
            FieldPlace(table: "commerce.customers", column: "email", row: row),
        ] {
            #expect(throws: SealingError.notAuthentic) { try key.open(sealed, in: other) }
        }
    }

    @Test func `Another tenant does not open a value even with the very same key bytes`() throws {
        let key = master.makeTenantKey(tenant)
        let wrapped = try master.wrap(key)

        #expect(throws: SealingError.notAuthentic) { try master.unwrap(wrapped, tenant: TenantID(), version: 1) }
        #expect(throws: SealingError.notAuthentic) { try master.unwrap(wrapped, tenant: tenant, version: 2) }
        #expect(throws: SealingError.notAuthentic) { try master.makeTenantKey(TenantID()).open(key.seal("x", in: place), in: place) }
    }

    @Test func `Equal values seal to different bytes`() throws {
        let key = master.makeTenantKey(tenant)

        #expect(try key.seal("same", in: place) != key.seal("same", in: place))
    }

    @Test func `A wrapped data key comes back whole`() throws {
        let key = master.makeTenantKey(tenant)
        let sealed = try key.seal("anna@example.com", in: place)

        let again = try master.unwrap(master.wrap(key), tenant: tenant, version: 1)

        #expect(try again.open(sealed, in: place) == Array("anna@example.com".utf8))
        #expect(again.blindIndex.digest(of: "a", column: "email") == key.blindIndex.digest(of: "a", column: "email"))
    }

    @Test func `After a rotation the old values open, new ones are sealed by the new key, and look-ups go on`() throws {
        let first = master.makeTenantKey(tenant)
        let second = first.successor()
        let old = try first.seal("anna@example.com", in: place)
        let ring = try #require(TenantKeyring([first, second]))

        let new = try ring.seal("anna@example.com", in: place)

        #expect(try ring.openText(old, in: place).reveal() == "anna@example.com")
        #expect(try ring.openText(new, in: place).reveal() == "anna@example.com")
        #expect(try ring.needsReseal(old))
        #expect(try !ring.needsReseal(new))
        #expect(throws: SealingError.unknownKey(2)) { try first.open(new, in: place) }
        #expect(first.blindIndex.digest(of: "a", column: "email") == second.blindIndex.digest(of: "a", column: "email"))
    }

    @Test func `Keys of two tenants make no ring`() {
        #expect(TenantKeyring([]) == nil)
        #expect(TenantKeyring([master.makeTenantKey(TenantID()), master.makeTenantKey(TenantID())]) == nil)
    }

    @Test func `A key does not print its bytes`() {
        let key = master.makeTenantKey(tenant)

        #expect("\(key)" == "<data key 1 of \(tenant)>")
        var text = ""
        dump(key, to: &text)
        #expect(!text.contains("secrets"))
    }

    @Test func `Digests differ between tenants and between columns`() {
        let (a, b) = (master.makeTenantKey(tenant).blindIndex, master.makeTenantKey(TenantID()).blindIndex)
        let email = BlindIndex.normalizedEmail("  Anna@Example.COM ")

        #expect(email == "anna@example.com")
        #expect(a.digest(of: email, column: "email") == a.digest(of: "anna@example.com", column: "email"))
        #expect(a.digest(of: email, column: "email") != a.digest(of: email, column: "phone"))
        #expect(a.digest(of: email, column: "email") != b.digest(of: email, column: "email"))
        #expect(a.digest(of: email, column: "email").count == 32)
    }
}
