import Core

/// The fields that every answer has, as bytes that are made once.
enum StandardFields {
    static let hsts = line("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
    private static let common =
        line("X-Content-Type-Options", "nosniff") + line("Referrer-Policy", "no-referrer") + line("X-Frame-Options", "DENY")
        + line("Cross-Origin-Resource-Policy", "same-origin")
    /// For what is no page.
    static let data = common + line("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
    /// For pages: nothing from elsewhere, nothing inline.
    static let page =
        common
        + line(
            "Content-Security-Policy",
            "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
        )
    static let json = line("Content-Type", "application/json")
    static let problem = line("Content-Type", "application/problem+json")
    static let exposed = line(
        "Access-Control-Expose-Headers", "X-Request-Id, RateLimit, RateLimit-Policy, Retry-After, ETag, Content-Disposition, Deprecation, Sunset")
    static let isPrivate = line("Cache-Control", "private, no-cache")
    static let noStore = line("Cache-Control", "no-store")
    static let immutable = line("Cache-Control", "public, max-age=31536000, immutable")

    static func line(_ name: String, _ value: String) -> [UInt8] { Array("\(name): \(value)\r\n".utf8) }
}

extension [UInt8] {
    /// Adds a field; one whose value could break out of its line is left out.
    mutating func field(_ name: String, _ value: String) {
        guard !value.utf8.contains(where: { ($0 < 0x20 && $0 != 0x09) || $0 == 0x7F }) else { return }
        append(contentsOf: name.utf8)
        append(UInt8(ascii: ":"))
        append(UInt8(ascii: " "))
        append(contentsOf: value.utf8)
        append(0x0D)
        append(0x0A)
    }
}

extension Duration {
    /// Whole seconds, rounded up, at least `least`: as `Retry-After` and the rate limit fields want them.
    func wholeSeconds(least: Int64 = 0) -> Int64 {
        let (seconds, attoseconds) = components
        return max(least, attoseconds > 0 ? seconds + 1 : seconds)
    }
}
