import Core
import Glibc

/// The first frame: what to load, and how tight the seal is.
enum LoadOrder {
    static func head(_ bundle: ConnectorBundle, _ settings: RunnerSettings) -> JSON {
        let limits = settings.limits
        return [
            "library": .string(bundle.library), "bundle": .string(bundle.directory), "entry": .string(bundle.manifest.entry),
            "abi_minor": .integer(ConnectorBundle.abiMinor), "parent": .integer(getpid()), "require_seal": .bool(settings.seal == .required),
            "libraries": .array(settings.libraryPaths.prefix(16).map { .string($0) }),
            "limits": [
                "memory": .integer(limits.memory), "cpu_seconds": .integer(limits.cpuSeconds), "open_files": .integer(limits.openFiles),
                "processes": .integer(limits.processes),
            ],
        ]
    }
}
