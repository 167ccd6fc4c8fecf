import Glibc

/// What the machine has to offer: room on the disk and ports on loopback.
enum Machine {
    /// A fresh PostgreSQL takes about 40 MB, its log up to `max_wal_size` (512 MB) under load.
    static let neededMegabytes = 700
    /// With data that are there already, this much must be left to go on.
    static let neededAgainMegabytes = 200

    static func checkRoom(in folder: String, hasData: Bool) throws(UpError) {
        var entry = statvfs()
        guard statvfs(folder, &entry) == 0 else { return }
        let free = Int(UInt64(entry.f_bavail) * UInt64(entry.f_frsize) / 1_000_000)
        let needed = hasData ? neededAgainMegabytes : neededMegabytes
        if free < needed { throw .tooLittleRoom(folder: folder, freeMegabytes: free, neededMegabytes: needed) }
    }

    static func checkPort(_ port: Int) throws(UpError) {
        guard port == 0 || bind(port) != nil else { throw .portTaken(port) }
    }

    /// That port if it is free, and otherwise any free one.
    static func freePort(preferring port: Int = 0) throws(UpError) -> Int {
        guard let found = bind(port) ?? bind(0) else { throw .portTaken(port) }
        return found
    }

    /// Binds 127.0.0.1:port for a moment and returns the port, `nil` where that is taken.
    private static func bind(_ port: Int) -> Int? {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var on: Int32 = 1
        // As the server itself does: a port in TIME_WAIT is no port in use.
        setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &on, socklen_t(MemoryLayout<Int32>.size))
        var address = sockaddr_in.loopback(port)
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { Glibc.bind(descriptor, $0, size) == 0 }
        }
        guard isBound, listen(descriptor, 1) == 0 else { return nil }
        _ = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(descriptor, $0, &size) }
        }
        return Int(UInt16(bigEndian: address.sin_port))
    }
}

extension sockaddr_in {
    static func loopback(_ port: Int) -> sockaddr_in {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(truncatingIfNeeded: port).bigEndian
        address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
        return address
    }
}
