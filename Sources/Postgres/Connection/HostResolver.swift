import Dispatch
import Glibc

/// Looks host names up away from the reactor's thread: `PQconnectStart` would block it in `getaddrinfo`.
enum HostResolver {
    /// The first address of a host name as text; `nil` where there is nothing to look up (a socket's folder, an address, a list) or nothing was
    /// found, in which case libpq looks itself and reports the fault.
    static func address(of host: String?) async -> String? {
        guard let host, !host.isEmpty, !host.hasPrefix("/"), !host.contains(","), !isNumeric(host) else { return nil }
        return await withCheckedContinuation { continuation in
            DispatchQueue.global().async { continuation.resume(returning: lookUp(host)) }
        }
    }

    private static func isNumeric(_ host: String) -> Bool {
        host.contains(":") || host.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) || $0 == UInt8(ascii: ".") }
    }

    private static func lookUp(_ host: String) -> String? {
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var found: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(host, nil, &hints, &found) == 0, let first = found else { return nil }
        defer { freeaddrinfo(first) }
        var text = [CChar](repeating: 0, count: Int(NI_MAXHOST))
        guard getnameinfo(first.pointee.ai_addr, first.pointee.ai_addrlen, &text, socklen_t(text.count), nil, 0, NI_NUMERICHOST) == 0 else {
            return nil
        }
        return String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
