import Core
import Crypto
import Foundation
import Testing

@testable import Tokens

/// Statement 14: the classes of project Wycheproof's JSON Web Signature vectors, with our keys (Tests/Fixtures/jws/README.md says which is where).
struct ForeignSignatureTests {
    @Test func `RS256 takes the one block of RFC 8017, and no other`() throws {
        let tokens = try Forge.tokens(keyring: fullRing())
        let vectors = try AlmostRS256.all()
        #expect(vectors.count >= 150)
        #expect(vectors.first?.fault == "none")

        for vector in vectors {
            if vector.fault == "none" {
                #expect(throws: Never.self) { try tokens.verify(vector.token) }
            } else {
                let error = #expect(throws: TokenError.self, "\(vector.fault)") { try tokens.verify(vector.token) }
                #expect(error?.problem == .unauthenticated)
            }
        }
    }

    @Test func `The library alone refuses every block but the right one`() throws {
        let key = try TokenKey.rsa(id: "rsa", publicPEM: TestKeys.rsaPublic)

        for vector in try AlmostRS256.all() where vector.algorithm == "RS256" && vector.signature.count == 342 {
            #expect(JWTLibrary.verifies(vector.token, with: key) == (vector.fault == "none"), "\(vector.fault)")
        }
    }

    @Test func `ES256 takes both roots, and no number out of its range`() throws {
        let tokens = try Forge.tokens(keyring: fullRing())
        let right = try AlmostES256()
        #expect(throws: Never.self) { try tokens.verify(right.token(right.r + right.s)) }
        // The other root is a signature too: who counts tokens by their text would count two. We count by `jti`.
        #expect(throws: Never.self) { try tokens.verify(right.token(right.r + AlmostES256.order(minus: right.s))) }

        for (fault, signature) in right.wrong {
            let error = #expect(throws: TokenError.self, "\(fault)") { try tokens.verify(right.token(signature)) }
            #expect(error?.problem == .unauthenticated)
        }
    }

    @Test func `A MAC over the very text does not make foreign characters right`() throws {
        let tokens = try Forge.tokens()
        let parts = Forge().token.split(separator: ".").map(String.init)
        // Of a length that leaves bits over in its last character.
        let payload = Forge.base64url(Array((Forge().payload + String(repeating: " ", count: 2 - (Forge().payload.utf8.count + 1) % 3)).utf8))
        #expect(payload.utf8.count % 4 != 0)
        #expect(throws: Never.self) { try tokens.verify(Self.authentic(parts[0], payload)) }

        for junk in ["    ", "####", "?", "=", "==", "\n", "\t", "+", "/", "%3D", "\u{0}", "é", "~"] {
            for (header, body) in [(parts[0] + junk, payload), (junk + parts[0], payload), (parts[0], payload + junk), (parts[0], junk + payload)] {
                #expect(throws: TokenError.form, "\(junk.debugDescription)") { try tokens.verify(Self.authentic(header, body)) }
            }
        }
        #expect(throws: TokenError.form) { try tokens.verify(Self.authentic(parts[0], Self.withBitsLeftOver(payload))) }
    }

    @Test func `Foreign characters in the signature are not passed over`() throws {
        let tokens = try Forge.tokens()
        let parts = Forge().token.split(separator: ".").map(String.init)

        for junk in ["    ", "?", "????", "=", "\r\n", "-", "_"] {
            for signature in [junk + parts[2], parts[2] + junk, junk + parts[2].dropFirst(junk.count), parts[2].dropLast(junk.count) + junk] {
                #expect(throws: TokenError.self, "\(junk.debugDescription)") { try tokens.verify("\(parts[0]).\(parts[1]).\(signature)") }
            }
        }
    }

    @Test func `White space in the header's JSON is right`() throws {
        let header = "{\"kid\":\"k1\",\n\t\"typ\" : \"JWT\" ,\r\n \"alg\":\"HS256\"}"

        #expect(throws: Never.self) { try Forge.tokens().verify(Forge().header(header).token) }
    }

