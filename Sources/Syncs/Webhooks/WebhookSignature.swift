import ConnectorHost
import Core
import Sealing

/// Verifies the signature of a delivery by the scheme that the manifest names: over the bytes as they came, before anything reads them.
struct WebhookSignature: Sendable {
    /// What a signature says.
    enum Verdict: Sendable, Hashable {
        case refused
        /// Signed by one of the secrets; when, where the scheme says so.
        case verified(signedAt: Instant?)
    }

    let description: WebhookDescription

    /// Signatures in one header field: platforms send one for each secret that is valid, two in a rotation.
    private static let mostSignatures = 8
    /// Bytes of a header field.
    private static let longestField = 4_096

    /// - Parameters:
    ///   - secrets: what may have signed. Each is tried, whichever fits.
    ///   - header: a header field by its name in lower case; `nil` where it does not stand exactly once.
    func verify(_ body: [UInt8], secrets: [Secret], now: Instant, header: (String) -> String?) -> Verdict {
        guard let claim = claim(header), claim.signatures.count <= Self.mostSignatures, isFresh(claim.signedAt, now) else { return .refused }
        let message = claim.before + body + claim.after
        var isSigned = false
        for secret in secrets where !secret.isEmpty {
            let expected = claim.encode(hmacSHA256(key: secret.reveal().utf8, message: message))
            for signature in claim.signatures where constantTimeEqual(expected.utf8, signature.utf8) { isSigned = true }
        }
        return isSigned ? .verified(signedAt: claim.signedAt) : .refused
    }

    /// A time that is long ago, or still to come, is no better than none.
    private func isFresh(_ signedAt: Instant?, _ now: Instant) -> Bool {
        guard let signedAt else { return true }
        let age = now - signedAt
        return age <= description.tolerance && age >= .zero - description.tolerance
    }

    /// What the header says was signed, and how.
    private struct Claim {
        var before: [UInt8] = []
        var after: [UInt8] = []
        var signatures: [String]
        var signedAt: Instant?
        var encode: ([UInt8]) -> String = { hexadecimal($0) }
    }

    private func claim(_ header: (String) -> String?) -> Claim? {
        guard let scheme = description.scheme, let name = description.header, let field = header(name), field.utf8.count <= Self.longestField
        else { return nil }
        switch scheme {
        case .base64: return Claim(signatures: [field], encode: Self.base64)
        case .hexadecimal: return Claim(signatures: [field.lowercased()])
        case .meta: return field.hasPrefix("sha256=") ? Claim(signatures: [field.dropFirst(7).lowercased()]) : nil
        case .stripe: return Self.timed(field, signatures: "v1")
        case .tiktok: return Self.timed(field, signatures: "s")
        case .klaviyo:
            guard let text = header(description.timestampHeader), let time = Self.seconds(text) ?? Instant(text) else { return nil }
            return Claim(after: Array(text.utf8), signatures: [field.lowercased()], signedAt: time)
        }
    }

    /// `t=<seconds>` once and signatures under a name, separated by commas; elements of other names are of schemes to come.
    private static func timed(_ field: String, signatures name: String) -> Claim? {
        var times: [String] = []
        var signatures: [String] = []
        for element in field.split(separator: ",") {
            let sides = element.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard sides.count == 2 else { continue }
            let key = sides[0].drop { $0 == " " }
            if key == "t" { times.append(String(sides[1])) }
            if key == name { signatures.append(sides[1].lowercased()) }
        }
        guard times.count == 1, let time = seconds(times[0]), !signatures.isEmpty else { return nil }
        return Claim(before: Array("\(times[0]).".utf8), signatures: signatures, signedAt: time)
    }

    /// Seconds since 1970, in digits alone.
    private static func seconds(_ text: String) -> Instant? {
        guard (1...12).contains(text.utf8.count), text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        return Int64(text).map { Instant(seconds: $0) }
    }

    /// Base64 with padding (RFC 4648, section 4).
    private static func base64(_ bytes: [UInt8]) -> String {
        let text = Base64URL.encode(bytes).replacing("-", with: "+").replacing("_", with: "/")
        return text + String(repeating: "=", count: (4 - text.utf8.count % 4) % 4)
    }
}
