import Core

/// Asynchronous insights of one seed: report runs that are started by a POST, polled, and then read in pages.
struct MetaReports: Sendable {
    private struct Run: Sendable {
        let account: String
        let parameters: [String: String]
        let number: Int
        var polls = 0
    }

    private var runs: [String: Run] = [:]

    /// Starts a run of a checked insights request, and gives its id.
    mutating func start(_ request: SimulatedRequest) -> JSON {
        let id = String(600_100_000_000_000 + runs.count + 1)
        runs[id] = Run(account: request.path[1], parameters: request.parameters, number: runs.count + 1)
        return ["report_run_id": .string(id)]
    }

    /// The run's state; every poll moves it on, and the last of `polls` finds it complete. `nil` for an unknown run.
    mutating func poll(_ id: String, _ settings: MetaSettings) -> JSON? {
        guard var run = runs[id] else { return nil }
        run.polls += 1
        runs[id] = run
        let percent = min(100, run.polls * 100 / max(1, settings.reportPolls))
        if percent == 100, settings.failedReports.contains(run.number) {
            return ["id": .string(id), "async_status": "Job Failed", "async_percent_completion": 100, "error_message": "The job failed."]
        }
        let status = percent == 100 ? "Job Completed" : run.polls == 1 ? "Job Started" : "Job Running"
        return [
            "id": .string(id), "account_id": .string(String(run.account.dropFirst(4))), "async_status": .string(status),
            "async_percent_completion": .integer(percent),
        ]
    }

    /// The request that gives a page of the run's result. `nil` for an unknown run.
    /// - Throws: an error while the run is not complete. Its code is from memory.
    func page(_ request: SimulatedRequest, polls: Int) throws(MetaError) -> SimulatedRequest? {
        guard let run = runs[request.path[1]] else { return nil }
        guard run.polls >= polls else { throw MetaError(code: 2_601, message: "(#2601) Loading the async report failed: it is not completed yet.") }
        var page = request
        page.path[1] = run.account
        page.parameters = run.parameters.merging(request.parameters) { stored, asked in asked.isEmpty ? stored : asked }
        return page
    }
}
