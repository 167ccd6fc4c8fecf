import Glibc

/// Bytes of a file in pages of their own, which go back to the system as soon as nobody holds them. From the allocator, a library's megabytes would stay
/// with the process: what a thread's arena has at its end is kept for the next large request, which in a server never comes.
// Unchecked because of the pointer: after `init` nobody writes through it.
final class FileMemory: @unchecked Sendable {
    private let pages: UnsafeMutableRawBufferPointer
    private let count: Int

    /// Reads a descriptor to its end.
    /// - Parameter size: of the file. One that has become longer meanwhile is refused.
    init(_ descriptor: Int32, size: Int) throws(FileBytes.Failure) {
        // One byte more, to see the end.
        let capacity = size + 1
        guard let start = mmap(nil, capacity, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0), start != MAP_FAILED else {
            throw .unreadable(String(cString: strerror(errno)))
        }
        pages = UnsafeMutableRawBufferPointer(start: start, count: capacity)
        var taken = 0
        var failure: FileBytes.Failure?
        while failure == nil {
            let more = read(descriptor, start + taken, capacity - taken)
            if more < 0, errno == EINTR { continue }
            if more < 0 { failure = .unreadable(String(cString: strerror(errno))) }
            if more <= 0 { break }
            taken += more
            if taken == capacity { failure = .unreadable("it became longer while it was read") }
        }
        count = taken
        if let failure { throw failure }
    }

    deinit { munmap(pages.baseAddress, pages.count) }

    func withBytes<Value, Failure: Error>(_ body: (UnsafeRawBufferPointer) throws(Failure) -> Value) throws(Failure) -> Value {
        try body(UnsafeRawBufferPointer(rebasing: pages[..<count]))
    }
}
