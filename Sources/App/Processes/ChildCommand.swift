/// What to start as a process of its own, and how it ends with this one.
package struct ChildCommand: Sendable {
    /// What people call it, also the name of its log.
    package var name: String
    package var executable: String
    package var arguments: [String]
    package var environment: [String: String]
    package var workingFolder: String
    /// The ordinary user it runs as; `nil` keeps this process's own.
    package var user: ServiceUser?
    /// Where its output goes, appended.
    package var log: String
    /// The file that it reads as standard input.
    package var input: String
    /// The signal that asks it to end; the kernel sends it too when this process is killed.
    package var stopSignal: StopSignal
    /// How long it may take to end before it is killed.
    package var stopDeadline: Duration

    package enum StopSignal: String, Sendable {
        case terminate = "TERM"
        /// PostgreSQL's "fast shutdown"; its SIGTERM waits for every client to leave.
        case interrupt = "INT"
    }

    package init(
        name: String, executable: String, arguments: [String], environment: [String: String], workingFolder: String = "/", user: ServiceUser? = nil,
        log: String, input: String = "/dev/null", stopSignal: StopSignal = .terminate, stopDeadline: Duration = .seconds(15)
    ) {
        self.name = name
        self.executable = executable
        self.arguments = arguments
        self.environment = environment
        self.workingFolder = workingFolder
        self.user = user
        self.log = log
        self.input = input
        self.stopSignal = stopSignal
        self.stopDeadline = stopDeadline
    }

    /// The words that start it. setpriv (util-linux) drops the user first and then asks the kernel for the parent-death signal: in the other order
    /// the kernel forgets the signal again (prctl(2), PR_SET_PDEATHSIG). Both replace themselves, so that the process id stays.
    /// env (coreutils) goes to the working folder while that can still be entered.
    func words(setpriv: String, env: String) -> [String] {
        var words = [env, "-C", workingFolder, setpriv, "--pdeathsig", stopSignal.rawValue]
        if let user {
            words += ["--reuid", String(user.id), "--regid", String(user.group), "--clear-groups", "--no-new-privs"]
        }
        return words + ["--", executable] + arguments
    }
}

/// How a process ended.
package enum ExitStatus: Sendable, Hashable, CustomStringConvertible {
    case code(Int32)
    case signal(Int32)

    package var isSuccess: Bool { self == .code(0) }

    package var description: String {
        switch self {
        case .code(let code): "exit code \(code)"
        case .signal(let number): "signal \(number)"
        }
    }
}
