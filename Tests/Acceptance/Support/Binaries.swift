import Foundation

/// Where the programs under test are: beside the test bundle, as `swift build --build-tests` and `bundle-connectors.sh` leave them.
enum Binaries {
    /// The folder of the program that is running, which is the test bundle.
    static let folder: String = {
        let running = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? CommandLine.arguments[0]
        return (running as NSString).deletingLastPathComponent
    }()

    /// The repository: the folder of Package.swift.
    static let repository: String = {
        var folder = URL(fileURLWithPath: #filePath)
        for _ in 0..<4 { folder.deleteLastPathComponent() }
        return folder.path
    }()

    static let tactics = folder + "/tactics"
    static let connectors = folder + "/connectors"
    static let tenants = repository + "/tenants"

    /// - Throws: `NotBuilt` with the command that builds what is missing: a test must not pass because there was nothing to test.
    static func require() throws {
        let wanted = [tactics, folder + "/connector-runner"] + ["files", "meta", "shopify"].map { "\(connectors)/\($0)/CHECKSUMS" }
        let missing = wanted.filter { !FileManager.default.fileExists(atPath: $0) }
        guard missing.isEmpty else { throw NotBuilt(files: missing) }
    }

    struct NotBuilt: Error, CustomStringConvertible {
        let files: [String]

        var description: String {
            "Not built: \(files.joined(separator: ", ")). Run: swift build && deploy/scripts/bundle-connectors.sh \(Binaries.folder)"
        }
    }
}
