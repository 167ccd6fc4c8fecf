import Glibc

/// The kernel's side of a reactor: one epoll set and one eventfd that wakes it.
struct Poller: @unchecked Sendable {
    // Unchecked for the event buffer alone: it is read and written by the reactor's thread only. `wake` is a system call and may come from any
    // thread.
    private let epoll: Int32
    private let waker: Int32
    private let buffer: UnsafeMutableRawPointer
    private static let capacity = 128

    struct Event {
        let descriptor: Int32
        let readiness: Readiness
        let hangup: Bool
    }

    init() {
        epoll = epoll_create1(closeOnExec)
        waker = eventfd(0, closeOnExec | nonBlocking)
        precondition(epoll >= 0 && waker >= 0, "the kernel gives no epoll descriptor: errno \(errno)")
        buffer = .allocate(byteCount: Self.capacity * EpollEvent.stride, alignment: 8)
        // Edge-triggered: each write wakes once, and the counter need never be read.
        let failed = EpollEvent.control(epoll, .add, waker, EpollEvent.input | EpollEvent.edgeTriggered)
        precondition(failed == 0, "the eventfd can not be watched: errno \(failed)")
    }

    /// Ends the present or the next sleep. From any thread.
    func wake() {
        var one: UInt64 = 1
        _ = write(waker, &one, 8)
    }

    /// Carries a change out; `errno` when the kernel refuses, else 0.
    func apply(_ change: ReadinessTable.Change, to descriptor: Int32) -> Int32 {
        switch (change.from, change.to) {
        case (nil, let wanted?): EpollEvent.control(epoll, .add, descriptor, EpollEvent.mask(wanted))
        case (_?, let wanted?): EpollEvent.control(epoll, .modify, descriptor, EpollEvent.mask(wanted))
        case (_?, nil): EpollEvent.control(epoll, .delete, descriptor, 0)
        case (nil, nil): 0
        }
    }

    /// Sleeps for at most `milliseconds` (-1 for ever) and reports what is ready.
    func poll(milliseconds: Int32, _ report: (Event) -> Void) {
        let count = epoll_wait(epoll, buffer, Int32(Self.capacity), milliseconds)
        guard count > 0 else { return }
        for index in 0..<Int(count) {
            let event = EpollEvent.read(buffer, at: index)
            if event.descriptor != waker { report(event) }
        }
    }
}
