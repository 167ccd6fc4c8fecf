import Crypto
import Foundation

/// The numbers of a public key, as a JSON Web Key shows them (RFC 7518, 6.2 and 6.3), big-endian.
enum PublicKeyParameters: Sendable, Hashable {
    case p256(x: [UInt8], y: [UInt8])
    case rsa(modulus: [UInt8], exponent: [UInt8])

    /// `nil` unless the text is a public key on P-256 exactly; libjwt itself takes any curve for ES256.
    init?(p256PEM text: String) {
        guard let key = try? P256.Signing.PublicKey(pemRepresentation: text) else { return nil }
        let point = Array(key.rawRepresentation)
        self = .p256(x: Array(point.prefix(32)), y: Array(point.suffix(32)))
    }

    /// `nil` unless the text is an RSA public key (SubjectPublicKeyInfo, RFC 8017 A.1.1) of 2048 to 8192 bits with an odd exponent of 65537 at least.
    init?(rsaPEM text: String) {
        guard let bytes = Self.body(of: text) else { return nil }
        var outer = DERReader(bytes)
        guard var info = outer.element(0x30), outer.isAtEnd, var algorithm = info.element(0x30), var key = info.element(0x03), info.isAtEnd,
            algorithm.element(0x06)?.bytes == Self.rsaEncryption, key.skipByte(0), var numbers = key.element(0x30), key.isAtEnd,
            let modulus = numbers.element(0x02)?.unsigned, let exponent = numbers.element(0x02)?.unsigned, numbers.isAtEnd,
            (256...1_024).contains(modulus.count), modulus[0] >= 0x80 || modulus.count > 256, let last = exponent.last, last & 1 == 1,
            exponent.count <= 4,
            exponent.reduce(0, { $0 << 8 | UInt64($1) }) >= 65_537
        else { return nil }
        self = .rsa(modulus: modulus, exponent: exponent)
    }

    /// The object identifier 1.2.840.113549.1.1.1.
    private static let rsaEncryption: [UInt8] = [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x01, 0x01]

    private static func body(of text: String) -> [UInt8]? {
        let lines = text.split(whereSeparator: \.isNewline)
        guard lines.first == "-----BEGIN PUBLIC KEY-----", lines.last == "-----END PUBLIC KEY-----" else { return nil }
        return Data(base64Encoded: lines.dropFirst().dropLast().joined()).map(Array.init)
    }
}

/// Reads the few forms of DER that a public key is made of.
struct DERReader {
    private(set) var bytes: [UInt8]

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    var isAtEnd: Bool { bytes.isEmpty }

    /// The content of the next element, which must have that tag.
    mutating func element(_ tag: UInt8) -> DERReader? {
        guard bytes.count >= 2, bytes[0] == tag else { return nil }
        var length = Int(bytes[1])
        var start = 2
        if length >= 0x80 {
            let digits = length - 0x80
            guard (1...2).contains(digits), bytes.count >= 2 + digits else { return nil }
            length = bytes[2..<(2 + digits)].reduce(0) { $0 << 8 | Int($1) }
            start += digits
        }
        guard bytes.count >= start + length else { return nil }
        defer { bytes.removeFirst(start + length) }
        return DERReader(Array(bytes[start..<(start + length)]))
    }

    mutating func skipByte(_ byte: UInt8) -> Bool {
        guard bytes.first == byte else { return false }
        bytes.removeFirst()
        return true
    }

    /// An INTEGER's content without the zero that marks it as positive; `nil` for negative numbers and for zero.
    var unsigned: [UInt8]? {
        guard let first = bytes.first, first < 0x80 else { return nil }
        let digits = Array(bytes.drop { $0 == 0 })
        return digits.isEmpty ? nil : digits
    }
}
