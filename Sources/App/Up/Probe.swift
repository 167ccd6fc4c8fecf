import Foundation
import Glibc

/// Short questions to processes on this machine: does it listen, does it answer.
enum Probe {
    /// Asks `GET path` of 127.0.0.1:port and returns the status, `nil` when nothing answered within a second.
    static func status(port: Int, path: String) async -> Int? {
        await offPool { httpStatus(port: port, path: path) }
    }

    /// Whether something accepts connections on a unix socket.
    static func accepts(_ socketPath: String) async -> Bool {
        await offPool { connectUnix(socketPath) }
    }

    // Blocking calls stay off the cooperative pool.
    private static let queue = DispatchQueue(label: "tactics.probe", attributes: .concurrent)

    private static func offPool<Value: Sendable>(_ body: @escaping @Sendable () -> Value) async -> Value {
        await withCheckedContinuation { continuation in queue.async { continuation.resume(returning: body()) } }
    }

    private static func httpStatus(port: Int, path: String) -> Int? {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var deadline = timeval(tv_sec: 1, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &deadline, socklen_t(MemoryLayout<timeval>.size))
        setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &deadline, socklen_t(MemoryLayout<timeval>.size))
        var address = sockaddr_in.loopback(port)
        let isConnected = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0 }
        }
        guard isConnected else { return nil }
        let request = "GET \(path) HTTP/1.1\r\nHost: 127.0.0.1:\(port)\r\nConnection: close\r\n\r\n"
        guard request.withCString({ send(descriptor, $0, request.utf8.count, Int32(MSG_NOSIGNAL)) }) == request.utf8.count else { return nil }
        return withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 64) { buffer in
            // "HTTP/1.1 200": the status is the second word, and comes in the first segment.
            let count = recv(descriptor, buffer.baseAddress, buffer.count, 0)
            let line = String(decoding: buffer.prefix(max(0, count)), as: UTF8.self)
            return line.split(separator: " ").dropFirst().first.flatMap { Int($0.prefix(3)) }
        }
    }

    private static func connectUnix(_ path: String) -> Bool {
        let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        guard path.utf8.count < MemoryLayout.size(ofValue: address.sun_path) else { return false }
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
        return withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size)) == 0 }
        }
    }
}
