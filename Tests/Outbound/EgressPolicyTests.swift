import Outbound
import Testing

@Suite struct EgressPolicyTests {
    @Test func `A listed host is called over https`() throws {
        let policy = EgressPolicy(hosts: [try #require(HostPattern("graph.facebook.com"))])

        let route = try policy.route("https://graph.facebook.com/v25.0/me?fields=id")

        #expect(route.url == "https://graph.facebook.com/v25.0/me?fields=id")
        #expect(route.host == "graph.facebook.com")
    }

    @Test(arguments: [
        "HTTPS://Example.ORG", "https://example.org:443/a", "https://a.b.example.org/?x=1", "https://xn--bcher-kva.example.org/",
        "https://1e100.net/",
        "https://127.0.0.1.nip.io/",
    ])
    func `A public name passes the check of its text`(url: String) throws {
        _ = try EgressPolicy.anyPublicHost().route(url)
    }

    @Test(arguments: [
        // Schemes and shapes.
        "", "example.org", "//example.org/", "http://example.org/", "ftp://example.org/", "file:///etc/passwd", "gopher://example.org:70/",
        "https:example.org",
        "https:/example.org", "https:\\\\example.org", "https://", "https:///path", "javascript:alert(1)", "https://example.org/#fragment",
        // Users and ports.
        "https://user@example.org/", "https://user:pass@example.org/", "https://example.org@127.0.0.1/", "https://example.org:80/",
        "https://example.org:8443/",
        "https://example.org:/", "https://example.org:443:443/", "https://example.org:0443/",
        // IPv4 in every spelling.
        "https://127.0.0.1/", "https://127.1/", "https://2130706433/", "https://0x7f000001/", "https://0x7f.0.0.1/", "https://0177.0.0.1/",
        "https://017700000001/",
        "https://0/", "https://8.8.8.8/", "https://169.254.169.254/latest/meta-data/", "https://127.0.0.1./", "https://1.1.1.0x1/",
        // IPv6.
        "https://[::1]/", "https://[::ffff:127.0.0.1]/", "https://[fd00::1]/", "https://[2606:4700::1111]/", "https://[::]/",
        "https://[fe80::1%25eth0]/",
        // Names that are not public.
        "https://localhost/", "https://LOCALHOST/", "https://a.localhost/", "https://metadata.google.internal/", "https://printer.local/",
        "https://db/",
        "https://example.org./", "https://.example.org/", "https://a..example.org/", "https://-a.example.org/", "https://a_b.example.org/",
        // Tricks with characters.
        "https://exa mple.org/", "https://example.org\\@127.0.0.1/", "https://example.org%2f@127.0.0.1/", "https://%31%32%37.0.0.1/",
        "https://①②⑦.⓪.⓪.①/",
        "https://ｅxample.org/", "https://example。org/", "https://example.org\t/", "https://example.org\r\nHost: evil/", "https://example.org/\u{0}",
        " https://example.org/", "https://example.org /", "https://exa\u{200B}mple.org/",
        // Ways out of a mapped prefix.
        "https://example.org/../shopify", "https://example.org/a/%2e%2e/b", "https://example.org/.%2E/b", "https://example.org/./b",
    ])
    func `Anything else is refused`(url: String) {
        #expect(throws: EgressRefusal.self) { try EgressPolicy.anyPublicHost().route(url) }
    }

    @Test func `A host that is not listed is refused, also when it only looks alike`() throws {
        let policy = EgressPolicy(hosts: [try #require(HostPattern("graph.facebook.com"))])

        for host in ["evil.com", "graph.facebook.com.evil.com", "xgraph.facebook.com", "a.graph.facebook.com", "facebook.com"] {
            #expect(throws: EgressRefusal(.hostNotAllowed)) { try policy.route("https://\(host)/") }
        }
    }

    @Test func `A setting binds one label of the host`() throws {
        let shop = try #require(HostPattern("{shop}.myshopify.com"))
        let policy = EgressPolicy(hosts: [shop], settings: ["shop": "Demo-Store"])

        _ = try policy.route("https://demo-store.myshopify.com/admin")

        for host in ["other.myshopify.com", "a.demo-store.myshopify.com", "myshopify.com", "demo-store.myshopify.com.evil.com"] {
            #expect(throws: EgressRefusal(.hostNotAllowed)) { try policy.route("https://\(host)/") }
        }
        #expect(throws: EgressRefusal(.hostNotAllowed)) { try EgressPolicy(hosts: [shop]).route("https://demo-store.myshopify.com/") }
    }

    @Test(arguments: ["{host}", "{a}.{b}", "a.{b}", "{a}.com", "*.com", "a b.com", ""])
    func `A pattern whose domain is not fixed is no pattern`(text: String) {
        #expect(HostPattern(text) == nil)
    }

    @Test func `The operator's mapping replaces scheme, host and root`() throws {
        let mapping = try #require(EgressMapping(host: "{shop}.myshopify.com", base: "http://127.0.0.1:8090/shopify/{shop}/"))
        let policy = EgressPolicy(hosts: [try #require(HostPattern("{shop}.myshopify.com"))], settings: ["shop": "demo"], mappings: [mapping])

        let route = try policy.route("https://demo.myshopify.com/admin/api?x=1")

        #expect(route == .mapped(url: "http://127.0.0.1:8090/shopify/demo/admin/api?x=1", host: "demo.myshopify.com"))
        #expect(throws: EgressRefusal(.hostNotAllowed)) { try policy.route("https://other.myshopify.com/admin") }
    }
}

@Suite struct IPAddressTests {
    @Test(arguments: [
        "8.8.8.8", "1.1.1.1", "172.32.0.1", "100.128.0.1", "192.0.1.1", "2606:4700:4700::1111", "2a00:1450:4001::200e", "2001:4860:4860::8888",
    ])
    func `Public addresses pass`(text: String) throws {
        #expect(try #require(IPAddress(text)).isPublic)
    }

    @Test(arguments: [
        "0.0.0.0", "10.1.2.3", "100.64.0.1", "100.100.100.200", "127.0.0.1", "127.255.255.255", "169.254.169.254", "172.16.0.1", "172.31.255.255",
        "192.0.0.192",
        "192.0.2.1", "192.88.99.1", "192.168.1.1", "198.18.0.1", "198.19.255.255", "198.51.100.1", "203.0.113.1", "224.0.0.1", "239.1.1.1",
        "240.0.0.1",
        "255.255.255.255", "168.63.129.16", "::", "::1", "::ffff:127.0.0.1", "::ffff:8.8.8.8", "::127.0.0.1", "64:ff9b::7f00:1", "64:ff9b:1::1",
        "100::1",
        "2001::1", "2001:10::1", "2001:db8::1", "2002:7f00:1::", "3fff::1", "fc00::1", "fd00:ec2::254", "fe80::1", "fec0::1", "ff02::1",
    ])
    func `Addresses that are not public do not`(text: String) throws {
        #expect(try !#require(IPAddress(text)).isPublic)
    }

    @Test func `One closed address spoils all of a host's`() throws {
        let open = try #require(IPAddress("8.8.8.8"))
        let closed = try #require(IPAddress("10.0.0.1"))

        #expect(try EgressPolicy.admit([open]) == [open])
        #expect(throws: EgressRefusal(.privateAddress)) { try EgressPolicy.admit([open, closed]) }
        #expect(throws: EgressRefusal(.unresolved)) { try EgressPolicy.admit([]) }
    }
}
