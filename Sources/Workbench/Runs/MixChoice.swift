import Core
package import Statistics

/// Which model is fitted, and how long the sampler runs: all that makes a fit the same again.
package struct MixChoice: Sendable, Equatable {
    /// `standard`, or one of the reference models.
    package var name = "standard"
    package var lags: Int?
    package var cycles: Int?
    package var mediaShare: Double?
    /// Returns known from elsewhere: median and standard deviation of the logarithm.
    package var returns: [Known] = []
    package var liftTests: [LiftTest] = []
    package var seed: UInt64 = 1
    package var chains = 4
    package var warmup = 1_000
    package var draws = 1_500
    package var heldOutWeeks = 0

    /// A channel's return as it is believed in before the fit.
    package struct Known: Sendable, Equatable {
        package var channel: String
        package var median, deviation: Double

        package init(_ channel: String, median: Double, deviation: Double) {
            (self.channel, self.median, self.deviation) = (channel, median, deviation)
        }
    }

    package init() {}

    /// - Throws: `Refusal` for a model that is not known, or a return of a channel that the data do not have.
    package func model(for data: MixData) throws -> MixModel {
        guard name == "standard" else { return try reference(for: data) }
        var standard = MixModel.Standard()
        if let lags { standard.lags = lags }
        if let cycles { standard.cycles = cycles }
        if let mediaShare { standard.mediaShare = mediaShare }
        standard.liftTests = liftTests
        for known in returns {
            guard data.channel(known.channel) != nil else {
                throw Refusal(
                    code: "no_channel", sentence: "A return is given for \(known.channel), which is no channel.", advice: "Correct the name.")
            }
            standard.roas[known.channel] = .logNormal(median: known.median, sd: known.deviation)
        }
        return MixModel.standard(for: data, standard)
    }

    private func reference(for data: MixData) throws -> MixModel {
        guard let reference = MixModel.Reference(rawValue: name) else {
            let names = ["standard"] + MixModel.Reference.allCases.map(\.rawValue)
            throw Refusal(code: "no_model", sentence: "There is no model called \(name).", advice: "Choose one of \(names.joined(separator: ", ")).")
        }
        var model = MixModel.reference(reference, for: data)
        if let lags { model.lags = lags }
        model.liftTests = liftTests
        return model
    }

    var settings: MixFit.Settings {
        var settings = MixFit.Settings()
        (settings.sampling.chains, settings.sampling.warmup, settings.sampling.draws) = (chains, warmup, draws)
        settings.sampling.seed = seed
        settings.heldOutWeeks = heldOutWeeks
        return settings
    }

    var document: JSON {
        [
            "model": .string(name), "lags": lags.map { .integer($0) } ?? .null, "cycles": cycles.map { .integer($0) } ?? .null,
            "media_share": .double(mediaShare),
            "returns": .array(returns.map { ["channel": .string($0.channel), "median": .double($0.median), "sd": .double($0.deviation)] }),
            "lift_tests": .array(liftTests.map(\.document)), "seed": .integer(seed), "chains": .integer(chains), "warmup": .integer(warmup),
            "draws": .integer(draws),
        ]
    }

    /// Reads what `document` wrote.
    init?(_ json: JSON) {
        func whole(_ member: String) -> Int? { json[member]?.integer.map { Int($0) } }
        guard let name = json["model"]?.string, case .number(let text)? = json["seed"], let seed = UInt64(text), let chains = whole("chains"),
            let warmup = whole("warmup"), let draws = whole("draws"), chains > 0, warmup > 0, draws > 0
        else { return nil }
        (self.name, self.seed, self.chains, self.warmup, self.draws) = (name, seed, chains, warmup, draws)
        (lags, cycles, mediaShare) = (whole("lags"), whole("cycles"), json["media_share"]?.double)
        returns = (json["returns"]?.array ?? []).compactMap { item in
            guard let channel = item["channel"]?.string, let median = item["median"]?.double, let sd = item["sd"]?.double else { return nil }
            return Known(channel, median: median, deviation: sd)
        }
        liftTests = (json["lift_tests"]?.array ?? []).compactMap(LiftTest.init)
    }
}

extension LiftTest {
    var document: JSON {
        [
            "channel": .string(channel), "start": .integer(start), "change": .doubles(change), "observed": .integer(observed), "lift": .double(lift),
            "standard_error": .double(standardError),
        ]
    }

    init?(_ json: JSON) {
        guard let channel = json["channel"]?.string, let start = json["start"]?.integer, let lift = json["lift"]?.double,
            let error = json["standard_error"]?.double
        else { return nil }
        self.init(
            channel: channel, start: Int(start), change: (json["change"]?.array ?? []).compactMap(\.double),
            observed: json["observed"]?.integer.map { Int($0) }, lift: lift, standardError: error)
    }

    /// Experiments from a CSV file: channel, start (a day), weeks, change (of spend per week), observed (weeks), lift, standard_error.
    package static func read(_ path: String, for data: MixData) throws -> [LiftTest] {
        let reader = try CSVReader(path: path)
        let places = try ["channel", "start", "weeks", "change", "lift", "standard_error"].map(reader.column)
        let observed = reader.find("observed")
        var tests: [LiftTest] = []
        try reader.forEach { row in
            let day = try row.day(places[1], "start").number
            guard let week = data.days.firstIndex(where: { $0 <= day && day < $0 + 7 }) else {
                throw row.fault("start", "The day lies in none of the weeks of the data.")
            }
            let weeks = try row.integer(places[2], "weeks")
            guard (1...520).contains(weeks) else { throw row.fault("weeks", "An experiment lasts 1 to 520 weeks.") }
            tests.append(
                LiftTest(
                    channel: row.text(places[0]), start: week, change: [Double](repeating: try row.number(places[3], "change"), count: weeks),
                    observed: try observed.map { try row.integer($0, "observed") }, lift: try row.number(places[4], "lift"),
                    standardError: try row.number(places[5], "standard_error")))
        }
        return tests
    }
}
