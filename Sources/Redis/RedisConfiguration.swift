package import Core

/// Where Redis is and how long to wait for it.
package struct RedisConfiguration: Sendable {
    package enum Address: Sendable, Hashable {
        case unix(path: String)
        case tcp(host: String, port: UInt16)
    }

    package var address: Address
    /// The ACL user; with a password alone it is the server's default user.
    package var user: String?
    package var password: Secret?
    /// How long a call waits for its reply when it does not say otherwise.
    package var deadline: Duration = .milliseconds(50)
    /// How long making a connection may take, with its greeting.
    package var connectTimeout: Duration = .seconds(1)
    /// The longest pause between two attempts to connect. The first is 50 ms; each further one is twice as long; a random half of it is left out.
    package var longestBackoff: Duration = .seconds(2)
    /// Replies outstanding on the connection at most; what comes on top is refused.
    package var longestQueue = 10_000

    package init(address: Address, user: String? = nil, password: Secret? = nil) {
        self.address = address
        self.user = user
        self.password = password
    }

    /// Reads `redis://[user[:password]@]host[:port]` or `unix://[user[:password]@]/path`; user and password percent-encoded. There is no TLS: a
    /// server on another machine is reached through a tunnel.
    package init(url: String) throws(RedisURLError) {
        let isUnix = url.hasPrefix("unix://")
        guard isUnix || url.hasPrefix("redis://") else { throw RedisURLError(description: "a Redis address starts with redis:// or unix://") }
        var rest = url.dropFirst(isUnix ? 7 : 8)
        if let end = rest.lastIndex(of: "@") {
            let parts = rest[..<end].split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            guard let user = Self.decoded(parts[0]), let password = parts.count == 2 ? Self.decoded(parts[1]) : "" else {
                throw RedisURLError(description: "user and password of a Redis address are percent-encoded")
            }
            // `redis://:secret@host` has a password alone.
            self.user = user.isEmpty ? nil : user
            self.password = password.isEmpty ? nil : Secret(password)
            rest = rest[rest.index(after: end)...]
        }
        address = isUnix ? try Self.unix(rest) : try Self.tcp(rest)
    }

    private static func unix(_ path: Substring) throws(RedisURLError) -> Address {
        // sun_path of <sys/un.h> has 108 bytes with its end.
        guard path.hasPrefix("/"), path.utf8.count < 108 else {
            throw RedisURLError(description: "a Redis socket has an absolute path of less than 108 bytes")
        }
        return .unix(path: String(path))
    }

    private static func tcp(_ text: Substring) throws(RedisURLError) -> Address {
        let rest = text.hasSuffix("/0") ? text.dropLast(2) : text.hasSuffix("/") ? text.dropLast() : text
        guard !rest.contains("/") else { throw RedisURLError(description: "only the database 0 is used") }
        let hasPort = rest.last != "]" && rest.contains(":")
        let colon = hasPort ? rest.lastIndex(of: ":") ?? rest.endIndex : rest.endIndex
        let port = hasPort ? UInt16(rest[rest.index(after: colon)...]) : 6_379
        let host = rest[..<colon].filter { $0 != "[" && $0 != "]" }
        guard let port, port > 0, !host.isEmpty else {
            throw RedisURLError(description: "a Redis address has a host and may have a port from 1 to 65535")
        }
        return .tcp(host: String(host), port: port)
    }

    private static func decoded(_ text: Substring) -> String? {
        var bytes: [UInt8] = []
        var rest = Array(text.utf8)[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            guard let high = rest.popFirst().flatMap(hexadecimalValue), let low = rest.popFirst().flatMap(hexadecimalValue) else { return nil }
            bytes.append(high << 4 | low)
        }
        return String(validating: bytes, as: UTF8.self)
    }
}
