import Core
import Testing

@testable import Redis

struct ValueTests {
    @Test func `A tenant's key says whose it is and what for`() throws {
        let tenant = try #require(TenantID("0190a0b0-0000-7000-8000-000000000002"))

        #expect(RedisKey.tenant(tenant, "query", "campaigns", "ab12").text == "tenant:{0190a0b0-0000-7000-8000-000000000002}:query:campaigns:ab12")
        #expect(RedisKey.global(.address, "::1").text == "global:address:%3a%3a1")
    }

    @Test func `No part of a key can look like two`() {
        let tenant = TenantID()

        #expect(RedisKey.tenant(tenant, "a", "b:c") != RedisKey.tenant(tenant, "a", "b", "c"))
        #expect(RedisKey.tenant(tenant, "a", "b%3ac") != RedisKey.tenant(tenant, "a", "b:c"))
        #expect(RedisKey.tenant(tenant, "a", "*\n{x}").text.hasSuffix(":a:%2a%0a%7bx%7d"))
    }

    @Test func `Addresses are read with their user and password`() throws {
        let unix = try RedisConfiguration(url: "unix:///run/redis/redis.sock")
        let tcp = try RedisConfiguration(url: "redis://app:p%40ss%3Aword@cache.internal:6380")
        let password = try RedisConfiguration(url: "redis://:secret@127.0.0.1")

        #expect(unix.address == .unix(path: "/run/redis/redis.sock"))
        #expect(tcp.address == .tcp(host: "cache.internal", port: 6_380))
        #expect(tcp.user == "app")
        #expect(tcp.password?.reveal() == "p@ss:word")
        #expect(password.user == nil)
        #expect(password.password?.reveal() == "secret")
        #expect(password.address == .tcp(host: "127.0.0.1", port: 6_379))
        #expect(try RedisConfiguration(url: "redis://[::1]:7000/0").address == .tcp(host: "::1", port: 7_000))
        #expect(try RedisConfiguration(url: "redis://[::1]").address == .tcp(host: "::1", port: 6_379))
    }

    @Test(arguments: [
        "", "redis:", "http://x", "rediss://x", "redis://", "redis://x:0", "redis://x:99999", "redis://x/3", "unix://relative", "redis://%zz@x",
        "redis://a:%f@x",
        "unix:///" + String(repeating: "a", count: 120),
    ])
    func `What is no address is refused without showing it`(url: String) {
        let error = #expect(throws: RedisURLError.self) { try RedisConfiguration(url: url) }

        #expect(error.map { url.count < 8 || !$0.description.contains(url) } == true)
    }

    @Test func `A configuration does not show its password`() throws {
        let configuration = try RedisConfiguration(url: "redis://app:hunter2hunter2@x")

        #expect(!"\(configuration)".contains("hunter2"))
    }

    @Test func `Pauses grow to the longest, each shortened by a half at most`() {
        var backoff = Backoff(longest: .seconds(2))

        #expect((0..<8).map { _ in backoff.next(random: 0) } == [50, 100, 200, 400, 800, 1_600, 2_000, 2_000].map { .milliseconds($0) })
        #expect(backoff.next(random: 1) == .seconds(1))
        backoff.succeeded()
        #expect(backoff.next(random: 1) == .milliseconds(25))
    }
}
