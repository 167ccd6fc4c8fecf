import Foundation

/// `tactics up`: everything on one machine, from a folder of its own, until somebody asks to stop.
package struct Up: Sendable {
    let options: UpOptions
    let program: Program
    let inherited: [String: String]
    let steps: UpSteps
    let progress: Progress

    package init(
        options: UpOptions, program: Program = .current, inherited: [String: String] = ProcessInfo.processInfo.environment, steps: UpSteps,
        progress: Progress = Progress()
    ) {
        self.options = options
        self.program = program
        self.inherited = inherited
        self.steps = steps
        self.progress = progress
    }

    /// Brings everything up and stays until SIGINT or SIGTERM, then stops everything. A second signal kills what has not ended yet.
    /// - Throws: what kept it from coming up; by then everything that had been started is stopped again.
    package func run() async throws {
        let signals = StopSignals()
        defer { withExtendedLifetime(signals) {} }
        try await run(until: signals.requests)
    }

    /// The same with another source of the wish to stop.
    func run(until requests: AsyncStream<Void>) async throws {
        let place = try UpPlace.prepare(options)
        let fleet = Fleet()
        let failure = await fleet.run { await conduct(place, fleet, until: requests) }
        // The lock is held to the very end: the next `up` must find nothing of this one.
        withExtendedLifetime(place.lock) {}
        if let failure { throw failure }
    }

    private enum Outcome: Sendable {
        case asked
        case failed(any Error)
    }

    private func conduct(_ place: UpPlace, _ fleet: Fleet, until requests: AsyncStream<Void>) async -> (any Error)? {
        await withTaskGroup(of: Outcome.self) { race in
            race.addTask {
                for await _ in requests { break }
                return .asked
            }
            race.addTask {
                do {
                    try await bringUp(place, fleet)
                    while true { try await Task.sleep(for: .seconds(86_400)) }
                } catch { return .failed(error) }
            }
            let first = await race.next()
            race.cancelAll()
            await stop(fleet, requests)
            guard case .failed(let error) = first else { return nil }
            return error
        }
    }

    private func stop(_ fleet: Fleet, _ requests: AsyncStream<Void>) async {
        progress.say("Stopping.")
        await withTaskGroup { group in
            group.addTask { await fleet.stop() }
            group.addTask { for await _ in requests { await fleet.kill() } }
            await group.next()
            group.cancelAll()
        }
        progress.say("Stopped; the data stay.")
    }
}
