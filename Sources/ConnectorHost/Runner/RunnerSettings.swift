/// How runners are started.
package struct RunnerSettings: Sendable, Hashable {
    /// Whether a connector may run where the kernel lacks a part of the seal.
    package enum Seal: String, Sendable {
        /// Nothing is loaded without the whole seal.
        case required
        /// As much of it as there is; for an operator who says so.
        case asAvailable = "as-available"
    }

    /// Where a connector runs.
    package enum Place: String, Sendable {
        /// In a process of its own, inside the seal.
        case sealed
        /// On a thread of this process; for bundled connectors, by the operator's choice: it saves the start of a process for each sync. What is lost:
        /// - the seal: the connector's code can do whatever this process can;
        /// - containment: a crash of the connector, or memory that it eats up, is this process's; limits of memory and processor time do not hold;
        /// - the end: a connector that hangs is reported as hung, but its thread stays until the process ends;
        /// - its account: peak memory is unknown, and what it prints goes to this process's own output;
        /// - the upgrade: a library that was loaded once stays loaded, so a new version at the same path needs a restart.
        /// Credentials, egress, limits of frames and bodies, and the check of the manifest are the same.
        case inProcess = "in-process"
    }

    /// The path of `connector-runner`.
    package var executable: String
    package var seal: Seal
    package var place: Place
    package var limits: RunnerLimits
    /// Directories of shared libraries that a sealed connector may load, besides its bundle and the system's: the Swift runtime's.
    package var libraryPaths: [String]

    package init(
        executable: String, seal: Seal = .required, place: Place = .sealed, limits: RunnerLimits = RunnerLimits(),
        libraryPaths: [String] = Self.swiftRuntimePaths()
    ) {
        self.executable = executable
        self.seal = seal
        self.place = place
        self.limits = limits
        self.libraryPaths = libraryPaths
    }

    /// Where this process has the Swift runtime from; empty where it is linked statically.
    package static func swiftRuntimePaths() -> [String] {
        guard let maps = try? FileBytes.read("/proc/self/maps", most: 16 << 20) else { return [] }
        let name = "/libswiftCore.so"
        let line = String(decoding: maps, as: UTF8.self).split(separator: "\n").first { $0.hasSuffix(name) }
        guard let line, let start = line.firstIndex(of: "/") else { return [] }
        return [String(line[start...].dropLast(name.count))]
    }
}
