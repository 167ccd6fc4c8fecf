import Testing

@testable import Conformance

/// Each broken connector is caught by the check that is there for it; its healthy twin passes.
@Suite(.serialized) struct MutantTests {
    @Test func `The healthy connector passes all checks`() async throws {
        let report = try await KitBundle(mutant: nil).run(Scenario(folder: KitBundle.mutants + "/scenario"))

        #expect(report.isConformant, "\(report.text)")
        #expect(report.count(.pass) >= 80)
        #expect(report.count(.waived) == 0)
        #expect(report.duration < .seconds(60))
    }

    @Test(arguments: [
        ("IGNORES_RETRY_AFTER", "fault.429_retry_after"),
        ("STORMS", "fault.429_storm"),
        ("TAKES_ERRORS_FOR_EMPTY", "fault.502_page"),
        ("TAKES_REDIRECTS_FOR_EMPTY", "fault.redirect"),
        ("TAKES_REFUSALS_FOR_TROUBLE", "fault.expired"),
        ("TAKES_HALF_DOCUMENTS", "body.truncated"),
        ("WALKS_IN_CIRCLES", "body.endless_page"),
        ("CRASHES_ON_TYPES", "body.type_change"),
        ("CHANGES_ROWS", "read.twice"),
        ("GIVES_OTHER_STREAMS", "read.streams"),
        ("NEVER_STORES", "read.checkpoint"),
        ("SKIPS_A_PAGE", "resume.complete"),
        ("REPEATS_A_PAGE", "resume.exact"),
        ("IGNORES_CURSOR", "resume.future"),
        ("IGNORES_CANCEL", "cancel.checkpoint"),
        ("FLOATS", "rows.micros"),
        ("FORGETS_CURRENCY", "rows.currency"),
        ("LOSES_KEYS", "rows.keys"),
        ("FORGETS_TIME", "rows.complete"),
        ("TAKES_YEN_FOR_CENTS", "read.expected"),
        ("LEAKS", "secrets.log"),
        ("ASKS_ELSEWHERE", "egress.hosts"),
        ("KEEPS_MEMORY", "memory.large"),
        ("CHANGES_IN_DRY_RUNS", "write.dry_run"),
        ("BELIEVES_IN_SILENCE", "write.unanswered"),
        ("BELIEVES_IN_SILENCE", "write.rejected"),
        ("CAN_NOT_UNDO", "write.inverse"),
        ("TRIES_ANYTHING", "write.unknown"),
        ("LOSES_DELIVERIES", "webhook.rows"),
        ("COUNTS_DELIVERIES", "webhook.repeat"),
        ("TAKES_BROKEN_DELIVERIES", "webhook.broken"),
        ("CRASHES_ON_DELIVERIES", "webhook.drift"),
        ("TAKES_ANY_TOPIC", "webhook.unknown"),
    ])
    func `A broken connector is caught`(_ mutant: String, _ check: String) async throws {
        let report = try await KitBundle(mutant: mutant).run(Scenario(folder: KitBundle.mutants + "/scenario"))

        #expect(!report.isConformant)
        #expect(report.outcome(check) == .fail, "\(report.text)")
    }
}
