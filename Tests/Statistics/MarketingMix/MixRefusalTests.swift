import Testing

@testable import Statistics

@Suite struct MixRefusalTests {
    @Test func `Data that cannot carry the model are refused with a sentence`() throws {
        let good = try MixWorld().make().data
        #expect(throws: Never.self) { try MixDensity(.standard(for: good), good) }

        expect("negative_spend") { try rebuilt(good) { $0.channels[1].values[3] = -1 } }
        expect("not_a_number") { try rebuilt(good) { $0.channels[0].values[7] = .nan } }
        expect("not_a_number") { try rebuilt(good) { $0.target[7] = .infinity } }
        expect("gap_in_weeks") { try rebuilt(good) { $0.days[20] += 7 } }
        expect("mixed_lengths") { try rebuilt(good) { $0.channels[2].values.removeLast() } }
        expect("double_name") { try rebuilt(good) { $0.channels[2] = MixData.Series("tv", $0.channels[2].values) } }
        expect("constant_outcome") { try rebuilt(good) { $0.target = $0.target.map { _ in 5 } } }
        expect("constant_spend") { try rebuilt(good) { $0.channels[0].values = $0.channels[0].values.map { _ in 900 } } }
        expect("no_spend") { try rebuilt(good) { $0.channels[0].values = $0.channels[0].values.map { _ in 0 } } }
        expect("collinear_channels") { try rebuilt(good) { $0.channels[0].values = $0.channels[1].values.map { 2 * $0 + 5 } } }
        expect("collinear_channels") {
            try rebuilt(good) { parts in
                let (b, c) = (parts.channels[1].values, parts.channels[2].values)
                parts.channels[0].values = zip(b, c).map { $0 + 2 * $1 }
            }
        }
        expect("too_few_rows") { good.part(0..<45) }
        expect("too_few_weeks_for_lags") { good.part(0..<30) }
    }

    @Test func `Models, lift tests and scenarios that do not fit are refused`() throws {
        let data = try MixWorld().make().data
        var model = MixModel.standard(for: data)
        model.liftTests = [LiftTest(channel: "tv", start: 150, change: [1, 1], observed: 20, lift: 1, standardError: 1)]
        #expect(refusal { try MixDensity(model, data) } == "lift_test")
        model.liftTests = []
        model.noise = .normal(mean: 0, sd: 1)
        #expect(refusal { try MixDensity(model, data) } == "prior_support")
        model = .standard(for: data)
        model.controls.append(MixModel.Term("weather", .normal(mean: 0, sd: 1)))
        #expect(refusal { try MixDensity(model, data) } == "no_control")
        #expect(refusal { try MixScenario(days: [1], spend: [[1], [1], [1], [1]]).check(data) } == "scenario")
        #expect(refusal { try MixScenario(after: data, weeks: 2, weekly: [1, 1, 1, -1]).check(data) } == "scenario")
    }

    private struct Parts {
        var days: [Int]
        var target: [Double]
        var channels: [MixData.Series]
    }

    private func rebuilt(_ data: MixData, _ change: (inout Parts) -> Void) throws -> MixData {
        var parts = Parts(days: data.days, target: data.target, channels: data.channels)
        change(&parts)
        return try MixData(days: parts.days, target: parts.target, channels: parts.channels, controls: data.controls)
    }

    private func expect(_ code: String, _ data: () throws -> MixData) {
        let found = refusal {
            let data = try data()
            return try MixDensity(.standard(for: data), data)
        }
        #expect(found == code)
    }

    /// The code of the refusal, whose sentence and advice end as sentences do.
    private func refusal<T>(_ body: () throws -> T) -> String? {
        do {
            _ = try body()
            return nil
        } catch let refusal as Refusal {
            #expect(refusal.sentence.hasSuffix(".") && refusal.advice.hasSuffix("."))
            return refusal.code
        } catch {
            return "\(error)"
        }
    }
}
