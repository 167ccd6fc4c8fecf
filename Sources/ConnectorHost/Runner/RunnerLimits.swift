/// What one runner may use.
package struct RunnerLimits: Sendable, Hashable {
    /// Bytes of address space, libraries included.
    package var memory: Int
    package var cpuSeconds: Int
    package var openFiles: Int
    /// Processes and threads of the host's user in all (RLIMIT_NPROC counts the user's, not the runner's): a last fence behind the filter, which lets
    /// no process be made at all.
    package var processes: Int
    /// How long the runner may send no frame while the host waits for one.
    package var silence: Duration
    /// How long a cancelled call may take to return.
    package var cancelGrace: Duration

    package init(
        memory: Int = 512 << 20, cpuSeconds: Int = 600, openFiles: Int = 64, processes: Int = 4_096, silence: Duration = .seconds(120),
        cancelGrace: Duration = .seconds(10)
    ) {
        self.memory = memory
        self.cpuSeconds = cpuSeconds
        self.openFiles = openFiles
        self.processes = processes
        self.silence = silence
        self.cancelGrace = cancelGrace
    }
}

/// What one runner used: processor time and memory from the kernel's own account at its end, bytes as the host counted them.
package struct RunnerUsage: Sendable, Hashable {
    package let cpu: Duration
    /// The largest resident size, in bytes; 0 for a runner that died by itself and stayed below the host's own, which the kernel does not tell apart.
    package let peakMemory: Int
    /// Bytes that the connector was sent over its pipe: settings, answers, bodies.
    package let bytesIn: Int
    /// Bytes that the connector sent over its pipe: requests, rows, cursors.
    package let bytesOut: Int

    package init(cpu: Duration, peakMemory: Int, bytesIn: Int = 0, bytesOut: Int = 0) {
        self.cpu = cpu
        self.peakMemory = peakMemory
        self.bytesIn = bytesIn
        self.bytesOut = bytesOut
    }

    /// The same account with the bytes that the host counted.
    func moving(in bytesIn: Int, out bytesOut: Int) -> RunnerUsage {
        RunnerUsage(cpu: cpu, peakMemory: peakMemory, bytesIn: bytesIn, bytesOut: bytesOut)
    }
}
