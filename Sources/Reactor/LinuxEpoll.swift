import Glibc

// The toolchain's Glibc module leaves out <sys/epoll.h>, <sys/eventfd.h> and the GNU part of <pthread.h>. These take and give integers and pointers
// alone, for which the C and the Swift calling conventions are the same on x86-64 and arm64, so they are declared here by their symbol.
@_silgen_name("epoll_create1") func epoll_create1(_ flags: Int32) -> Int32
@_silgen_name("epoll_ctl") func epoll_ctl(_ epoll: Int32, _ operation: Int32, _ descriptor: Int32, _ event: UnsafeMutableRawPointer?) -> Int32
@_silgen_name("epoll_wait") func epoll_wait(_ epoll: Int32, _ events: UnsafeMutableRawPointer, _ capacity: Int32, _ timeout: Int32) -> Int32
@_silgen_name("eventfd") func eventfd(_ start: UInt32, _ flags: Int32) -> Int32
@_silgen_name("pthread_setname_np") func pthread_setname_np(_ thread: pthread_t, _ name: UnsafePointer<CChar>) -> Int32

let closeOnExec: Int32 = 0o2_000_000
let nonBlocking: Int32 = 0o4_000

/// `struct epoll_event`: a 32-bit mask and 64 bits of ours, packed on x86-64 alone (<sys/epoll.h>, `EPOLL_PACKED`).
enum EpollEvent {
    enum Operation: Int32 {
        case add = 1
        case delete = 2
        case modify = 3
    }

    static let input: UInt32 = 0x1
    static let output: UInt32 = 0x4
    static let error: UInt32 = 0x8
    static let hangup: UInt32 = 0x10
    static let peerClosed: UInt32 = 0x2000
    static let edgeTriggered: UInt32 = 1 << 31

    #if arch(x86_64)
    static let stride = 12
    private static let dataOffset = 4
    #else
    static let stride = 16
    private static let dataOffset = 8
    #endif

    static func mask(_ readiness: Readiness) -> UInt32 {
        (readiness.contains(.readable) ? input | peerClosed : 0) | (readiness.contains(.writable) ? output : 0)
    }

    /// `epoll_ctl`; 0 or `errno`.
    static func control(_ epoll: Int32, _ operation: Operation, _ descriptor: Int32, _ mask: UInt32) -> Int32 {
        withUnsafeTemporaryAllocation(byteCount: stride, alignment: 8) { event in
            event.storeBytes(of: mask, toByteOffset: 0, as: UInt32.self)
            event.storeBytes(of: UInt64(UInt32(bitPattern: descriptor)), toByteOffset: dataOffset, as: UInt64.self)
            return epoll_ctl(epoll, operation.rawValue, descriptor, event.baseAddress) == 0 ? 0 : errno
        }
    }

    static func read(_ buffer: UnsafeMutableRawPointer, at index: Int) -> Poller.Event {
        let mask = buffer.loadUnaligned(fromByteOffset: index * stride, as: UInt32.self)
        let data = buffer.loadUnaligned(fromByteOffset: index * stride + dataOffset, as: UInt64.self)
        var readiness: Readiness = []
        if mask & (input | peerClosed) != 0 { readiness.insert(.readable) }
        if mask & output != 0 { readiness.insert(.writable) }
        return Poller.Event(descriptor: Int32(truncatingIfNeeded: data), readiness: readiness, hangup: mask & (error | hangup) != 0)
    }
}
