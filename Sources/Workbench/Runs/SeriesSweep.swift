import Statistics

extension SeriesInput {
    /// The answer, or the refusal, for each series, in order.
    /// - Throws: the first `Refusal` where no series has an answer.
    func sweep<Answer: Sendable>(
        _ all: [NamedSeries], threads: Int, _ step: String, _ progress: RunProgress?, _ body: @escaping @Sendable (NamedSeries) throws -> Answer
    ) async throws -> [Result<Answer, Refusal>] {
        let results = try await Parallel.map(all.count, threads: threads) { index -> Result<Answer, Refusal> in
            if index % 50 == 0 { progress?(step, Double(index) / Double(all.count)) }
            do { return .success(try body(all[index])) } catch let refusal as Refusal { return .failure(refusal) }
        }
        if case .failure(let refusal) = results.first, results.allSatisfy({ (try? $0.get()) == nil }) { throw refusal }
        return results
    }
}
