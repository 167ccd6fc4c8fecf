/// How runners are started.
package struct RunnerSettings: Sendable, Hashable {
    /// Whether a connector may run where the kernel lacks a part of the seal.
    package enum Seal: String, Sendable {
        /// Nothing is loaded without the whole seal.
        case required
        /// As much of it as there is; for an operator who says so.
        case asAvailable = "as-available"
    }

    /// The path of `connector-runner`.
    package var executable: String
    package var seal: Seal
    package var limits: RunnerLimits
    /// Directories of shared libraries that a sealed connector may load, besides its bundle and the system's: the Swift runtime's.
    package var libraryPaths: [String]

    package init(executable: String, seal: Seal = .required, limits: RunnerLimits = RunnerLimits(), libraryPaths: [String] = Self.swiftRuntimePaths())
    {
        self.executable = executable
        self.seal = seal
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
