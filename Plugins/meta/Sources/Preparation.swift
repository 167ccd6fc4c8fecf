import ConnectorKit

/// The reports of a window that Meta prepares in its own time: all are ordered, looked after together, and fetched when all are ready. Their ids stand
/// in the cursor, so that a read that was parked finds them again.
struct Preparation {
    let graph: Graph
    let settings: Settings
    let account: AdAccount
    let window: DateWindows.Window

    /// Seconds between two looks, and until nobody waits any longer: connectors in use give up after half an hour to an hour.
    private static let every: Int64 = 10
    private static let within: Int64 = 3600
    /// Looks at a new report that may not find it yet.
    private static let grace = 3

    /// What a parked read was waiting for.
    struct Pending: Equatable {
        let account: String
        let window: DateWindows.Window
    }

    /// What the cursor calls the reports: a window of other reports is another one.
    private var key: String {
        ([account.id, "\(window.since)", "\(window.until)"] + settings.breakdowns.map(\.rawValue)).joined(separator: "/")
    }

    /// The window that a cursor says is being prepared.
    static func pending(_ cursor: JSONView) -> Pending? {
        let parts = (cursor["report.key"].string ?? "").split(separator: "/").map(String.init)
        guard parts.count >= 3, let since = Day(parts[1]), let until = Day(parts[2]), since <= until else { return nil }
        return Pending(account: parts[0], window: DateWindows.Window(since: since, until: until))
    }

    /// Orders the reports unless the cursor names them, waits, and gives their first pages.
    func run(_ cursor: JSONView, keeping: (inout Row) -> Void) throws -> [ReportPages] {
        let reports = Report.all(settings)
        let job = ReportJob(stream: AdDailyRow.stream, key: key, every: Self.every, within: Self.within)
        var grace = 0
        return try graph.host.report(
            job, cursor: cursor, keeping: keeping,
            start: {
                grace = Self.grace
                return try reports.map(order).joined(separator: " ")
            },
            poll: { ids in
                defer { grace -= 1 }
                return try state(ids, isNew: grace > 0)
            },
            fetch: { ids, _ in
                try zip(reports, ids.split(separator: " ")).map { report, id in
                    try ReportPages(report, GraphPages(graph, "\(id)/insights", [], limit: settings.pageSize))
                }
            })
    }

    /// Whether a failure says that Meta did not prepare the report: a shorter one may do.
    func gaveUp(_ failure: ConnectorFailure) -> Bool { failure.kind == .transient && failure.detail == key }

    private func order(_ report: Report) throws -> String {
        try graph.post("\(account.id)/insights", form: report.query(window, settings)).requiredString("report_run_id")
    }

    /// How far all of them are.
    private func state(_ ids: String, isNew: Bool) throws -> ReportState {
        for id in ids.split(separator: " ") {
            let run: JSONView
            do { run = try graph.get(String(id), [(name: "fields", value: Self.fields)]) } catch let refusal as Refusal where refusal.isMissing {
                // Right behind its start Meta may not see it yet.
                return isNew ? .running : .gone
            }
            switch run["async_status"].string {
            case "Job Completed": continue
            case "Job Failed", "Job Skipped":
                return .failed(run["error_user_msg"].filledString ?? run["error_message"].filledString ?? "no reason given")
            case "Job Not Started", "Job Started", "Job Running": return .running
            case let word: throw ConnectorFailure(.contract, "Meta's state of a report is not known.", detail: word)
            }
        }
        return .ready()
    }

    private static let fields = "id,async_status,async_percent_completion,error_code,error_subcode,error_message,error_user_msg"
}

extension Preparation.Pending {
    /// The step with this window as a piece of its own; nil where it is no end of the step.
    func pieces(of step: DailyPlan.Step, newestFirst: Bool) -> [DateWindows.Window]? {
        let whole = step.window
        guard account == step.account, whole.since <= window.since, window.until <= whole.until else { return nil }
        if window == whole { return [whole] }
        if !newestFirst, window.since == whole.since {
            return [window, DateWindows.Window(since: window.until.adding(days: 1), until: whole.until)]
        }
        if newestFirst, window.until == whole.until {
            return [window, DateWindows.Window(since: whole.since, until: window.since.adding(days: -1))]
        }
        return nil
    }
}
