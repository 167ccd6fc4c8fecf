import Core
import Sealing
import Testing

struct MasterKeysTests {
    private let one = String(repeating: "0123456789abcdef", count: 4)
    private let two = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="

    @Test func `The key with the highest id wraps, and the others still unwrap`() throws {
        let old = try MasterKeys(parsing: Secret("1:\(one)"))
        let both = try MasterKeys(parsing: Secret("2:\(two), 1:\(one)"))
        let key = old.makeTenantKey(TenantID())
        let wrapped = try old.wrap(key)

        #expect(both.current == 2)
        #expect(throws: Never.self) { try both.unwrap(wrapped, tenant: key.tenant, version: 1) }
        #expect(try both.needsRewrap(wrapped))
        #expect(try !both.needsRewrap(both.wrap(key)))
        #expect(throws: SealingError.unknownKey(2)) { try old.unwrap(both.wrap(key), tenant: key.tenant, version: 1) }
    }

    @Test func `Hexadecimal and both alphabets of base64 are read`() throws {
        let withSigns = "+/v7+/v7+/v7+/v7+/v7+/v7+/v7+/v7+/v7+/v7+/s="

        for text in [
            one, one.uppercased(), two, String(two.dropLast()), withSigns, "-_v7-_v7-_v7-_v7-_v7-_v7-_v7-_v7-_v7-_v7-_s", "7:\(one)\n",
            " 3 : \(two) ",
        ] {
            #expect(throws: Never.self) { try MasterKeys(parsing: Secret(text)) }
        }
    }

    @Test(arguments: [
        "", "   ", "short", "0:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=", "1:AAEC", "65536:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=",
        "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8gIQ==",
        "1:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=,1:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=",
        "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=,AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=", "1:" + String(repeating: "zz", count: 32),
    ])
    func `What is no key is refused, without showing it`(text: String) {
        let error = #expect(throws: SealingError.self) { try MasterKeys(parsing: Secret(text)) }

        #expect(error.map { !"\($0)".contains("AAEC") } == true)
    }
}
