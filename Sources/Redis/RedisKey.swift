package import Core

/// The name of a key or a channel. There is no way from a bare string to one, so that what belongs to a tenant always says so.
package struct RedisKey: Sendable, Hashable, CustomStringConvertible {
    package let text: String

    /// Keys that belong to no tenant: the whole list.
    package enum Global: String, Sendable, CaseIterable {
        /// Limits of a network address, before anybody is known.
        case address
        /// Limits of sign-ins, by the digest of what was typed as a name.
        case login
        /// Limits of incoming webhooks, by route.
        case webhook
        /// Revoked sessions and tokens, told to all servers.
        case revocations
        /// Probes of the server's health.
        case health
    }

    /// `tenant:{0197…}:purpose:part:…`. The braces are literal: Redis Cluster keeps the keys of one tenant together by them.
    package static func tenant(_ tenant: TenantID, _ purpose: StaticString, _ parts: String...) -> RedisKey {
        RedisKey("tenant:{\(tenant)}:\(purpose)", parts)
    }

    /// `global:name:part:…`.
    package static func global(_ name: Global, _ parts: String...) -> RedisKey { RedisKey("global:\(name.rawValue)", parts) }

    package var description: String { text }

    private init(_ fixed: String, _ parts: [String]) {
        var text = fixed
        for part in parts {
            text += ":"
            if part.utf8.allSatisfy(Self.isPlain) { text += part } else { text += Self.escaped(part) }
        }
        self.text = text
    }

    /// Letters, digits, `.`, `_`, `-` and `@`.
    private static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
            UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "@"):
            true
        default: false
        }
    }

    /// Any byte that is not plain becomes `%xx`, so that no part can look like two.
    private static func escaped(_ part: String) -> String {
        var bytes: [UInt8] = []
        for byte in part.utf8 {
            if isPlain(byte) { bytes.append(byte) } else { bytes += [UInt8(ascii: "%"), hexadecimalDigit(byte >> 4), hexadecimalDigit(byte & 0xF)] }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
