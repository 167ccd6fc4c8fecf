/// One fault of a manifest and where it stands.
package struct ManifestFault: Error, Sendable, Hashable, CustomStringConvertible {
    package let file: String
    /// 1-based, as editors count.
    package let line: Int
    package let column: Int
    /// What is wrong and what to do.
    package let message: String

    package var description: String { "\(file):\(line):\(column): \(message)" }
}

/// All faults of the manifests that were read: nothing of them is applied.
package struct ManifestFaults: Error, Sendable, CustomStringConvertible {
    package let faults: [ManifestFault]

    package init(faults: [ManifestFault]) { self.faults = faults }

    package var description: String { faults.map(\.description).joined(separator: "\n") }
}
