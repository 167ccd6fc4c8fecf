import Glibc

/// An address that a socket can connect to.
struct SocketAddress: Sendable {
    let family: Int32
    private let bytes: [UInt8]

    /// Finds the addresses of a configuration. A host's name is looked up on a thread of its own, as the look-up blocks.
    static func resolve(_ address: RedisConfiguration.Address) async -> [SocketAddress] {
        switch address {
        case .unix(let path): return [SocketAddress(path: path)]
        case .tcp(let host, let port):
            if let numeric = lookUp(host, port, flags: AI_NUMERICHOST).first { return [numeric] }
            return await withCheckedContinuation { continuation in
                let query = Query(host: host, port: port, continuation: continuation)
                var thread = pthread_t()
                let failed = pthread_create(&thread, nil, answer, Unmanaged.passRetained(query).toOpaque())
                if failed == 0 {
                    pthread_detach(thread)
                } else {
                    Unmanaged.passUnretained(query).release()
                    continuation.resume(returning: [])
                }
            }
        }
    }

    /// 0 or `errno`; EINPROGRESS where the connection is under way.
    func connect(_ descriptor: Int32) -> Int32 {
        bytes.withUnsafeBytes { raw in
            guard let start = raw.baseAddress else { return EINVAL }
            return Glibc.connect(descriptor, start.assumingMemoryBound(to: sockaddr.self), socklen_t(raw.count)) == 0 ? 0 : errno
        }
    }

    private init(family: Int32, bytes: [UInt8]) {
        self.family = family
        self.bytes = bytes
    }

    private init(path: String) {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: Array(path.utf8).prefix($0.count - 1)) }
        self.init(family: AF_UNIX, bytes: withUnsafeBytes(of: address) { Array($0) })
    }

    fileprivate static func lookUp(_ host: String, _ port: UInt16, flags: Int32 = 0) -> [SocketAddress] {
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        hints.ai_flags = flags
        var list: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(host, String(port), &hints, &list) == 0 else { return [] }
        defer { freeaddrinfo(list) }
        return sequence(first: list, next: { $0?.pointee.ai_next }).prefix { $0 != nil }.compactMap { entry in
            guard let info = entry?.pointee, let address = info.ai_addr else { return nil }
            return SocketAddress(family: info.ai_family, bytes: Array(UnsafeRawBufferPointer(start: address, count: Int(info.ai_addrlen))))
        }
    }
}

private final class Query: Sendable {
    let host: String
    let port: UInt16
    let continuation: CheckedContinuation<[SocketAddress], Never>

    init(host: String, port: UInt16, continuation: CheckedContinuation<[SocketAddress], Never>) {
        self.host = host
        self.port = port
        self.continuation = continuation
    }
}

private func answer(_ argument: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    guard let argument else { return nil }
    let query = Unmanaged<Query>.fromOpaque(argument).takeRetainedValue()
    query.continuation.resume(returning: SocketAddress.lookUp(query.host, query.port))
    return nil
}
