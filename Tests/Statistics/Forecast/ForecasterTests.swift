import Foundation
import Testing

@testable import Statistics

@Suite struct ForecasterTests {
    /// A weekly series with level, trend, one wave and noise.
    private func wave(_ count: Int, seed: UInt64 = 1, noise: Double = 5) -> [Double] {
        var random = Philox(seed: seed)
        return (0..<count).map { 500 + Double($0) / 2 + 80 * sin(2 * .pi * Double($0) / 52.1775) + noise * random.normal() }
    }

    @Test func `A wave with a trend goes on`() throws {
        let values = wave(182)
        let forecast = try Forecaster().forecast(.weekly(Array(values.prefix(156))))

        for (step, value) in values.suffix(26).enumerated() { #expect(abs(forecast.point[step] - value) < 30) }
        #expect(abs(forecast.weights.values.reduce(0, +) - 1) < 1e-12)
        #expect(forecast.bands.map { $0.level } == [0.8, 0.95])
    }

    @Test func `Held-back weeks are met as well as promised`() throws {
        let series = try WeeklySeries.all()
        var error = 0.0
        var covered = 0
        for one in series {
            let history = one.values.prefix(WeeklySeries.learned)
            let future = one.values.dropFirst(WeeklySeries.learned)
            let forecast = try Forecaster().forecast(.weekly(Array(history)))
            let misses = zip(future, forecast.point).map { abs($0 - $1) }
            error += misses.reduce(0, +) / Double(misses.count) / WeeklySeries.seasonalScale(history)
            covered += zip(future, zip(forecast.bands[1].lower, forecast.bands[1].upper)).count { $0 >= $1.0 && $0 <= $1.1 }
        }

        let coverage = Double(covered) / Double(26 * series.count)
        #expect(series.count == 300)
        #expect(error / Double(series.count) <= 0.60)
        #expect(coverage >= 0.92 && coverage <= 0.98)
    }

    @Test func `A spike in the last week does not move the forecast`() throws {
        let values = wave(156)
        var spiked = values
        spiked[155] *= 3

        let plain = try Forecaster().forecast(.weekly(values))
        let robust = try Forecaster().forecast(.weekly(spiked))

        for step in 0..<26 { #expect(abs(plain.point[step] - robust.point[step]) < 25) }
    }

    @Test func `Gaps are bridged and not read as zero`() throws {
        var values = wave(156)
        let whole = try Forecaster().forecast(.weekly(values))
        for week in [3, 40, 41, 42, 100, 155] { values[week] = .nan }

        let gapped = try Forecaster().forecast(.weekly(values))

        #expect(gapped.notes.contains(.gaps))
        for step in 0..<26 { #expect(abs(whole.point[step] - gapped.point[step]) < 25) }
    }

    @Test func `Growth in proportion is fitted in logarithms`() throws {
        var random = Philox(seed: 3)
        let values = (0..<156).map { exp(5 + Double($0) / 80 + 0.4 * sin(2 * .pi * Double($0) / 52.1775) + 0.05 * random.normal()) }

        let forecast = try Forecaster().forecast(.weekly(values))

        #expect(forecast.notes.contains(.multiplicative))
        #expect(forecast.bands[1].lower.allSatisfy { $0 > 0 })
    }

    @Test func `A level shift is followed`() throws {
        var random = Philox(seed: 4)
        let values = (0..<156).map { ($0 < 90 ? 100.0 : 180) + 3 * random.normal() }

        let forecast = try Forecaster().forecast(.weekly(values))

        #expect(forecast.notes.contains(.levelShift))
        #expect(forecast.point.allSatisfy { abs($0 - 180) < 12 })
    }

    @Test func `Daily figures keep their weekdays`() throws {
        var random = Philox(seed: 5)
        let values = (0..<120).map { 100 + ($0 % 7 == 0 ? 60.0 : 0) + 4 * random.normal() }

        let forecast = try Forecaster().forecast(.daily(values))

        #expect(forecast.notes.contains(.seasonLeftOut))
        for step in 0..<26 { #expect(abs(forecast.point[step] - ((120 + step) % 7 == 0 ? 160 : 100)) < 15) }
    }

    @Test(arguments: [0.0, 7.5]) func `A constant series stays what it is`(value: Double) throws {
        let forecast = try Forecaster().forecast(.weekly([Double](repeating: value, count: 60)))

        #expect(forecast.point.allSatisfy { $0 == value })
        #expect(forecast.notes == [.constant])
    }

    @Test func `Rare demand is expected as a rate`() throws {
        var values = [Double](repeating: 0, count: 100)
        for week in stride(from: 4, to: 100, by: 5) { values[week] = 10 }

        let forecast = try Forecaster().forecast(.weekly(values))

        #expect(forecast.notes.contains(.intermittent))
        #expect(abs(forecast.point[0] - 2) < 0.6)
        #expect(forecast.bands[1].lower[0] == 0 && forecast.bands[1].upper[0] == 10)
    }

    @Test func `A short series gives its median and a wide band`() throws {
        let forecast = try Forecaster().forecast(.weekly([10, 12, 11, 13, 90]))

        #expect(forecast.notes.contains(.short))
        #expect(forecast.point[0] == 12)
        #expect(forecast.bands[1].lower[0] == 0 && forecast.bands[1].upper[0] > 90)
    }

    @Test func `Negative values are forecast below zero`() throws {
        let forecast = try Forecaster().forecast(.weekly(wave(156).map { $0 - 600 }))

        #expect(forecast.point.contains { $0 < 0 })
    }

    @Test(arguments: [13, 20, 30, 60, 79, 105]) func `Every length gives finite figures`(count: Int) throws {
        let forecast = try Forecaster().forecast(.weekly(wave(count)))

        #expect(forecast.point.allSatisfy { $0.isFinite })
        for band in forecast.bands {
            #expect(zip(band.lower, band.upper).allSatisfy { $0.isFinite && $1.isFinite && $0 < $1 })
        }
    }

    @Test func `The unit of money does not matter`() throws {
        let values = wave(156)
        let units = try Forecaster().forecast(.weekly(values))
        let micros = try Forecaster().forecast(.weekly(values.map { $0 * 1e6 }))

        #expect(units.notes == micros.notes)
        for step in 0..<26 { #expect(abs(micros.point[step] / units.point[step] / 1e6 - 1) < 1e-9) }
    }

    @Test func `The number of threads does not matter`() async throws {
        let lists = (0..<12).map { wave(120, seed: UInt64($0)) }
        let one = try await Parallel.map(12, threads: 1) { try Forecaster().forecast(.weekly(lists[$0])) }
        let many = try await Parallel.map(12, threads: 4) { try Forecaster().forecast(.weekly(lists[$0])) }

        #expect(one == many)
    }

    @Test(arguments: [([1.0, 2, 3], "too_few_values"), ([1, 2, .infinity, 4, 5], "infinite_value"), ([.nan, .nan], "too_few_values")])
    func `What cannot be forecast is refused`(values: [Double], code: String) throws {
        let refusal = #expect(throws: Refusal.self) { try Forecaster().forecast(.weekly(values)) }

        #expect(refusal?.code == code)
        #expect(refusal?.sentence.hasSuffix(".") == true)
    }

    @Test func `A horizon of nothing is refused`() {
        var settings = Forecaster.Settings()
        settings.horizon = 0

        #expect(throws: Refusal.self) { try Forecaster(settings: settings).forecast(.weekly(wave(60))) }
        #expect(throws: Refusal.self) { try Forecaster().forecast(TimeSeries(wave(60), seasons: [1])) }
    }
}
