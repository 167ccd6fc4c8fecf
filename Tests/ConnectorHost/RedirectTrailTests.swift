import ConnectorHost
import Core
import Testing

@Suite struct RedirectTrailTests {
    private static let request: JSON = [
        "method": "GET", "url": "https://api.example.com/v1/orders?limit=2", "headers": [["Accept", "text/csv"], ["X-Api-Key", "mine"]],
        "credential": "default",
    ]

    private func trail(_ request: JSON = Self.request, body: String = "") -> RedirectTrail { RedirectTrail(request, body: Array(body.utf8)[...]) }

    @Test func `A redirect to the same host keeps the credential and the headers`() throws {
        var trail = trail()

        try trail.follow(302, [("location", "/v2/orders")])

        #expect(trail.hop.request["url"] == "https://api.example.com/v2/orders")
        #expect(trail.hop.request["method"] == "GET" && trail.hop.request["credential"] == "default")
        #expect(trail.hop.request["headers"] == Self.request["headers"])
        #expect(trail.hop.number == 1 && !trail.hop.isForeign && trail.hop.first == Self.request)
    }

    @Test(arguments: [
        ("https://other.example.com/a", "https://other.example.com/a"), ("//other.example.com/a", "https://other.example.com/a"),
        ("HTTPS://Other.example.com", "https://Other.example.com/"), ("/a/b?c=d", "https://api.example.com/a/b?c=d"),
        ("lines", "https://api.example.com/v1/lines"), ("../x", "https://api.example.com/x"), ("./x/./y/..", "https://api.example.com/v1/x/"),
        ("?page=2", "https://api.example.com/v1/orders?page=2"), ("/a#part", "https://api.example.com/a"),
        ("https://api.example.com:443/a", "https://api.example.com:443/a"), ("/../../a", "https://api.example.com/a"),
        ("https://a.example.com?x=https://b.example.com/", "https://a.example.com/?x=https://b.example.com/"),
        ("http://api.example.com/a", "http://api.example.com/a"), ("/a:b", "https://api.example.com/a:b"),
        ("https://user@evil.example.com/", "https://user@evil.example.com/"),
    ])
    func `An address is told whole or in relation to the one before`(_ location: String, _ address: String) throws {
        var trail = trail()

        try trail.follow(307, [("Location", location)])

        #expect(trail.hop.request["url"]?.string == address)
    }

    @Test func `To another host goes no credential, and no header but what is harmless`() throws {
        var trail = trail(
            Self.request.setting(
                "headers", [["Accept", "text/csv"], ["X-Api-Key", "mine"], ["authorization", "Basic x"], ["If-None-Match", "\"1\""]]))

        try trail.follow(302, [("location", "https://files.example.net/1")])

        #expect(trail.hop.isForeign && trail.hop.request["credential"] == nil && trail.hop.first["credential"] == "default")
        #expect(trail.hop.request["headers"] == [["Accept", "text/csv"], ["If-None-Match", "\"1\""]])
    }

    @Test func `Who has left home comes back without the credential`() throws {
        var trail = trail()

        try trail.follow(302, [("location", "https://files.example.net/1")])
        try trail.follow(302, [("location", "https://api.example.com/v1/me")])

        #expect(trail.hop.isForeign && trail.hop.request["credential"] == nil)
        #expect(trail.hop.request["headers"] == [["Accept", "text/csv"]])
    }

    @Test(arguments: [301, 302, 303, 307, 308]) func `GET and HEAD stay what they are`(_ status: Int) throws {
        for method in ["GET", "HEAD", "get"] {
            var trail = trail(Self.request.setting("method", .string(method)), body: "none")

            try trail.follow(status, [("location", "/x")])

            #expect(trail.hop.request["method"]?.string == method.uppercased() && trail.hop.body.isEmpty)
            #expect(RedirectTrail.isRedirect(status))
        }
    }

    @Test func `The result of a POST is got by GET where 303 says so, and no other redirect of it is followed`() throws {
        let post = Self.request.setting("method", "POST").setting("headers", [["Content-Type", "application/json"], ["Accept", "*/*"]])
        var seen = trail(post, body: "{}")

        try seen.follow(303, [("location", "/results/1")])

        #expect(seen.hop.request["method"] == "GET" && seen.hop.body.isEmpty && seen.hop.request["headers"] == [["Accept", "*/*"]])
        for status in [301, 302, 307, 308] {
            var trail = trail(post, body: "{}")
            #expect(throws: RedirectRefusal.method) { try trail.follow(status, [("location", "/results/1")]) }
        }
        for status in [200, 300, 304, 305, 306, 404] { #expect(!RedirectTrail.isRedirect(status)) }
    }

    @Test func `Five redirects are followed, and the sixth is not`() throws {
        var trail = trail()
        for number in 1...5 { try trail.follow(302, [("location", "/\(number)")]) }

        #expect(trail.hop.number == 5)
        #expect(throws: RedirectRefusal.tooMany) { try trail.follow(302, [("location", "/6")]) }
    }

    @Test(arguments: ["https://api.example.com/v1/orders?limit=2", "#top", "?limit=2", "/b/../v1/orders?limit=2#x"])
    func `A redirect to where the request came from is a circle`(_ location: String) {
        var trail = trail()

        #expect(throws: RedirectRefusal.circle) { try trail.follow(302, [("location", location)]) }
    }

    @Test func `A wider circle is seen when it closes`() throws {
        var trail = trail()
        try trail.follow(302, [("location", "/a")])
        try trail.follow(302, [("location", "/b")])

        #expect(throws: RedirectRefusal.circle) { try trail.follow(302, [("location", "a")]) }
    }

    @Test func `An address that is missing, told twice or none is refused`() {
        let cases: [([(name: String, value: String)], RedirectRefusal)] = [
            ([], .noAddress), ([("location", "")], .noAddress), ([("location", "/a"), ("Location", "/b")], .malformedAddress),
            ([("location", "/a b")], .malformedAddress), ([("location", "https://")], .malformedAddress),
            ([("location", "/caf\u{E9}")], .malformedAddress), ([("location", "mailto:a@example.com")], .malformedAddress),
            ([("location", "file:///etc/passwd")], .malformedAddress),
            ([("location", "/" + String(repeating: "a", count: 8_192))], .malformedAddress),
        ]
        for (headers, refusal) in cases {
            var trail = trail()
            #expect(throws: refusal) { try trail.follow(302, headers) }
        }
    }
}
