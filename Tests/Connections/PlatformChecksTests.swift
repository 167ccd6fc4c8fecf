import Core
import Testing

@testable import Connections

@Suite struct PlatformChecksTests {
    private let secret = Secret("hush")
    private let now = Instant(seconds: 1_700_000_000)

    /// HMAC computed apart from the program:
    /// `printf 'code=0907a61c&host=YWRtaW4&shop=acme.myshopify.com&state=t.s&timestamp=1700000000' | openssl dgst -sha256 -hmac hush`.
    private let signed: [(name: String, value: String)] = [
        ("state", "t.s"), ("code", "0907a61c"), ("shop", "acme.myshopify.com"),
        ("hmac", "cb600bc1bdbbbf153c5ed01db5c8193eeddad135428c85e5af1b485361875f1d"), ("host", "YWRtaW4"), ("timestamp", "1700000000"),
    ]

    private func changed(_ name: String, _ value: String?) -> CallbackSignature {
        CallbackSignature(signed.compactMap { $0.name == name ? value.map { (name, $0) } : $0 })
    }

    @Test func `A callback that the platform signed is taken, in whatever order it comes`() {
        #expect(CallbackSignature(signed).isGood(secret, now: now))
        #expect(CallbackSignature(signed.reversed()).isGood(secret, now: now + .seconds(90)))
    }

    @Test(arguments: ["state", "code", "shop", "hmac", "host", "timestamp"])
    func `A callback with something changed, missing or added is refused`(name: String) {
        #expect(!changed(name, "1700000001").isGood(secret, now: now))
        #expect(!changed(name, "").isGood(secret, now: now))
        #expect(!changed(name, nil).isGood(secret, now: now))
        #expect(!CallbackSignature(signed + [("more", "x")]).isGood(secret, now: now))
    }

    @Test func `Another secret, an old address and one from the future are refused`() {
        #expect(!CallbackSignature(signed).isGood(Secret("other"), now: now))
        #expect(!CallbackSignature(signed).isGood(secret, now: now + .seconds(91)))
        #expect(!CallbackSignature(signed).isGood(secret, now: now - .seconds(91)))
        #expect(!changed("timestamp", "-9223372036854775808").isGood(secret, now: now))
    }

    @Test func `The checks go by the host and not by the manifest`() {
        #expect(PlatformChecks(host: "acme.myshopify.com") == .signedCallback && PlatformChecks(host: "graph.facebook.com") == .listedRights)
        #expect(PlatformChecks(host: "myshopify.com.example.com") == .usual && PlatformChecks(host: "oauth2.googleapis.com") == .usual)
    }
}
