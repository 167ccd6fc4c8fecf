import Synchronization

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Where finished log lines go.
package struct LogSink: Sendable {
    private let take: @Sendable ([UInt8]) -> Void

    package init(_ take: @escaping @Sendable ([UInt8]) -> Void) { self.take = take }

    package func write(_ line: [UInt8]) { take(line) }

    /// Standard error: one write(2) a line. A line that the other end does not take is dropped, because a log must not stop the program.
    package static let standardError = LogSink { line in
        turn.withLock { _ in
            var rest = line[...]
            while !rest.isEmpty {
                let written = rest.withUnsafeBytes { writeToDescriptor(STDERR_FILENO, $0.baseAddress, $0.count) }
                if written < 0 {
                    guard errno == EINTR else { return }
                } else {
                    rest = rest.dropFirst(written)
                }
            }
        }
    }

    /// Lines longer than PIPE_BUF may be split by the kernel, so writers of one process take turns.
    private static let turn = Mutex<Void>(())
}

/// write(2): the sink's own method has the same name.
private func writeToDescriptor(_ descriptor: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int { write(descriptor, bytes, count) }
