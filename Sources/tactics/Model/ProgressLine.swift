import Glibc
import Synchronization

/// One line on standard error that is written over in a terminal, and a new line for each tenth elsewhere.
final class ProgressLine: Sendable {
    private let isTerminal: Bool
    private let last = Mutex<(step: String, part: Int, time: Double)>(("", -1, 0))

    init(isTerminal: Bool) { self.isTerminal = isTerminal }

    func tell(_ step: String, _ share: Double?) {
        let part = share.map { Int($0 * (isTerminal ? 100 : 10)) } ?? 0
        let now = Self.seconds()
        let isNews = last.withLock { last in
            // Counting without an end says something new every time: not more than four times a second.
            guard step != last.step || part != last.part, share != nil || now - last.time > 0.25 else { return false }
            last = (step, part, now)
            return true
        }
        guard isNews else { return }
        let text = step + (share.map { " \(Int($0 * 100)) %" } ?? "")
        Self.write(isTerminal ? "\r\u{1B}[K" + text : text + "\n")
    }

    /// Takes the line away.
    static func clear() {
        if isatty(STDERR_FILENO) == 1 { write("\r\u{1B}[K") }
    }

    private static func write(_ text: String) {
        let bytes = Array(text.utf8)
        _ = Glibc.write(STDERR_FILENO, bytes, bytes.count)
    }

    private static func seconds() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Double(time.tv_sec) + 1e-9 * Double(time.tv_nsec)
    }
}
