import Foundation
import Glibc
import Synchronization

/// A running child: started in a process group of its own, reaped by a thread of its own, signalled only while it is surely still ours.
package final class ChildProcess: Sendable {
    package let pid: Int32
    private let exit = Latch<ExitStatus>()
    /// Whether the process is reaped. Signals are sent under this lock: a pid that is not reaped yet can not have been given to another process.
    private let isReaped = Mutex(false)

    private init(pid: Int32) { self.pid = pid }

    /// Starts the command.
    /// - Throws: `UpError.cannotStart` when the system refuses; a program that can not be executed ends at once with code 127 instead.
    package static func start(_ command: ChildCommand) async throws -> ChildProcess {
        let words = command.words(setpriv: try Executables.find("setpriv"), env: try Executables.find("env"))
        return try await withCheckedThrowingContinuation { continuation in
            // The kernel sends the parent-death signal when the *thread* that started the child ends (prctl(2)): this one lives as long as the child.
            let thread = Thread {
                do {
                    let child = ChildProcess(pid: try Spawn.start(command, words: words))
                    continuation.resume(returning: child)
                    child.reap()
                } catch {
                    continuation.resume(throwing: error)
                }
            }
            thread.name = "child \(command.name)"
            thread.stackSize = 256 * 1024
            thread.start()
        }
    }

    /// Waits for its end.
    package func ended() async -> ExitStatus { await exit.wait() }

    /// Its end, if it has ended.
    package var status: ExitStatus? { exit.current }

    /// Asks it to end.
    package func stop(_ signal: ChildCommand.StopSignal) {
        send(signal == .interrupt ? SIGINT : SIGTERM, to: pid)
    }

    /// Ends it and everything in its process group at once.
    package func kill() { send(SIGKILL, to: -pid) }

    private func send(_ signal: Int32, to target: Int32) {
        isReaped.withLock { isReaped in
            guard !isReaped else { return }
            _ = Glibc.kill(target, signal)
        }
    }

    private func reap() {
        var info = siginfo_t()
        // WNOWAIT leaves the process a zombie, so that its pid stays taken until the lock is held.
        while waitid(P_PID, id_t(pid), &info, WEXITED | WNOWAIT) == -1, errno == EINTR {}
        var status: Int32 = 0
        isReaped.withLock { isReaped in
            while waitpid(pid, &status, 0) == -1, errno == EINTR {}
            isReaped = true
        }
        // The encoding of wait(2): the low seven bits are the signal, the next byte is the exit code.
        exit.set(status & 0x7F == 0 ? .code((status >> 8) & 0xFF) : .signal(status & 0x7F))
    }
}

extension ChildProcess {
    /// Runs a command to its end; a cancelled task kills it.
    static func run(_ command: ChildCommand) async throws -> ExitStatus {
        let child = try await start(command)
        let status = await withTaskCancellationHandler {
            await child.ended()
        } onCancel: {
            child.kill()
        }
        try Task.checkCancellation()
        return status
    }
}
