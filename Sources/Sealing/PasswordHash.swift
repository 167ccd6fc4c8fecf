/// A stored password hash in the encoded form of Argon2: `$argon2id$v=19$m=19456,t=2,p=1$salt$hash`.
package struct PasswordHash: Sendable, Hashable {
    /// What to store. Not to be logged.
    package let text: String
    let parameters: Argon2Parameters

    /// Reads a stored hash; `nil` for anything but Argon2id, version 19, with costs that this server is ready to pay.
    package init?(_ text: String) {
        let parts = text.split(separator: "$", omittingEmptySubsequences: false)
        guard parts.count == 6, parts[0].isEmpty, parts[1] == "argon2id", parts[2] == "v=19", let parameters = Argon2Parameters(encoded: parts[3]),
            text.utf8.count <= 512, text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F })
        else { return nil }
        self.text = text
        self.parameters = parameters
    }
}

extension PasswordHash: CustomStringConvertible, CustomReflectable {
    package var description: String { "<password hash>" }
    package var customMirror: Mirror { Mirror(self, children: []) }
}

/// The costs of one Argon2id hash.
package struct Argon2Parameters: Sendable, Hashable {
    /// Memory in KiB.
    package let memory: UInt32
    package let passes: UInt32
    package let lanes: UInt32

    /// The least that OWASP's Password Storage Cheat Sheet allows for Argon2id: 19 MiB, 2 passes, 1 lane.
    package static let standard = Argon2Parameters(memory: 19_456, passes: 2, lanes: 1)

    package init(memory: UInt32, passes: UInt32, lanes: UInt32) {
        self.memory = memory
        self.passes = passes
        self.lanes = lanes
    }

    /// `m=19456,t=2,p=1`; `nil` for other forms and for costs that would harm the server (more than 256 MiB, 16 passes, 8 lanes).
    init?(encoded text: some StringProtocol) {
        let parts = text.split(separator: ",", omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0].hasPrefix("m="), parts[1].hasPrefix("t="), parts[2].hasPrefix("p="),
            let memory = UInt32(parts[0].dropFirst(2)), let passes = UInt32(parts[1].dropFirst(2)), let lanes = UInt32(parts[2].dropFirst(2)),
            (8...262_144).contains(memory), (1...16).contains(passes), (1...8).contains(lanes)
        else { return nil }
        self.init(memory: memory, passes: passes, lanes: lanes)
    }

    var encoded: String { "m=\(memory),t=\(passes),p=\(lanes)" }

    /// Whether any cost is below the other's.
    func isWeaker(than other: Argon2Parameters) -> Bool { memory < other.memory || passes < other.passes || lanes < other.lanes }
}
