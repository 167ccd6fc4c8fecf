import NIOCore

/// An address of IPv4 or IPv6, as bytes in network order.
package struct IPAddress: Sendable, Hashable, CustomStringConvertible {
    /// 4 or 16 bytes.
    package let bytes: [UInt8]
    /// As numbers: `192.0.2.1`, `2001:db8::1`.
    package let description: String

    /// Reads the usual text form; `nil` for anything else.
    package init?(_ text: String) {
        guard let address = try? SocketAddress(ipAddress: text, port: 0) else { return nil }
        self.init(address)
    }

    init?(_ address: SocketAddress) {
        guard let text = address.ipAddress else { return nil }
        // Where ip(7) and ipv6(7) put the address: behind family and port, and for IPv6 behind the flow label.
        switch address {
        case .v4(let four): bytes = withUnsafeBytes(of: four.address) { Array($0[4..<8]) }
        case .v6(let six): bytes = withUnsafeBytes(of: six.address) { Array($0[8..<24]) }
        case .unixDomainSocket: return nil
        }
        description = text
    }

    /// Whether the address belongs to the public Internet. Sources: IANA's special-purpose registries for IPv4 and IPv6 (RFC 6890 and updates).
    package var isPublic: Bool {
        if bytes.count == 4 { return !Self.closedFour.contains { $0.holds(bytes) } }
        // Global unicast is 2000::/3 alone (RFC 4291): loopback, private, link-local, multicast, mapped IPv4 and NAT64 (64:ff9b::/96) all lie
        // outside of it.
        return Self.globalUnicast.holds(bytes) && !Self.closedSix.contains { $0.holds(bytes) }
    }

    private struct Block: Sendable {
        let prefix: [UInt8]
        let length: Int

        init(_ prefix: [UInt8], _ length: Int) {
            self.prefix = prefix
            self.length = length
        }

        func holds(_ address: [UInt8]) -> Bool {
            for bit in 0..<length {
                let mask = UInt8(0x80) >> UInt8(bit % 8)
                let own = bit / 8 < prefix.count ? prefix[bit / 8] : 0
                if own & mask != address[bit / 8] & mask { return false }
            }
            return true
        }
    }

    private static let globalUnicast = Block([0x20], 3)

    private static let closedFour: [Block] = [
        Block([0], 8), Block([10], 8), Block([100, 64], 10), Block([127], 8), Block([169, 254], 16), Block([172, 16], 12), Block([192, 0, 0], 24),
        Block([192, 0, 2], 24), Block([192, 88, 99], 24), Block([192, 168], 16), Block([198, 18], 15), Block([198, 51, 100], 24),
        Block([203, 0, 113], 24), Block([224], 4), Block([240], 4),
        // Azure's wire server: a public-looking address that only a virtual machine's own host answers.
        Block([168, 63, 129, 16], 32),
    ]

    private static let closedSix: [Block] = [
        // Protocol assignments with Teredo (2001::/32) and ORCHID; documentation; 6to4; documentation (RFC 9637).
        Block([0x20, 0x01, 0x00], 23), Block([0x20, 0x01, 0x0D, 0xB8], 32), Block([0x20, 0x02], 16), Block([0x3F, 0xFF, 0x00], 20),
    ]
}
