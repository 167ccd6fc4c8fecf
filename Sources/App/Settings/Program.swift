import Foundation

/// This program's own file, from which everything that comes with it is found.
package struct Program: Sendable {
    /// The absolute path of the executable.
    package let path: String
    package let workingFolder: String

    package init(path: String, workingFolder: String) {
        self.path = path
        self.workingFolder = workingFolder
    }

    /// The program that is running.
    package static var current: Program {
        let path = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? CommandLine.arguments[0]
        return Program(path: path, workingFolder: FileManager.default.currentDirectoryPath)
    }

    package var folder: String { (path as NSString).deletingLastPathComponent }

    /// A file beside the executable.
    package func sibling(_ name: String) -> String { folder + "/" + name }

    /// The nearest folder of that name: in the working folder, beside the executable, or in a folder above it (a build folder lies inside the package).
    package func find(_ name: String) -> String? {
        let candidates = [workingFolder] + ancestors
        return candidates.map { $0 == "/" ? "/" + name : $0 + "/" + name }.first(where: Self.isFolder)
    }

    private var ancestors: [String] {
        var folders: [String] = []
        var folder = self.folder
        while folder.count > 1 {
            folders.append(folder)
            folder = (folder as NSString).deletingLastPathComponent
        }
        return folders
    }

    static func isFolder(_ path: String) -> Bool {
        var isDirectory: ObjCBool = false
        return FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory) && isDirectory.boolValue
    }
}
