import Foundation
import Glibc
import Synchronization

/// Tells people what `tactics up` does: a line for each step, rewritten when it is done where the output is a terminal.
package final class Progress: Sendable {
    private let isTerminal: Bool
    private let write: @Sendable (String) -> Void
    /// The steps that are not done yet, in the order in which they began.
    private let running = Mutex<[String]>([])

    package init(isTerminal: Bool = isatty(STDOUT_FILENO) == 1, write: @escaping @Sendable (String) -> Void = Progress.standardOutput) {
        self.isTerminal = isTerminal
        self.write = write
    }

    package static let standardOutput: @Sendable (String) -> Void = { FileHandle.standardOutput.write(Data($0.utf8)) }

    /// Runs a step and says how long it took. What the body returns is told beside its name.
    func step(_ name: String, _ body: () async throws -> String?) async throws {
        let started = ContinuousClock.now
        begin(name)
        do {
            let detail = try await body()
            finish(name, mark: "✓", detail, started.duration(to: .now))
        } catch {
            finish(name, mark: "✗", nil, started.duration(to: .now))
            throw error
        }
    }

    package func say(_ line: String) {
        running.withLock { running in
            write((isTerminal ? "\r\u{1B}[K" : "") + line + "\n")
            redraw(running)
        }
    }

    private func begin(_ name: String) {
        running.withLock { running in
            running.append(name)
            redraw(running)
        }
    }

    private func finish(_ name: String, mark: String, _ detail: String?, _ time: Duration) {
        running.withLock { running in
            running.removeAll { $0 == name }
            let milliseconds = Int(time / .milliseconds(1))
            let seconds = "\(milliseconds / 1_000).\(milliseconds % 1_000 / 100) s"
            write((isTerminal ? "\r\u{1B}[K" : "") + "  \(mark) \([name, detail].compactMap { $0 }.joined(separator: ": ")) (\(seconds))\n")
            redraw(running)
        }
    }

    private func redraw(_ running: [String]) {
        guard isTerminal, !running.isEmpty else { return }
        write("\r\u{1B}[K  … \(running.joined(separator: ", "))")
    }
}
