import Core
import Sealing
import Testing

struct CodecTests {
    /// RFC 4648, section 10, in the alphabets used here and without padding.
    static let vectors = [
        ("", "", ""), ("f", "Zg", "my"), ("fo", "Zm8", "mzxq"), ("foo", "Zm9v", "mzxw6"), ("foob", "Zm9vYg", "mzxw6yq"),
        ("fooba", "Zm9vYmE", "mzxw6ytb"),
        ("foobar", "Zm9vYmFy", "mzxw6ytboi"),
    ]

    @Test(arguments: vectors) func `The vectors of RFC 4648 hold`(plain: String, base64: String, base32: String) {
        #expect(Base64URL.encode(plain.utf8) == base64)
        #expect(Base64URL.decode(base64) == Array(plain.utf8))
        #expect(Base32.encode(plain.utf8) == base32)
        #expect(Base32.decode(base32) == Array(plain.utf8))
    }

    @Test func `Any bytes come back`() {
        for length in 0..<100 {
            let bytes = RandomToken.bytes(length)
            #expect(Base64URL.decode(Base64URL.encode(bytes)) == bytes)
            #expect(Base32.decode(Base32.encode(bytes)) == bytes)
        }
    }

    @Test(arguments: ["Zg==", "Zh", "Z", "Zm9vY", "Zm 9v", "Zm9v\n", "Zm+v", "Zm/v", "Zm9vé", "Zm9\0"])
    func `Base64 that has another spelling is refused`(text: String) {
        #expect(Base64URL.decode(text) == nil)
    }

    @Test(arguments: ["MY", "my======", "mz", "m", "mzx", "mzxw6y", "m1", "m8", "m y"]) func `Base32 that has another spelling is refused`(
        text: String
    ) {
        #expect(Base32.decode(text) == nil)
    }

    @Test func `Digests are those of the standards`() {
        // FIPS 180-2, B.1, and RFC 4231, test case 2.
        #expect(hexadecimal(sha256("abc")) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
        #expect(
            hexadecimal(hmacSHA256(key: "Jefe".utf8, message: "what do ya want for nothing?".utf8))
                == "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843")
    }

    @Test func `Tokens are of 256 bits and never the same`() {
        let tokens = Set((0..<1_000).map { _ in RandomToken.make().reveal() })

        #expect(tokens.count == 1_000)
        #expect(tokens.allSatisfy { Base64URL.decode($0)?.count == 32 })
    }
}
