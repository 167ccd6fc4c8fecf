import Core
import Statistics

/// `model mmm logp`: log density and gradient of a model at given points, in its unconstrained space.
package struct MixLogDensityRun: Sendable {
    package var input: MixInput
    package var choice = MixChoice()
    /// A CSV file with one column per parameter on the line; the sampler's starting points unless given.
    package var points: String?
    /// How often the first point is evaluated again, for its cost alone.
    package var repeats = 0

    package init(_ input: MixInput) { self.input = input }

    /// - Throws: `TableFault`, `Refusal`.
    package func run() throws -> RunAnswer {
        let data = try input.read()
        let density = try MixDensity(choice.model(for: data), data, coordinates: .plain)
        let names = density.lineNames
        let values = try points.map { try Self.read($0, names) } ?? density.starts(chains: choice.chains, seed: choice.seed)
        var clock = StepClock()
        let results = values.map { DensityValue(density, $0) }
        clock.end("points")
        if let first = values.first, repeats > 0 {
            Self.evaluate(density, first, repeats)
            clock.end("repeats")
        }
        let rows = results.enumerated().map { [String($0 + 1), NumberText.exact($1.value), NumberText.shown($1.slope, significant: 5)] }
        let document: JSON = [
            "parameters": .strings(names),
            "points": .array(zip(values, results).map { ["point": .doubles($0), "logp": .double($1.value), "grad": .doubles($1.gradient)] }),
        ]
        var answer = RunAnswer(
            "Log density of \(choice.name)", "\(data.weeks) weeks, \(names.count) parameters on the whole line", document: document,
            parts: [.init("Points", tables: [TextTable(columns: ["point", "log density", "length of gradient"], rows: rows)])])
        answer.add(clock)
        return answer
    }

    /// As a sampler does it: again and again in one workspace.
    private static func evaluate(_ density: MixDensity, _ point: [Double], _ repeats: Int) {
        var gradient = [Double](repeating: 0, count: density.dimension)
        var workspace = density.workspace()
        point.withUnsafeBufferPointer { point in
            gradient.withUnsafeMutableBufferPointer { gradient in
                for _ in 0..<repeats { _ = density.evaluate(point, gradient: gradient, in: &workspace) }
            }
        }
    }

    private static func read(_ path: String, _ names: [String]) throws -> [[Double]] {
        let reader = try CSVReader(path: path)
        let places = try names.map(reader.column)
        var points: [[Double]] = []
        try reader.forEach { row in points.append(try zip(places, names).map { try row.number($0, $1) }) }
        return points
    }
}

/// Log density and gradient at one point.
struct DensityValue {
    let value: Double
    let gradient: [Double]

    init(_ density: MixDensity, _ point: [Double]) {
        var gradient = [Double](repeating: 0, count: density.dimension)
        var workspace = density.workspace()
        value = point.withUnsafeBufferPointer { point in
            gradient.withUnsafeMutableBufferPointer { density.evaluate(point, gradient: $0, in: &workspace) }
        }
        self.gradient = gradient
    }

    var slope: Double { gradient.reduce(0) { $0 + $1 * $1 }.squareRoot() }
}
