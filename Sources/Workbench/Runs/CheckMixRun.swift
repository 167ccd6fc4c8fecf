import Core
package import Statistics

extension CheckDataRun {
    /// Log density and gradient of a reference model at the gold points, in their order.
    package func logDensity(_ reference: MixModel.Reference) throws {
        let data = try data(of: reference)
        let density = try MixDensity(.reference(reference, for: data), data, coordinates: .plain)
        let file = folder + (reference == .synthInfo ? "gold_mmm_logp_info.json" : "gold_mmm_logp.json")
        guard let gold = try JSON.file(file)[reference.rawValue] else { throw TableFault(file: file, "The file has no \(reference.rawValue).") }
        let places = try order(gold, density, data, file)
        let points: [JSON] = (gold["points"]?.array ?? []).map { item in
            let given = (item["q"]?.array ?? []).compactMap(\.double)
            var point = [Double](repeating: 0, count: density.dimension)
            for (place, value) in zip(places, given) { point[place] = value }
            let result = DensityValue(density, point)
            return ["logp": .double(result.value), "grad": .doubles(places.map { result.gradient[$0] })]
        }
        try WholeFile.write(JSON.object([.init("points", .array(points))]).encoded(), to: output)
    }

    /// The model's place of every number of a gold point.
    private func order(_ gold: JSON, _ density: MixDensity, _ data: MixData, _ file: String) throws -> [Int] {
        let names = (gold["order"]?.array ?? []).compactMap(\.string).flatMap { name -> [String] in
            guard gold["shapes"]?[name]?.array?.isEmpty == false else { return [name] }
            if name.hasPrefix("gamma_fourier") { return ["sin_1", "sin_2", "cos_1", "cos_2"].map { "\(name)[\($0)]" } }
            return (name.hasPrefix("gamma_control") ? data.controls : data.channels).map { "\(name)[\($0.name)]" }
        }
        return try names.map { name in
            guard let place = density.lineNames.firstIndex(of: name) else { throw TableFault(file: file, "The model has no parameter \(name).") }
            return place
        }
    }

    /// Draws of a reference model's posterior: the chain, then each parameter on its natural scale.
    package func posterior(_ reference: MixModel.Reference, progress: RunProgress? = nil) async throws {
        let data = try data(of: reference)
        let density = try MixDensity(.reference(reference, for: data), data)
        var settings = MixFit.Settings().sampling
        settings.seed = seed
        let draws = try await NUTS.sample(
            density, from: density.starts(chains: settings.chains, seed: seed), settings: settings,
            progress: SamplingShare(settings.chains).report("sampling \(reference.rawValue)", progress))
        try MixDrawsFile.write(density.natural(draws), density.names, to: output)
    }

    /// The weeks that a reference model is fitted to.
    package func data(of reference: MixModel.Reference) throws -> MixData {
        let input =
            reference == .example
            ? MixInput(
                path: folder + "mmm_example.csv", date: "date_week", target: "y", channels: ["x1", "x2"], controls: ["event_1", "event_2", "t"])
            : MixInput(
                path: folder + "synth_mmm.csv", date: "date", target: "y", channels: ["tv", "search", "social", "display"],
                controls: ["trend", "price_dev", "promo"], only: [.init("split", "train")])
        return try input.read()
    }
}
