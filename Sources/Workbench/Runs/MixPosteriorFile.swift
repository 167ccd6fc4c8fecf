import Core
import Glibc
import Statistics

/// The file of a posterior: a line of JSON that says what follows, then the numbers as they are, then a checksum.
///
/// After the line come doubles, the least byte first whatever the machine: the draws `[chain][draw][parameter]` on their natural scale, then per draw the
/// seven numbers of `DrawStatistics` in their order. The last eight bytes are the checksum of all before them.
enum MixPosteriorFile {
    private static let format = "tactics mix posterior"
    private static let version = 1
    private static let statistics = 7

    /// Where the posterior of the fit in `file` goes: beside it. Nowhere where that is no ordinary file, such as a pipe.
    static func place(beside file: String) -> String? {
        var status = stat()
        if stat(file, &status) == 0, status.st_mode & S_IFMT != S_IFREG { return nil }
        return (file.hasSuffix(".json") ? String(file.dropLast(5)) : file) + ".posterior"
    }

    /// Writes the file; answers its checksum.
    /// - Throws: `TableFault`.
    static func write(_ posterior: MixPosterior, to path: String) throws -> UInt64 {
        var bytes = head(posterior).encoded() + [UInt8(ascii: "\n")]
        let draws = posterior.draws
        bytes.reserveCapacity(bytes.count + 8 * (draws.values.count + statistics * draws.total + 1))
        for value in draws.values { append(value.bitPattern, &bytes) }
        for one in draws.statistics {
            let values = [one.logDensity, one.acceptance, Double(one.depth), Double(one.leapfrogs), one.diverged ? 1 : 0, one.energy, one.stepSize]
            for value in values { append(value.bitPattern, &bytes) }
        }
        let sum = MixChecksum.of(bytes)
        append(sum, &bytes)
        try WholeFile.write(bytes, to: path)
        return sum
    }

    private static func append(_ word: UInt64, _ bytes: inout [UInt8]) {
        withUnsafeBytes(of: word.littleEndian) { bytes.append(contentsOf: $0) }
    }

    private static func head(_ posterior: MixPosterior) -> JSON {
        [
            "format": .string(format), "version": .integer(version), "byte_order": "little", "model": .string(MixChecksum.text(posterior.model)),
            "data": .string(MixChecksum.text(posterior.data)), "parameters": .strings(posterior.names), "chains": .integer(posterior.draws.chains),
            "draws": .integer(posterior.draws.count), "statistics": .integer(posterior.draws.statistics.isEmpty ? 0 : statistics),
            "seed": .integer(posterior.seed), "probability": .double(posterior.probability), "max_depth": .integer(posterior.maxDepth),
            "held_out": posterior.heldOut?.document ?? .null,
        ]
    }
}

extension MixPosteriorFile {
    /// Reads a posterior.
    ///
    /// - Parameter sum: the checksum that the fit remembers; nil to take any whole file.
    /// - Throws: `TableFault` that says what is wrong: no such file, none of this kind, another version, cut off, damaged, or of another fit.
    static func read(_ path: String, sum: UInt64? = nil) throws -> MixPosterior {
        func fault(_ sentence: String) -> TableFault { TableFault(file: path, sentence) }
        guard let bytes = try? WholeFile.read(path) else {
            throw fault(
                "The posterior of the fit can not be read. It stands beside the fit that `mmm fit --out` wrote; name it by --posterior, or fit again."
            )
        }
        guard let end = bytes.prefix(1 << 20).firstIndex(of: UInt8(ascii: "\n")), let head = try? JSON(parsing: bytes[..<end], limits: .trusted),
            head["format"]?.string == format
        else { throw fault("The file is no posterior of a mix fit. Give the one that `mmm fit --out` wrote beside its answer.") }
        guard head["version"]?.integer == Int64(version) else {
            throw fault("The file was written by another version of this program, in a format that this one does not read. Fit again.")
        }
        guard head["byte_order"]?.string == "little" else { throw fault("The numbers of the file are in another order of bytes. Fit again.") }
        guard let shape = Shape(head) else {
            throw fault("The first line of the file is not complete: it was changed since it was written. Fit again.")
        }
        let (size, wanted) = (bytes.count - end - 1, shape.size)
        guard size == wanted else {
            throw fault(
                "The file holds \(NumberText.grouped(Int64(size))) bytes of numbers where its first line promises \(NumberText.grouped(Int64(wanted))): "
                    + (size < wanted ? "it was cut off." : "something was added.") + " Fit again, or copy it again.")
        }
        let body = bytes.count - 8
        guard MixChecksum.of(bytes[..<body]) == word(bytes, body) else {
            throw fault("The file was damaged since it was written: its checksum does not match. Fit again, or copy it again.")
        }
        if let sum, sum != word(bytes, body) { throw fault("The posterior is of another fit than the one named. Give its own, or fit again.") }
        return shape.posterior(values: (0..<shape.values).map { Double(bitPattern: word(bytes, end + 1 + 8 * $0)) })
    }

