import CKitSources

/// The sources of ConnectorKit and of the boundary's header, as they were when this program was built. A new connector takes them along.
package enum ConnectorKitSources {
    /// Their texts, by their paths below `Sources`: `CConnector/include/connector.h`, `ConnectorKit/Boundary/Host.swift`. And the licence that they are
    /// under, as `LICENSE`.
    package static let files: [String: String] = {
        let sources = sequence(state: 0) { (number: inout Int) -> kit_source? in
            defer { number += 1 }
            return kit_source_at(number)?.pointee
        }
        return Dictionary(sources.map { (String(cString: $0.path), String(cString: $0.text)) }) { first, _ in first }
    }()

    /// The header of the boundary: all that a connector in another language than Swift needs.
    static let header = "CConnector/include/connector.h"

    static let license = "LICENSE"

    /// The names of the types that a Swift connector imports with the kit.
    static let typeNames: Set<String> = {
        let declaration = /^public (?:final |indirect )?(?:struct|enum|class|protocol|typealias) (\w+)/.anchorsMatchLineEndings()
        return Set(files.values.flatMap { $0.matches(of: declaration).map { String($0.output.1) } })
    }()
}
