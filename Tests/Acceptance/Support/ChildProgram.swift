import Foundation
import Glibc
import Synchronization

/// A program that a test started. It gets SIGTERM when this process ends in whatever way: the kernel sends it at the end of the thread that started
/// it, and that thread stays until the program has ended.
final class ChildProgram: Sendable {
    /// How a program ended.
    enum Ending: Sendable, Hashable {
        case exit(Int32)
        case signal(Int32)
    }

    struct CannotStart: Error {
        let program: String
        let reason: String
    }

    private struct State {
        var pid: pid_t = 0
        var fault: Int32 = 0
        var ending: Ending?
        var waiters: [CheckedContinuation<Ending, Never>] = []
    }

    private let state = Mutex(State())
    private let ended = DispatchSemaphore(value: 0)

    /// - Parameters:
    ///   - output: a file for what it prints.
    ///   - errors: a file for what it complains about.
    init(_ program: String, _ arguments: [String], environment: [String: String], output: String, errors: String) throws {
        let started = DispatchSemaphore(value: 0)
        let command = ["/usr/bin/setpriv", "--pdeathsig", "TERM", program] + arguments
        Thread.detachNewThread { [self] in
            let (fault, pid) = Self.spawn(command, environment: environment, output: output, errors: errors)
            state.withLock {
                $0.fault = fault
                $0.pid = pid
            }
            started.signal()
            if fault == 0 { watch(pid) }
        }
        started.wait()
        let fault = state.withLock { $0.fault }
        guard fault == 0 else { throw CannotStart(program: program, reason: String(cString: strerror(fault))) }
    }

    var pid: pid_t { state.withLock { $0.pid } }

    /// How it ended; `nil` while it runs.
    var ending: Ending? { state.withLock { $0.ending } }

    func send(_ signal: Int32) { if ending == nil { kill(pid, signal) } }

    /// Waits for its end.
    func wait() async -> Ending {
        await withCheckedContinuation { continuation in
            let ending = state.withLock { state -> Ending? in
                if state.ending == nil { state.waiters.append(continuation) }
                return state.ending
            }
            if let ending { continuation.resume(returning: ending) }
        }
    }

    /// Waits for its end without a task, for the exit of this process.
    func waitBlocking(seconds: Int) {
        if ended.wait(timeout: .now() + .seconds(seconds)) == .success { ended.signal() }
    }

    private func watch(_ pid: pid_t) {
        var status: Int32 = 0
        while waitpid(pid, &status, 0) < 0, errno == EINTR {}
        let ending: Ending = status & 0x7F == 0 ? .exit((status >> 8) & 0xFF) : .signal(status & 0x7F)
        let waiters = state.withLock { state in
            state.ending = ending
            defer { state.waiters = [] }
            return state.waiters
        }
        ended.signal()
        for waiter in waiters { waiter.resume(returning: ending) }
    }

    private static func spawn(_ command: [String], environment: [String: String], output: String, errors: String) -> (fault: Int32, pid: pid_t) {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 1, output, O_WRONLY | O_CREAT | O_APPEND, 0o600)
        posix_spawn_file_actions_addopen(&actions, 2, errors, O_WRONLY | O_CREAT | O_APPEND, 0o600)
        var words = command.map { strdup($0) } + [nil]
        var variables = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
        defer { for pointer in words + variables { free(pointer) } }
        var pid: pid_t = 0
        let fault = posix_spawn(&pid, command[0], &actions, nil, &words, &variables)
        return (fault, pid)
    }
}
