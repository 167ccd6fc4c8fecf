import Glibc
import Synchronization

/// A runner's process and the host's ends of its pipes. Owned by one thread, which started it and reaps it: a process id is signalled only while it
/// is our unreaped child, so that it can not have been given to somebody else.
struct RunnerProcess: RunnerBody, ~Copyable {
    let pid: pid_t
    /// To the runner's descriptor 3.
    let input: Int32
    /// From the runner's descriptor 4.
    let output: Int32
    /// From the runner's descriptors 1 and 2.
    let log: Int32
    /// The host's own largest resident size at the start, in bytes. Linux counts it as the child's until that has used more (exec keeps the largest
    /// size of the memory before it).
    private let inheritedPeak: Int

    /// Linux's F_SETPIPE_SZ (include/uapi/linux/fcntl.h), which the Swift overlay of the C library leaves out.
    private static let setPipeSize: Int32 = 1_031

    /// One runner is started at a time: a pipe is not closed on exec until the line after it is made, and must not slip into a runner beside it.
    private static let oneAtATime = Mutex(())

    /// Starts the program with an empty environment. Descriptors of the host that are not closed on exec are closed by the runner's first line.
    static func start(_ executable: String) throws(PluginFault) -> RunnerProcess {
        let result = oneAtATime.withLock { _ in Result { () throws(PluginFault) in try Started(executable) } }
        return RunnerProcess(try result.get())
    }

    private init(_ started: Started) {
        pid = started.pid
        input = started.input
        output = started.output
        log = started.log
        inheritedPeak = Self.ownPeak
    }

    private static var ownPeak: Int {
        var usage = rusage()
        getrusage(Int32(RUSAGE_SELF.rawValue), &usage)
        return usage.ru_maxrss * 1_024
    }

    /// What starting gives, as a copyable value.
    private struct Started {
        let pid: pid_t
        let input: Int32
        let output: Int32
        let log: Int32

        init(_ executable: String) throws(PluginFault) {
            let input = try Pipe()
            let output = try Pipe()
            let log = try Pipe()
            defer {
                input.closeRead()
                output.closeWrite()
                log.closeWrite()
            }
            let nothing = open("/dev/null", O_RDONLY | O_CLOEXEC)
            defer { close(nothing) }
            // A larger pipe saves wake-ups; where the system refuses it, the usual 64 KiB do.
            _ = fcntl(output.read, RunnerProcess.setPipeSize, Int32(FrameFormat.most))
            let targets: [(from: Int32, to: Int32)] = [(nothing, 0), (log.write, 1), (log.write, 2), (input.read, 3), (output.write, 4)]
            let (error, pid) = RunnerProcess.spawn(executable, targets)
            guard error == 0 else {
                for descriptor in [input.write, output.read, log.read] { close(descriptor) }
                throw .notLoaded(reason: "spawn", detail: "\(executable) can not be started: \(String(cString: strerror(error)))")
            }
            for descriptor in [input.write, output.read, log.read] { _ = fcntl(descriptor, F_SETFL, O_NONBLOCK) }
            self.pid = pid
            self.input = input.write
            self.output = output.read
            self.log = log.read
        }
    }

    private static func spawn(_ executable: String, _ targets: [(from: Int32, to: Int32)]) -> (error: Int32, pid: pid_t) {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        for target in targets { posix_spawn_file_actions_adddup2(&actions, target.from, target.to) }

        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var signals = sigset_t()
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        sigfillset(&signals)
        posix_spawnattr_setsigdefault(&attributes, &signals)
        // An own process group: a terminal's interrupt reaches the host only, which then ends its runners in order.
        posix_spawnattr_setpgroup(&attributes, 0)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP))

        var pid: pid_t = 0
        let error = executable.withCString { path in
            var arguments: [UnsafeMutablePointer<CChar>?] = [UnsafeMutablePointer(mutating: path), nil]
            var environment: [UnsafeMutablePointer<CChar>?] = [nil]
            return posix_spawn(&pid, path, &actions, &attributes, &arguments, &environment)
        }
        return (error, pid)
    }

    /// Reaps the process, if it has ended.
    func endIfOver() -> ProcessEnd? { wait(WNOHANG) }

    /// Kills the process and reaps it.
    func kill() -> ProcessEnd {
        // While it lives, the kernel tells its own peak (VmHWM in kB, proc(5)), whatever was inherited.
        let seen = highWaterMark
        _ = Glibc.kill(pid, SIGKILL)
        while true {
            if let end = wait(0) {
                return ProcessEnd(status: end.status, usage: RunnerUsage(cpu: end.usage.cpu, peakMemory: max(end.usage.peakMemory, seen)))
            }
        }
    }

    private var highWaterMark: Int {
        guard let file = fopen("/proc/\(pid)/status", "r") else { return 0 }
        defer { fclose(file) }
        var line = [CChar](repeating: 0, count: 256)
        while fgets(&line, Int32(line.count), file) != nil {
            let words = String(decoding: line.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self).split { $0 == " " || $0 == "\t" }
            if words.first == "VmHWM:", words.count > 1 { return (Int(words[1]) ?? 0) * 1_024 }
        }
        return 0
    }

    private func peak(_ usage: rusage) -> Int {
        let peak = usage.ru_maxrss * 1_024
        return peak > inheritedPeak ? peak : 0
    }

    private func wait(_ options: Int32) -> ProcessEnd? {
        var status: Int32 = 0
        var usage = rusage()
        guard wait4(pid, &status, options, &usage) == pid else { return nil }
        let cpu =
            Duration.seconds(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) + .microseconds(Int64(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec))
        return ProcessEnd(status: status, usage: RunnerUsage(cpu: cpu, peakMemory: peak(usage)))
    }

    consuming func closePipes() {
        for descriptor in [input, output, log] { close(descriptor) }
    }
}

/// Both ends of a pipe, closed on exec, numbered above what a child's own descriptors use so that moving them never meets itself.
struct Pipe {
    let read: Int32
    let write: Int32

    init() throws(PluginFault) {
        var ends: [Int32] = [0, 0]
        guard pipe(&ends) == 0 else { throw Self.fault() }
        read = fcntl(ends[0], F_DUPFD_CLOEXEC, 10)
        write = fcntl(ends[1], F_DUPFD_CLOEXEC, 10)
        for end in ends { close(end) }
        guard read >= 0, write >= 0 else {
            close(read)
            close(write)
            throw Self.fault()
        }
    }

    private static func fault() -> PluginFault { .notLoaded(reason: "spawn", detail: "no pipe: \(String(cString: strerror(errno)))") }

    func closeRead() { close(read) }

    func closeWrite() { close(write) }
}
