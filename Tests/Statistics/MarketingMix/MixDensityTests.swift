import Testing

@testable import Statistics

@Suite struct MixDensityTests {
    @Test(arguments: MixModel.Reference.allCases)
    func `Density and gradient are the reference's`(_ reference: MixModel.Reference) throws {
        let data = try MixFiles.data(reference)
        let density = try MixDensity(.reference(reference, for: data), data, coordinates: .plain)
        let gold = try #require(try MixFiles.gold(reference))
        let places = try gold.names(data).map { name in try #require(density.lineNames.firstIndex(of: name)) }

        for point in gold.points {
            var line = [Double](repeating: 0, count: density.dimension)
            for (place, value) in zip(places, point.q) { line[place] = value }
            let (value, gradient) = density.at(line)

            #expect(abs(value / point.logp - 1) < 1e-12)
            for (place, expected) in zip(places, point.grad) { #expect(abs(gradient[place] - expected) < 1e-10 * (1 + abs(expected))) }
        }
    }

    @Test(arguments: MixModel.Reference.allCases)
    func `The gradient in contribution coordinates is that of finite differences`(_ reference: MixModel.Reference) throws {
        let data = try MixFiles.data(reference)
        try checkDifferences(MixDensity(.reference(reference, for: data), data))
    }

    @Test func `The gradient holds with lift tests, returns, shares and every adstock`() throws {
        let data = try MixFiles.synth()
        var model = MixModel.standard(for: data)
        model.channels[0].effect = .roas(.logNormal(median: 2, sd: 0.5))
        model.channels[1].adstock = .weibullSurvival(shape: .gamma(mean: 1, sd: 0.3), scale: .gamma(mean: 2, sd: 1))
        model.channels[2].adstock = .geometric(alpha: .beta(2, 3))
        model.channels[3].saturation = .logistic(rate: .gamma(shape: 3, rate: 1))
        model.liftTests = [
            LiftTest(channel: "tv", start: 40, change: [20_000, 20_000, 20_000], observed: 9, lift: 90_000, standardError: 20_000),
            LiftTest(channel: "search", start: 80, change: [-10_000, -10_000], lift: -20_000, standardError: 9_000),
        ]
        try checkDifferences(MixDensity(model, data))
        try checkDifferences(MixDensity(model, data, coordinates: .plain))
    }

    @Test func `Parameters come back from their point`() throws {
        let data = try MixFiles.synth()
        for model in [MixModel.reference(.synth, for: data), .reference(.synthInfo, for: data), .standard(for: data)] {
            let density = try MixDensity(model, data)
            let natural = Array(density.priorDraws(1, seed: 4).point(0))
            let back = density.natural(Draws(chains: 1, count: 1, dimension: density.dimension, values: density.point(natural)))
            for (value, again) in zip(natural, back.values) { #expect(abs(value - again) < 1e-9 * (1 + abs(value))) }
        }
    }

    @Test func `Both coordinates describe one posterior`() throws {
        // The difference of the log densities is the log Jacobian: for an intercept on the whole line it does not depend on the point.
        let data = try MixFiles.synth()
        let model = MixModel.reference(.synthGeo, for: data)
        let (plain, centred) = (try MixDensity(model, data, coordinates: .plain), try MixDensity(model, data))
        let draws = plain.priorDraws(5, seed: 9)
        let differences = (0..<5).map { index -> Double in
            let natural = Array(draws.point(index))
            return plain.at(plain.point(natural)).value - centred.at(centred.point(natural)).value
        }
        for difference in differences {
            #expect(abs(difference - differences[0]) < 1e-6 * (1 + abs(plain.at(plain.point(Array(draws.point(0)))).value)))
        }
    }

    @Test func `Currency units do not change the density's shape`() throws {
        let data = try MixFiles.synth()
        let other = try MixData(
            days: data.days, target: data.target.map { $0 * 1e-3 },
            channels: data.channels.map { MixData.Series($0.name, $0.values.map { $0 * 117 }) },
            controls: data.controls)
        let (one, two) = (try MixDensity(.standard(for: data), data), try MixDensity(.standard(for: other), other))
        let points = one.starts(chains: 2, seed: 5)
        let differences = points.map { one.at($0).value - two.at($0).value }
        #expect(abs(differences[0] - differences[1]) < 1e-7)
    }

    @Test func `The order of channels does not matter`() throws {
        let data = try MixFiles.synth()
        let turned = try MixData(days: data.days, target: data.target, channels: data.channels.reversed(), controls: data.controls)
        let (one, two) = (try MixDensity(.standard(for: data), data), try MixDensity(.standard(for: turned), turned))
        let point = one.starts(chains: 1, seed: 5)[0]
        let moved = two.names.map { name in one.names.firstIndex(of: name).map { point[$0] } ?? 0 }
        #expect(abs(one.at(point).value - two.at(moved).value) < 1e-9 * abs(one.at(point).value))
    }

    private func checkDifferences(_ density: MixDensity) throws {
        let point =
            density.coordinates == .plain ? density.point(Array(density.priorDraws(1, seed: 12).point(0))) : density.starts(chains: 1, seed: 3)[0]
        let gradient = density.at(point).gradient
        for index in point.indices {
            func value(_ shift: Double) -> Double {
                var moved = point
                moved[index] += shift
                return density.at(moved).value
            }
            let step = 1e-4
            let difference = (8 * (value(step) - value(-step)) - (value(2 * step) - value(-2 * step))) / (12 * step)
            #expect(abs(difference - gradient[index]) < 1e-5 * (1 + abs(gradient[index])), "\(density.names[index])")
        }
    }
}