    private static func word(_ bytes: [UInt8], _ place: Int) -> UInt64 {
        UInt64(littleEndian: bytes.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: place, as: UInt64.self) })
    }

    /// What the first line says.
    private struct Shape {
        let names: [String]
        let chains, draws, statistics, maxDepth: Int
        let seed, model, data: UInt64
        let probability: Double
        let heldOut: HeldOut?

        init?(_ head: JSON) {
            func whole(_ member: String, _ range: ClosedRange<Int64>) -> Int? {
                head[member]?.integer.flatMap { range.contains($0) ? Int($0) : nil }
            }
            func sum(_ member: String) -> UInt64? { head[member]?.string.flatMap { UInt64($0, radix: 16) } }
            let names = (head["parameters"]?.array ?? []).compactMap(\.string)
            guard !names.isEmpty, names.count < 1 << 16, let chains = whole("chains", 1...1_024), let draws = whole("draws", 1...(1 << 24)),
                let statistics = whole("statistics", 0...7), statistics == 0 || statistics == MixPosteriorFile.statistics,
                let maxDepth = whole("max_depth", 1...20), case .number(let text)? = head["seed"], let seed = UInt64(text),
                let model = sum("model"), let data = sum("data"), let probability = head["probability"]?.double, probability > 0, probability < 1
            else { return nil }
            (self.names, self.chains, self.draws, self.statistics, self.maxDepth) = (names, chains, draws, statistics, maxDepth)
            (self.seed, self.model, self.data, self.probability) = (seed, model, data, probability)
            heldOut = head["held_out"].flatMap(HeldOut.init)
        }

        var values: Int { chains * draws * (names.count + statistics) }
        /// Bytes after the first line.
        var size: Int { 8 * (values + 1) }

        func posterior(values: [Double]) -> MixPosterior {
            let (total, place) = (chains * draws, chains * draws * names.count)
            let each = statistics == 0 ? [] : (0..<total).map { DrawStatistics(values[(place + statistics * $0)..<(place + statistics * ($0 + 1))]) }
            let draws = Draws(chains: chains, count: draws, dimension: names.count, values: Array(values[..<place]), statistics: each)
            return MixPosterior(
                names: names, draws: draws, seed: seed, probability: probability, maxDepth: maxDepth, heldOut: heldOut, model: model, data: data)
        }
    }
}

extension DrawStatistics {
    /// Seven numbers in the order of the file.
    fileprivate init(_ values: ArraySlice<Double>) {
        let first = values.startIndex
        func whole(_ place: Int) -> Int { Int(exactly: values[first + place].rounded()) ?? 0 }
        self.init(
            logDensity: values[first], acceptance: values[first + 1], depth: whole(2), leapfrogs: whole(3), diverged: values[first + 4] != 0,
            energy: values[first + 5], stepSize: values[first + 6])
    }
}

extension HeldOut {
    var document: JSON {
        [
            "weeks": .integer(weeks), "crps": .double(crps), "relative_crps": .double(relativeCRPS), "coverage": .double(coverage),
            "probability": .double(probability),
        ]
    }

    /// Reads what `document` wrote.
    init?(_ json: JSON) {
        guard let weeks = json["weeks"]?.integer, let crps = json["crps"]?.double, let relative = json["relative_crps"]?.double,
            let coverage = json["coverage"]?.double, let probability = json["probability"]?.double
        else { return nil }
        self.init(weeks: Int(weeks), crps: crps, relativeCRPS: relative, coverage: coverage, probability: probability)
    }
}
