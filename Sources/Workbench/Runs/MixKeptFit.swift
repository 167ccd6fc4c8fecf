import Core
import Statistics

/// A fit that `mmm fit --out` wrote, with its posterior: read again, not fitted again.
struct MixKeptFit {
    let input: MixInput
    let choice: MixChoice
    private let posterior: MixPosterior
    private let place: String

    /// - Parameter posterior: where the posterior is; beside the fit unless given.
    /// - Throws: `TableFault` where one of the two files is missing, damaged, or not of the other.
    init(_ file: String, posterior: String? = nil) throws {
        let json = try JSON.file(file)
        guard let input = json["input"].flatMap(MixInput.init), let choice = json["choice"].flatMap(MixChoice.init) else {
            throw TableFault(file: file, "The file is no fit. Give the one that `mmm fit --out` wrote.")
        }
        guard let kept = json["posterior"], let name = kept["file"]?.string, let sum = kept["checksum"]?.string.flatMap({ UInt64($0, radix: 16) })
        else { throw TableFault(file: file, "The fit has no posterior with it. Fit again with --out, which keeps one beside the answer.") }
        (self.input, self.choice) = (input, choice)
        place = posterior ?? Self.beside(file, name)
        self.posterior = try MixPosteriorFile.read(place, sum: sum)
    }

    private static func beside(_ file: String, _ name: String) -> String {
        file.lastIndex(of: "/").map { file[...$0] + name } ?? name
    }

    /// - Throws: `TableFault` where the weeks or the model are not those of the fit any more; `Refusal`.
    func fit() async throws -> MixFit {
        let data = try input.read()
        guard MixChecksum.of(data) == posterior.data else {
            throw TableFault(file: input.path, "The weeks have changed since the fit, so its posterior does not belong to them. Fit again.")
        }
        let model = try choice.model(for: data)
        guard MixChecksum.of(model) == posterior.model else {
            throw TableFault(file: place, "The posterior is of another model than this program makes of the fit's choices. Fit again.")
        }
        return try await posterior.fit(model, data)
    }
}
