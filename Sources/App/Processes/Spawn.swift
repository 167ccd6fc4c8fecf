import Foundation
import Glibc

/// posix_spawn with what every child of ours gets: own process group, default signals, no inherited descriptors, output to a file.
enum Spawn {
    /// Starts the words and returns the process id.
    static func start(_ command: ChildCommand, words: [String]) throws -> Int32 {
        closeOnExec()
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        setAttributes(&attributes)

        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, command.input, O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 1, command.log, O_WRONLY | O_CREAT | O_APPEND, 0o600)
        posix_spawn_file_actions_adddup2(&actions, 1, 2)

        var pid: pid_t = 0
        let variables = command.environment.map { "\($0.key)=\($0.value)" }
        let code = withCStrings(words) { words in
            withCStrings(variables) { variables in
                words[0].map { posix_spawn(&pid, $0, &actions, &attributes, words, variables) } ?? ENOENT
            }
        }
        guard code == 0 else { throw UpError.cannotStart(command.name, reason: String(cString: strerror(code))) }
        return pid
    }

    private static func setAttributes(_ attributes: inout posix_spawnattr_t) {
        // A group of its own, so that Ctrl-C in the terminal reaches `tactics up` alone and the order of stopping is ours.
        posix_spawnattr_setpgroup(&attributes, 0)
        // Ignored signals and a blocked mask would be inherited over exec: the child begins with the defaults.
        var all = sigset_t()
        sigfillset(&all)
        sigdelset(&all, SIGKILL)
        sigdelset(&all, SIGSTOP)
        posix_spawnattr_setsigdefault(&attributes, &all)
        var none = sigset_t()
        sigemptyset(&none)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK))
    }

    /// What this process has open is not for its children: a descriptor that outlives us keeps locks, ports and pipes alive.
    private static func closeOnExec() {
        for name in (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")) ?? [] {
            if let descriptor = Int32(name), descriptor > 2 { _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC) }
        }
    }

    private static func withCStrings<Result>(_ texts: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> Result) -> Result {
        var pointers: [UnsafeMutablePointer<CChar>?] = texts.map { strdup($0) }
        pointers.append(nil)
        defer { for pointer in pointers { free(pointer) } }
        return body(pointers)
    }
}
