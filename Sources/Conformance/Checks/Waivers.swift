import Core

/// What the author does not want to pass, and why: `{"check": "reason"}`.
package struct Waivers: Sendable, Hashable {
    package let reasons: [String: String]

    package static let none = Waivers(reasons: [:])

    private init(reasons: [String: String]) { self.reasons = reasons }

    /// A reason shorter than this says nothing.
    private static let shortest = 20

    /// Reads the bytes of `waivers.json`.
    package init(parsing bytes: [UInt8]) throws(ScenarioFault) {
        guard let members = (try? JSON(parsing: bytes, limits: .request))?.members else {
            throw ScenarioFault("waivers.json must be an object of checks and reasons.")
        }
        let known = Set(Check.all.map(\.id))
        var reasons: [String: String] = [:]
        for member in members {
            guard known.contains(member.name) else { throw ScenarioFault("waivers.json names \"\(member.name)\", which is no check.") }
            guard let reason = member.value.string, reason.count >= Self.shortest else {
                throw ScenarioFault("waivers.json must say in a sentence why \"\(member.name)\" is waived.")
            }
            reasons[member.name] = reason
        }
        self.reasons = reasons
    }
}
