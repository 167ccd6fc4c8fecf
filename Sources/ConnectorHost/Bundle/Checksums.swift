import Core
import Glibc

/// The CHECKSUMS of a bundle: SHA-256 and path, one file a line, as `sha256sum` writes them.
package struct Checksums: Sendable, Hashable {
    /// By path within the bundle.
    package let sums: [String: String]

    /// Reads the text; `nil` where a line is not of the form, a path leaves the bundle, or one stands twice.
    package init?(_ text: String) {
        var sums: [String: String] = [:]
        for line in text.split(separator: "\n") {
            let parts = line.split(separator: " ", maxSplits: 1, omittingEmptySubsequences: true)
            guard parts.count == 2, parts[0].utf8.count == 64, parts[0].utf8.allSatisfy({ hexadecimalValue($0) != nil }) else { return nil }
            let path = String(parts[1].drop { $0 == " " || $0 == "*" })
            guard Self.isInside(path), sums.updateValue(parts[0].lowercased(), forKey: path) == nil else { return nil }
        }
        self.sums = sums
    }

    static func isInside(_ path: String) -> Bool {
        !path.isEmpty && !path.hasPrefix("/")
            && path.split(separator: "/", omittingEmptySubsequences: false).allSatisfy { !$0.isEmpty && $0 != "." && $0 != ".." }
    }

    /// Files that CHECKSUMS can not name: itself and the signature over it.
    private static let outside: Set<String> = ["CHECKSUMS", "SIGNATURE"]

    /// The paths of all files of a bundle that CHECKSUMS must name, sorted.
    package static func files(in directory: String) -> [String] {
        func walk(_ prefix: String) -> [String] {
            (FilePath.names(in: "\(directory)/\(prefix)") ?? []).flatMap { name -> [String] in
                let path = prefix + name
                return FilePath.isDirectory("\(directory)/\(path)") ? walk(path + "/") : [path]
            }
        }
        return walk("").filter { !outside.contains($0) }
    }

    /// The text for a bundle's directory as it is now; for packing one.
    /// - Throws: `BundleRefusal` when a file can not be read.
    package static func text(of directory: String) throws(BundleRefusal) -> String {
        var text = ""
        for path in files(in: directory) {
            do { text += "\(try FileBytes("\(directory)/\(path)", most: ConnectorBundle.mostBytes).sha256)  \(path)\n" } catch {
                throw BundleRefusal(directory, .unreadable(path))
            }
        }
        return text
    }
}
