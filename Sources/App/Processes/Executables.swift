import Foundation
import Glibc

/// Programs of the machine.
enum Executables {
    /// Debian keeps servers out of an ordinary user's PATH.
    static var folders: [String] {
        let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
        return path.split(separator: ":").map(String.init) + ["/usr/local/bin", "/usr/bin", "/bin", "/usr/local/sbin", "/usr/sbin", "/sbin"]
    }

    /// The path of a program.
    /// - Throws: `UpError.missingProgram`.
    static func find(_ name: String) throws(UpError) -> String {
        for folder in folders {
            let path = "\(folder)/\(name)"
            if isExecutable(path) { return path }
        }
        throw .missingProgram(name)
    }

    static func isExecutable(_ path: String) -> Bool { access(path, X_OK) == 0 && !Program.isFolder(path) }
}
