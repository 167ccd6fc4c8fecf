import Core
import Web

/// The hidden field of every form: it shows that the form came from a page of ours and belongs to this visitor.
/// Each one is random text with an HMAC-SHA-256 over it and the visitor, so no two pages carry the same one.
struct FormTokens: Sendable {
    /// The cookie of a visitor who is not signed in yet.
    static let visitorCookie = "tactics_visitor"

    private let seals: Cursors

    /// - Throws: where the key has fewer than 32 bytes.
    init(key: [UInt8]) throws { seals = try Cursors(key: key) }

    /// - Parameter visitor: the session, or the visitor's cookie before there is one.
    func make(for visitor: String) -> String {
        seals.seal(.string(Self.randomText(bytes: 8)), tenant: nil, route: "console form", query: visitor)
    }

    func accepts(_ token: String?, from visitor: String?) -> Bool {
        guard let token, let visitor, !visitor.isEmpty else { return false }
        return seals.open(token, tenant: nil, route: "console form", query: visitor) != nil
    }

    static func newVisitor() -> String { randomText(bytes: 16) }

    /// From the kernel's generator, in hexadecimal.
    private static func randomText(bytes count: Int) -> String {
        var generator = SystemRandomNumberGenerator()
        return hexadecimal((0..<count).map { _ in UInt8.random(in: .min ... .max, using: &generator) })
    }
}

/// Where to go after signing in: only pages of the console, so that no link can send people elsewhere.
struct SafePath: Sendable, Hashable {
    let text: String

    init?(_ text: String?) {
        guard let text, text.hasPrefix("/app/"), text.utf8.count <= 200, !text.contains("//"), !text.hasPrefix("/app/sign-") else { return nil }
        guard text.utf8.allSatisfy(Self.isPlain) else { return nil }
        self.text = text
    }

    /// Letters, digits, `/`, `-` and `_`: nothing that a browser reads in two ways, and nothing to encode.
    private static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
        case UInt8(ascii: "/"), UInt8(ascii: "-"), UInt8(ascii: "_"): true
        default: false
        }
    }
}
