import Core
import Foundation
import Statistics
import Testing

@testable import Workbench

@Suite struct MixPosteriorTests {
    private static let columns = ["date_week", "y", "x1", "x2", "event_1", "event_2", "t"]

    private static func input(_ path: String) -> MixInput {
        MixInput(path: path, date: "date_week", target: "y", channels: ["x1", "x2"], controls: ["event_1", "event_2", "t"])
    }

    /// A short fit of the example, written to `fit.json` on the desk, with its weeks beside it.
    private static func fitted(_ desk: Desk, seed: UInt64 = 3, heldOut: Int = 0) async throws -> MixFit {
        let weeks = try String(contentsOfFile: Desk.models + "mmm_example.csv", encoding: .utf8)
        var run = MixFitRun(input(try desk.file(weeks, "weeks.csv")))
        (run.choice.name, run.choice.warmup, run.choice.draws, run.choice.seed) = ("example", 150, 120, seed)
        (run.choice.heldOutWeeks, run.output) = (heldOut, desk.path("fit.json"))
        return try await run.run().fit
    }

    @Test func `A kept fit is the fit, to the last bit, and so are plans on it`() async throws {
        let desk = try Desk()
        let fit = try await Self.fitted(desk, heldOut: 8)

        let kept = try await MixKeptFit(desk.path("fit.json")).fit()

        #expect(kept.draws.values == fit.draws.values)
        #expect(kept.draws.statistics == fit.draws.statistics)
        #expect(kept.verdict == fit.verdict)
        #expect(kept.diagnosis.findings == fit.diagnosis.findings)
        #expect(kept.diagnosis.heldOut == fit.diagnosis.heldOut)
        #expect(kept.diagnosis.heldOut?.weeks == 8)
        #expect(kept.summaries.map(\.interval) == fit.summaries.map(\.interval))
        #expect(kept.answer?.channels == fit.answer?.channels)
        for horizon in [BudgetProblem.Horizon.steady, .weeks(6)] {
            let problem = BudgetProblem(weekly: 1, bounds: [.init(most: 1), .init(most: 1)], horizon: horizon)
            let (one, two) = (try fit.allocate(problem), try kept.allocate(problem))
            #expect(one.spend.map(\.bitPattern) == two.spend.map(\.bitPattern))
            #expect(one.marginal.map(\.bitPattern) == two.marginal.map(\.bitPattern))
            #expect(one.response == two.response)
        }
    }

    @Test func `A posterior may stand elsewhere when it is named`() async throws {
        let desk = try Desk()
        let fit = try await Self.fitted(desk)
        try FileManager.default.moveItem(atPath: desk.path("fit.posterior"), toPath: desk.path("moved"))

        expectFault("name it by --posterior") { try MixKeptFit(desk.path("fit.json")) }
        let kept = try await MixKeptFit(desk.path("fit.json"), posterior: desk.path("moved")).fit()

        #expect(kept.draws.values == fit.draws.values)
    }

    @Test func `A damaged or foreign posterior is a sentence`() async throws {
        let desk = try Desk()
        _ = try await Self.fitted(desk)
        let whole = try [UInt8](Data(contentsOf: URL(fileURLWithPath: desk.path("fit.posterior"))))
        let line = try #require(whole.firstIndex(of: UInt8(ascii: "\n")))
        func expect(_ sentence: String, _ bytes: [UInt8]) throws {
            try WholeFile.write(bytes, to: desk.path("changed"))
            expectFault(sentence) { try MixPosteriorFile.read(desk.path("changed")) }
        }
        func head(_ change: (JSON) -> JSON) throws -> [UInt8] { change(try JSON(parsing: whole[..<line])).encoded() + whole[line...] }

        var flipped = whole
        flipped[line + 4_711] ^= 0x10
        try expect("damaged", flipped)
        try expect("cut off", Array(whole.dropLast(9)))
        try expect("something was added", whole + [0])
        try expect("no posterior", Array("chain,a\n0,1\n".utf8))
        try expect("no posterior", [])
        try expect("another version", head { $0.setting("version", 2) })
        try expect("order of bytes", head { $0.setting("byte_order", "big") })
        try expect("not complete", head { $0.setting("parameters", nil) })
        try expect("not complete", head { $0.setting("draws", .integer(Int64.max)) })
        try expect("damaged", head { $0.setting("seed", 4) })
        #expect(try MixPosteriorFile.read(desk.path("fit.posterior")).names.count == 15)
    }

    @Test func `A posterior of other weeks, another fit or another model is refused`() async throws {
        let (desk, other) = (try Desk(), try Desk())
        _ = try await Self.fitted(desk)
        _ = try await Self.fitted(other, seed: 4)
        expectFault("another fit") { try MixKeptFit(desk.path("fit.json"), posterior: other.path("fit.posterior")) }

        let json = try JSON.file(desk.path("fit.json"))
        let choice = try #require(json["choice"])
        _ = try desk.file(json.setting("choice", choice.setting("lags", 6)).description, "lags.json")
        await expectFault("another model") { try await MixKeptFit(desk.path("lags.json")).fit() }
        _ = try desk.file(json.setting("posterior", nil).description, "bare.json")
        expectFault("Fit again with --out") { try MixKeptFit(desk.path("bare.json")) }
        expectFault("no fit") { try MixKeptFit(try desk.file("{}", "empty.json")) }

        let weeks = try desk.text("weeks.csv")
        _ = try desk.file(weeks.replacingOccurrences(of: ",0.0,0.0,", with: ",0.0,1.0,", range: weeks.range(of: ",0.0,0.0,")), "weeks.csv")
        await expectFault("The weeks have changed since the fit") { try await MixKeptFit(desk.path("fit.json")).fit() }
    }

    @Test func `A checksum sees every byte, and data their names and numbers`() throws {
        #expect(MixChecksum.text(MixChecksum.of("a".utf8)) == "af63dc4c8601ec8c")
        let data = try MixData(days: [0, 7], target: [1, 2], channels: [.init("a", [1, 0])])
        let renamed = try MixData(days: [0, 7], target: [1, 2], channels: [.init("b", [1, 0])])
        let control = try MixData(days: [0, 7], target: [1, 2], channels: [.init("a", [1, 0])], controls: [.init("a2", [1, 0])])
        #expect(Set([data, renamed, control].map(MixChecksum.of)).count == 3)
    }

    private func expectFault<T>(_ part: String, _ body: () throws -> T) {
        let fault = #expect(throws: TableFault.self) { try body() }
        #expect(fault?.sentence.contains(part) == true, "\(fault?.sentence ?? "nothing")")
    }

    private func expectFault<T>(_ part: String, _ body: () async throws -> T) async {
        let fault = await #expect(throws: TableFault.self) { try await body() }
        #expect(fault?.sentence.contains(part) == true, "\(fault?.sentence ?? "nothing")")
    }
}
