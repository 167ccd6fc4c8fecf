import ConnectorHost
import Core
import Testing

@testable import Syncs

/// Signatures were made with another implementation (OpenSSL through Python), but for RFC 4231, test case 2.
struct WebhookSignatureTests {
    /// A signature that is good: scheme, header fields, secret, body and the time at which it is looked at.
    struct Good: Sendable, CustomStringConvertible {
        var scheme: WebhookScheme
        var fields: [String: String]
        var secret = "whsec_test_0123456789abcdef"
        var body = #"{"id":"evt_1","object":"event"}"#
        var signedAt: Instant? = Instant(seconds: 1_777_700_000)

        var description: String { scheme.rawValue }

        func verdict(_ now: Instant = Instant(seconds: 1_777_700_010), secrets: [String]? = nil) -> WebhookSignature.Verdict {
            let document: JSON = [
                "scheme": .string(scheme.rawValue), "header": "X-Signature", "timestamp_header": "X-Time", "tolerance_seconds": 300,
            ]
            return WebhookSignature(description: WebhookDescription(checked: document))
                .verify(Array(body.utf8), secrets: (secrets ?? [secret]).map { Secret($0) }, now: now) { fields[$0] }
        }
    }

    private static let stripe = "605014bfc76bd5548eb1e6788f69e08b138de679a610c06d40de0359c3b48ad0"
    private static let second = "5b5a400508f1ea5062a2a507c6bc81439d4e9712eb2d5331a77512eee25b0084"
    private static let klaviyo = "0ed3ac567c1ee4eaea143b7074cfa7c7847fd571cd629a103750ad81f4b6a480"
    private static let klaviyoOther = "0c94278c79ae3c615e50c887da92641e7689dd47926ef37f7cf94cda8b17656b"
    private static let jefe = "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"

    private static func rfc(_ scheme: WebhookScheme, _ signature: String) -> Good {
        Good(scheme: scheme, fields: ["x-signature": signature], secret: "Jefe", body: "what do ya want for nothing?", signedAt: nil)
    }

    static let good = [
        rfc(.base64, "W9zBRr9gdU5qBCQmCJV1x1oAPwidJzmDnexYuWTsOEM="), rfc(.hexadecimal, jefe), rfc(.hexadecimal, jefe.uppercased()),
        rfc(.meta, "sha256=\(jefe)"),
        Good(scheme: .stripe, fields: ["x-signature": "t=1777700000,v1=\(stripe)"]),
        Good(scheme: .stripe, fields: ["x-signature": "t=1777700000, v1=\(second), v1=\(stripe), v0=abc, junk"]),
        Good(scheme: .tiktok, fields: ["x-signature": "t=1777700000,s=\(stripe)"]),
        Good(scheme: .klaviyo, fields: ["x-signature": klaviyo, "x-time": "1777700000"]),
        Good(scheme: .klaviyo, fields: ["x-signature": klaviyoOther, "x-time": "2026-05-02T05:33:20+00:00"]),
    ]

    @Test(arguments: good)
    func `A good signature is verified, with the time that it says`(_ good: Good) {
        #expect(good.verdict() == .verified(signedAt: good.signedAt))
        #expect(good.verdict(secrets: ["the-next-secret", good.secret]) == .verified(signedAt: good.signedAt))
    }

    @Test(arguments: good)
    func `One bit of the body, another body, another secret or none is refused`(_ good: Good) {
        for bit in 0..<8 {
            var changed = good
            changed.body = String(decoding: Array(good.body.utf8.dropLast()) + [good.body.utf8.last.map { $0 ^ 1 << UInt8(bit) } ?? 0], as: UTF8.self)
            #expect(changed.verdict() == .refused)
        }
        var swapped = good
        swapped.body = #"{"id":"evt_2"}"#

        #expect(swapped.verdict() == .refused)
        #expect(good.verdict(secrets: ["another-secret"]) == .refused)
        #expect(good.verdict(secrets: [""]) == .refused && good.verdict(secrets: []) == .refused)
    }

    @Test(arguments: good)
    func `One changed, missing or surplus character of a field is refused`(_ good: Good) {
        for name in good.fields.keys {
            let field = good.fields[name] ?? ""
            for change in ["", String(field.dropLast(field.hasSuffix("junk") ? 0 : 1)) + "!", "x" + field] where change != field {
                var changed = good
                changed.fields[name] = change
                if field.hasSuffix("junk"), change.hasSuffix("junk!") { continue }
                #expect(changed.verdict() == .refused, "\(name): \(change)")
            }
            var missing = good
            missing.fields[name] = nil
            #expect(missing.verdict() == .refused)
        }
    }

    @Test(arguments: good.filter { $0.signedAt != nil })
    func `A time that is too long ago or too far ahead is refused`(_ good: Good) {
        let signed = Instant(seconds: 1_777_700_000)

        #expect(good.verdict(signed + .seconds(300)) != .refused && good.verdict(signed - .seconds(300)) != .refused)
        #expect(good.verdict(signed + .seconds(301)) == .refused && good.verdict(signed - .seconds(301)) == .refused)
    }

    @Test(arguments: [
        "", ",", "=", "t=1777700000", "v1=\(stripe)", "t=1777700000,t=1777700000,v1=\(stripe)", "t=,v1=\(stripe)", "t=+1777700000,v1=\(stripe)",
        "t=1777700000.0,v1=\(stripe)", "t=99999999999999999999,v1=\(stripe)", "t=1777700000,v0=\(stripe)", "t=1777700000;v1=\(stripe)",
        "t=1777700000,v1=\(stripe)00", "t=1777700000,v1=", "t=1777700000" + String(repeating: ",v1=\(second)", count: 8) + ",v1=\(stripe)",
        "t=1777700000,v1=\(stripe)," + String(repeating: "x", count: 4_096),
    ])
    func `A field of another form is refused`(_ field: String) {
        #expect(Good(scheme: .stripe, fields: ["x-signature": field]).verdict() == .refused)
    }

    @Test func `Meta's field needs its name, and an unknown scheme verifies nothing`() {
        let description = WebhookDescription(checked: ["scheme": "md5", "header": "X-Signature"])

        #expect(Self.rfc(.meta, Self.jefe).verdict() == .refused && Self.rfc(.meta, "sha1=\(Self.jefe)").verdict() == .refused)
        #expect(WebhookSignature(description: description).verify([], secrets: [Secret("s")], now: .now) { _ in Self.jefe } == .refused)
    }
}
