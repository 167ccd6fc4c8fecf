import Core
import Testing

@testable import Conformance

@Suite struct KitTests {
    @Test func `There are at least sixty checks, each with a name of its own, a title and a reason`() {
        #expect(Check.all.count >= 60)
        #expect(Set(Check.all.map(\.id)).count == Check.all.count)
        #expect(Check.all.allSatisfy { !$0.title.isEmpty && $0.why.hasSuffix(".") })
    }

    @Test(arguments: [
        ("a*c", "abc", true), ("a*c", "ac", true), ("a*c", "acd", false), ("abc", "abc", true), ("abc", "abcd", false), ("*x*y*", "1x2y3", true),
        ("*x*y*", "1y2x3", false), ("*", "", true), ("ab*ba", "aba", false),
    ])
    func `A star stands for anything`(_ pattern: String, _ text: String, _ fits: Bool) {
        #expect(Glob(pattern).matches(text) == fits)
    }

    @Test func `A waiver needs a check that exists, and a reason`() throws {
        #expect(throws: ScenarioFault.self) { try Waivers(parsing: Array(#"{"no.check":"because it is so and not otherwise"}"#.utf8)) }
        #expect(throws: ScenarioFault.self) { try Waivers(parsing: Array(#"{"read.twice":"no"}"#.utf8)) }
        let waivers = try Waivers(parsing: Array(#"{"read.twice":"The platform draws a sample each time."}"#.utf8))
        var findings = Findings()
        findings.fail("read.twice", "Other rows.")
        findings.fail("read.done", "It failed.")

        let results = findings.results(waivers)

        #expect(results.first { $0.check.id == "read.twice" }?.outcome == .waived)
        #expect(results.first { $0.check.id == "read.done" }?.outcome == .fail)
    }

    @Test func `A check that was not made fails`() {
        #expect(Findings().results(.none).allSatisfy { $0.outcome == .fail })
    }

    @Test func `A field that may be of other types than before is seen`() {
        let old: JSON = ["properties": ["a": ["type": "string"], "b": ["type": "integer"], "c": ["type": "integer"], "d": ["type": "string"]]]
        let new: JSON = ["properties": ["a": ["type": "integer"], "b": ["type": "integer"], "c": ["type": "number"]]]

        #expect(Widening.ofRows(old, new) == ["a changed its type.", "c changed its type."])
        #expect(Widening.ofRows(old, old).isEmpty)
    }

    @Test func `Deleted and replaced rows are not kept`() throws {
        let manifest = try TestManifest.of(streams: [
            ["name": "ad_daily", "kind": "ad_daily", "primary_key": ["entity_id", "day"], "modes": ["full"]]
        ])
        func row(_ text: String) -> EmittedRow { EmittedRow(stream: "ad_daily", bytes: Array(text.utf8)) }
        let before = [row(#"{"entity_id":"1","day":"2026-01-01"}"#), row(#"{"entity_id":"1","day":"2026-01-05"}"#)]

        #expect(RowState(before, manifest).count == 2)
        #expect(RowState(before + [row(#"{"$replace":{"since":"2026-01-01","until":"2026-01-02"}}"#)], manifest).count == 1)
        #expect(RowState(before + [row(#"{"entity_id":"1","day":"2026-01-05","$deleted":true}"#)], manifest).count == 1)
    }

    @Test func `Dates are written as HTTP has them`() {
        #expect(HTTPDateText.of(Instant(seconds: 784_111_777)) == "Sun, 06 Nov 1994 08:49:37 GMT")
    }
}
