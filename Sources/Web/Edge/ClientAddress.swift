#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Proxies whose word about the client is believed.
package struct TrustedProxies: Sendable {
    private struct Network: Sendable {
        let bytes: [UInt8]
        let bits: Int

        func contains(_ address: [UInt8]) -> Bool {
            guard address.count == bytes.count else { return false }
            return (0..<bits).allSatisfy { (bytes[$0 / 8] ^ address[$0 / 8]) & (0x80 >> UInt8($0 % 8)) == 0 }
        }
    }

    private let networks: [Network]

    /// Addresses and networks as `10.0.0.0/8`, `::1`. What is neither is left out.
    package init(_ texts: [String]) {
        networks = texts.compactMap { text in
            let sides = text.split(separator: "/", omittingEmptySubsequences: false)
            guard (1...2).contains(sides.count), let bytes = addressBytes(String(sides[0])) else { return nil }
            let bits = sides.count == 2 ? Int(sides[1]) : bytes.count * 8
            guard let bits, (0...bytes.count * 8).contains(bits) else { return nil }
            return Network(bytes: bytes, bits: bits)
        }
    }

    package static let none = TrustedProxies([])

    private func trusts(_ address: String) -> Bool {
        guard let bytes = addressBytes(address) else { return false }
        return networks.contains { $0.contains(bytes) }
    }

    /// The client behind the connection: the last address of `X-Forwarded-For` that no listed proxy has, if the connection itself comes from one.
    func client(remote: String, forwarded: () -> [String]) -> String {
        guard !networks.isEmpty, trusts(remote) else { return remote }
        let chain = forwarded().joined(separator: ",").split(separator: ",").map { $0.filter { $0 != " " && $0 != "\t" } }
        for address in chain.reversed() where !trusts(address) {
            return addressBytes(address) == nil ? remote : address
        }
        return chain.first.map { addressBytes($0) == nil ? remote : $0 } ?? remote
    }
}

/// The bytes of an IP address in network order: 4 or 16.
private func addressBytes(_ text: String) -> [UInt8]? {
    var four = in_addr()
    if inet_pton(AF_INET, text, &four) == 1 { return withUnsafeBytes(of: &four) { Array($0) } }
    var six = in6_addr()
    if inet_pton(AF_INET6, text, &six) == 1 { return withUnsafeBytes(of: &six) { Array($0) } }
    return nil
}