    /// A token whose MAC is over these two texts as they are.
    private static func authentic(_ header: String, _ payload: String) -> String {
        header + "." + payload + "." + Forge().signature(of: header + "." + payload)
    }

    /// Another last character that stands for the same bytes.
    private static func withBitsLeftOver(_ text: String) throws -> String {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")
        let last = try #require(text.last.flatMap { alphabet.firstIndex(of: $0) })
        return text.dropLast() + String(alphabet[last ^ 1])
    }
}

/// A line of Tests/Fixtures/jws/rs256_signatures.txt.
private struct AlmostRS256 {
    let fault: String
    let algorithm: String
    let signature: String

    var token: String {
        Forge.base64url(Array(#"{"alg":"\#(algorithm)","typ":"JWT","kid":"rsa"}"#.utf8)) + "." + Forge.base64url(Array(Forge().payload.utf8)) + "."
            + signature
    }

    static func all() throws -> [AlmostRS256] {
        let tests = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        let text = try String(contentsOf: tests.appending(path: "Fixtures/jws/rs256_signatures.txt"), encoding: .utf8)
        return text.split(separator: "\n").map { line in
            let fields = line.split(separator: "\t").map(String.init)
            return AlmostRS256(fault: fields[0], algorithm: fields[1], signature: fields[2])
        }
    }
}

/// A right ES256 signature in its two numbers, and what can be made of them.
private struct AlmostES256 {
    let r: [UInt8]
    let s: [UInt8]
    private let signed: String

    /// The order of P-256 (FIPS 186-5).
    private static let order: [UInt8] = [
        0xFF, 0xFF, 0xFF, 0xFF, 0x00, 0x00, 0x00, 0x00, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xBC, 0xE6, 0xFA, 0xAD, 0xA7, 0x17, 0x9E,
        0x84, 0xF3,
        0xB9, 0xCA, 0xC2, 0xFC, 0x63, 0x25, 0x51,
    ]

    init() throws {
        let token = RefusedToken.es256(keyID: "ec", with: try P256.Signing.PrivateKey(pemRepresentation: TestKeys.p256Private))
        let parts = token.split(separator: ".").map(String.init)
        let signature = try #require(Base64URL.decode(parts[2]))
        (r, s) = (Array(signature[..<32]), Array(signature[32...]))
        signed = parts[0] + "." + parts[1]
    }

    func token(_ signature: [UInt8]) -> String { signed + "." + Forge.base64url(signature) }

    /// The order less a number: the other root.
    static func order(minus number: [UInt8]) -> [UInt8] {
        var result = order
        var borrow = 0
        for index in order.indices.reversed() {
            let difference = Int(order[index]) - Int(number[index]) - borrow
            result[index] = UInt8(truncatingIfNeeded: difference)
            borrow = difference < 0 ? 1 : 0
        }
        return result
    }

    var wrong: [(fault: String, signature: [UInt8])] {
        let (zeros, one) = ([UInt8](repeating: 0, count: 32), [UInt8](repeating: 0, count: 31) + [1])
        let edges = [("0", zeros), ("1", one), ("n-1", Self.order(minus: one)), ("n", Self.order), ("2^256-1", [UInt8](repeating: 0xFF, count: 32))]
        let pairs = edges.flatMap { left in edges.map { ("r is \(left.0), s is \($0.0)", left.1 + $0.1) } }
        let halves = edges.flatMap { [("r is \($0.0)", $0.1 + s), ("s is \($0.0)", r + $0.1)] }
        return pairs + halves + [
            ("a zero before each", [0] + r + [0] + s), ("a zero behind each", r + [0] + s + [0]), ("a one before r", [1] + r + [0] + s),
            ("a one before s", [0] + r + [1] + s), ("r and s changed about", s + r), ("r twice", r + r), ("r alone", r), ("s alone", s),
            ("a byte less", Array((r + s).dropLast())), ("a byte more", r + s + [0]),
            ("hundreds of zeros before each", [UInt8](repeating: 0, count: 250) + r + [UInt8](repeating: 0, count: 250) + s),
            ("r of the other root", Self.order(minus: r) + s), ("nothing", []),
        ]
    }
}
