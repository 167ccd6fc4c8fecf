import Synchronization

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Random words for ids, from the kernel's generator: 32 of them in one system call, since a request makes two ids of two words each. Secrets do not
/// come from here: what waits in memory could be read there before it is used.
package enum RandomWords {
    private static let waiting = Mutex<[UInt64]>([])
    private static let batch = 32  // 256 bytes: the most that getentropy(3) gives at once

    /// Two words that nobody else gets.
    package static func pair() -> (UInt64, UInt64) {
        waiting.withLock { words in
            if words.count < 2 { words = fresh() }
            return (words.removeLast(), words.removeLast())
        }
    }

    private static func fresh() -> [UInt64] {
        var words = [UInt64](repeating: 0, count: batch)
        let failed = words.withUnsafeMutableBytes { getentropy($0.baseAddress, $0.count) }
        return failed == 0 ? words : (0..<batch).map { _ in UInt64.random(in: .min ... .max) }
    }
}
