import Glibc

/// How a runner ended.
package struct RunnerExit: Sendable, Hashable {
    /// `nil` for an end that the host asked for.
    package let fault: PluginFault?
    package let usage: RunnerUsage
    /// The last lines that the plugin wrote to its standard output and error; at most 16 KiB.
    package let log: String
}

/// Why the host ended a runner.
package enum RunnerStop: Sendable, Hashable {
    /// The pipe was closed by the host: the runner leaves by itself.
    case closed
    case fault(PluginFault)
}

/// The kernel's account of an ended process.
package struct ProcessEnd: Sendable, Hashable {
    /// As `wait4` gives it.
    package let status: Int32
    package let usage: RunnerUsage

    package init(status: Int32, usage: RunnerUsage) {
        self.status = status
        self.usage = usage
    }

    /// The signal that ended it, or `nil`.
    package var signal: Int32? {
        let low = status & 0x7F
        return low == 0 || low == 0x7F ? nil : low
    }

    /// The exit code; only where there is no signal.
    package var code: Int32 { status >> 8 & 0xFF }

    /// Says whose fault an end is. A kill that the host did not send is about memory: it comes from the runner, which was refused memory before the
    /// connector crashed or left (memory.c), or from the kernel's out-of-memory killer. What crashes with all the memory it asked for just crashed.
    package func fault(limits: RunnerLimits) -> PluginFault {
        guard let signal else { return .exited(code: code) }
        switch signal {
        case SIGSYS: return .sealBroken
        case SIGXCPU: return .overProcessorTime(limit: limits.cpuSeconds)
        case SIGKILL:
            return usage.cpu >= .seconds(limits.cpuSeconds) ? .overProcessorTime(limit: limits.cpuSeconds) : .overMemory(limit: limits.memory)
        default: return .crashed(signal: signal)
        }
    }
}
