import Core
import Web

/// How all parts are, at one moment.
struct HealthReport: Sendable {
    struct Part: Sendable {
        let name: String
        let isEssential: Bool
        let state: HealthState
    }

    let parts: [Part]
    let time: Instant

    /// The worst part's state; a part that is not essential can degrade the whole, and not take it down.
    var status: String {
        let worst = parts.map { $0.isEssential ? $0.state.rank : min($0.state.rank, 1) }.max() ?? 0
        return ["ok", "degraded", "down"][worst]
    }

    var isReady: Bool { !parts.contains { $0.isEssential && $0.state.rank == 2 } }

    /// Asks all parts at once.
    static func of(_ checks: [HealthCheck], within deadline: Duration, at time: Instant) async -> HealthReport {
        let states = await withTaskGroup(of: (Int, HealthState).self) { group in
            for (index, check) in checks.enumerated() {
                group.addTask { (index, await check.state(within: deadline)) }
            }
            return await group.reduce(into: [Int: HealthState]()) { $0[$1.0] = $1.1 }
        }
        let parts = checks.enumerated().map { Part(name: $1.name, isEssential: $1.isEssential, state: states[$0] ?? .down("It was not asked.")) }
        return HealthReport(parts: parts, time: time)
    }
}

extension Schema where Value == HealthReport.Part {
    static let healthPart = Schema.record(
        "HealthPart",
        field("name", \.name, .string(), "The part."),
        field("essential", \.isEssential, .boolean, "Whether the server can not work without it."),
        field("status", \.state.word, .enumeration(["ok", "degraded", "down"]), "How it is."),
        field("detail", \.state.detail, .nullable(.string()), "What is wrong."))
}

extension Schema where Value == HealthReport {
    static let healthReport = Schema.record(
        "Health",
        field("status", \.status, .enumeration(["ok", "degraded", "down"]), "The worst of the parts."),
        field("time", \.time, .instant, "When the parts were asked."),
        field("parts", \.parts, .array(of: .healthPart), "Every part."))
}
