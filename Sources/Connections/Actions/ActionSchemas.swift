import Core
import Web

/// What a sync by hand shall read.
struct SyncInput: Sendable {
    let mode: SyncMode
}

/// The days that a backfill reads, both counted.
struct BackfillInput: Sendable {
    let days: DayRange

    /// The first day that facts can be stored for, and how many days are read at once.
    static let firstDay = Day("2000-01-01")
    static let mostDays = 1_100
}

/// Which stream shall be read from its beginning; `nil` for all.
struct ResetInput: Sendable {
    let stream: String?
}

/// The sync that an action queued.
struct QueuedSync: Sendable {
    let id: SyncID
}

extension Schema where Value == SyncInput {
    static let syncInput = Schema.object(
        "SyncInput",
        field(
            "mode", \.mode.rawValue, Schema<String>.enumeration(["incremental", "full"]).defaulting(to: "incremental"),
            "incremental goes on from where the last sync ended; full reads everything again."),
        make: { SyncInput(mode: SyncMode(rawValue: $0) ?? .incremental) })
}

extension Schema where Value == BackfillInput {
    static let backfillInput = Schema.object(
        "BackfillInput",
        field("since", \.days.first, .day, "The first day."),
        field("until", \.days.last, .day, "The last day."),
        make: { since, until in
            guard let days = DayRange(since, until) else { throw Refusal("until", code: "before_since", "The last day is before the first.") }
            guard until <= Instant.now.day else { throw Refusal("until", code: "future", "This day is still to come.") }
            guard days.count <= BackfillInput.mostDays else {
                throw Refusal("since", code: "too_long", "Ask for at most \(BackfillInput.mostDays) days at once.")
            }
            if let first = BackfillInput.firstDay, since < first { throw Refusal("since", code: "too_early", "Ask for days from \(first) on.") }
            return BackfillInput(days: days)
        })
}

extension Schema where Value == ResetInput {
    static let resetInput = Schema.object(
        "ResetInput",
        field("stream", \.stream, .optional(.string(min: 1, max: 200)), "The stream to read from its beginning; all of them where it is left out."),
        make: { ResetInput(stream: $0) })
}

extension Schema where Value == QueuedSync {
    static let queuedSync = Schema.record("QueuedSync", field("sync_id", \.id, .id(), "The sync's id."))
}

extension Schema where Value == CheckResult {
    static let checkResult = Schema.record(
        "ConnectionCheck",
        field("ok", { $0.isConnected }, .boolean, "Whether the platform answered as it should."),
        field("account", { $0.account }, .nullable(.checkedAccount), "The account as the platform names it."),
        field("problem", { $0.failure }, .nullable(.checkProblem), "What is wrong."))
}

extension Schema where Value == CheckResult.Account {
    static let checkedAccount = Schema.record(
        "CheckedAccount",
        field("id", \.id, .nullable(.string()), "The platform's own id."),
        field("name", \.name, .nullable(.string()), "Its name there."))
}

extension Schema where Value == CheckResult.Failure {
    static let checkProblem = Schema.record(
        "CheckProblem",
        field("code", \.code, .string(), "Stable, for machines."),
        field("detail", \.detail, .string(), "What is wrong, in a sentence."))
}

extension CheckResult {
    struct Account: Sendable {
        let id: String?
        let name: String?
    }

    struct Failure: Sendable {
        let code: String
        let detail: String
    }

    var isConnected: Bool {
        if case .connected = self { true } else { false }
    }

    var account: Account? {
        if case .connected(let id, let name) = self { Account(id: id, name: name) } else { nil }
    }

    var failure: Failure? {
        if case .failed(let code, let detail) = self { Failure(code: code, detail: detail) } else { nil }
    }
}
