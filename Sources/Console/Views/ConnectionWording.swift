import Core

/// Puts rows into words.
struct ConnectionWording: Sendable {
    let texts: ConsoleTexts
    let now: Instant
    let maySync: Bool
    /// The connectors whose connections this person may connect.
    var consents: Set<String> = []

    var hasPlatforms: Bool { !consents.isEmpty }

    func connection(_ row: ConnectionRow) -> ConnectionItem {
        ConnectionItem(
            id: row.id.description, name: row.name, connector: row.connector,
            state: StateView(label: texts.say("connection_\(row.state)"), tone: Self.connectionTone(row.state)), stateReason: row.stateReason,
            schedule: texts.schedule(seconds: row.scheduleSeconds), next: row.state == "active" ? nextSync(row).map(time) : nil,
            fresh: row.freshAt.map(time), isStale: isStale(row), sync: row.lastSync.map(sync),
            maySync: maySync && row.state == "active" && !["queued", "running", "parked"].contains(row.lastSync?.state),
            syncLabel: texts.say("sync_now_of", ["name": row.name]),
            mayConnect: row.state == "reconnect_needed" && consents.contains(row.connector),
            connectLabel: texts.say("reconnect_of", ["name": row.name]))
    }

    func sync(_ row: SyncRow) -> SyncView {
        SyncView(
            id: row.id.description, state: StateView(label: texts.say("sync_\(row.state)"), tone: Self.syncTone(row.state)),
            mode: texts.say("mode_\(row.mode)"), cause: texts.say("cause_\(row.cause)"), sentence: sentence(row), percent: row.percent,
            percentSentence: row.percent.map { texts.say("sync_percent", ["percent": "\($0)", "stream": row.stream ?? ""]) },
            rejected: row.rowsRejected > 0
                ? texts.say(row.rowsRejected == 1 ? "rows_rejected_one" : "rows_rejected_many", ["rows": texts.number(row.rowsRejected)]) : nil,
            error: isAskedToWait(row) ? nil : row.error.flatMap(Self.message), at: time(row.finishedAt ?? row.startedAt ?? row.requestedAt),
            rowsRead: texts.number(row.rowsRead), rowsWritten: texts.number(row.rowsWritten), rowsRejected: texts.number(row.rowsRejected))
    }

    func stream(_ row: StreamRow) -> StreamView {
        StreamView(
            name: row.name, rows: texts.number(row.rowsStored), checkpoint: row.hasCursor ? row.checkpointAt.map(time) : nil,
            completed: row.completedAt.map(time))
    }

    func reject(_ row: RejectRow) -> RejectView {
        RejectView(stream: row.stream, line: row.line.map { texts.number($0) } ?? "–", field: row.field ?? "–", reason: row.reason)
    }

    /// All rejects are counted, the first ones are kept.
    func moreRejects(shown: Int, of total: Int64) -> String? {
        guard total > Int64(shown), shown > 0 else { return nil }
        return texts.say("rejects_more", ["shown": texts.number(Int64(shown)), "total": texts.number(total)])
    }

    func time(_ instant: Instant) -> TimeView {
        TimeView(clock: texts.time(instant), machine: instant.description, relative: texts.relative(instant, now: now))
    }

    private func nextSync(_ row: ConnectionRow) -> Instant? { row.scheduleSeconds == nil ? nil : row.nextSyncAt }

    /// Nothing was read to its end for three times its schedule.
    private func isStale(_ row: ConnectionRow) -> Bool {
        guard row.state == "active", let fresh = row.freshAt, let schedule = row.scheduleSeconds else { return false }
        return now - fresh > .seconds(schedule * 3)
    }

    private func sentence(_ row: SyncRow) -> String {
        let rows = ["read": texts.number(row.rowsRead), "written": texts.number(row.rowsWritten)]
        switch row.state {
        case "queued": return texts.say("sync_queued_sentence")
        case "running": return texts.say("sync_running_sentence", rows)
        case "parked":
            let isAsked = isAskedToWait(row)
            guard let until = row.parkedUntil else { return texts.say(isAsked ? "sync_parked_sentence" : "sync_parked_again_sentence") }
            return texts.say(isAsked ? "sync_parked_until" : "sync_parked_again_at", ["time": texts.time(until)])
        default: return texts.say("sync_ended_sentence", rows)
        }
    }

    /// Whether it waits because the platform asked for that, and not for something that failed.
    private func isAskedToWait(_ row: SyncRow) -> Bool {
        row.state == "parked" && ["rate_limited", "quota", nil].contains(row.error?["kind"]?.string)
    }

    private static func connectionTone(_ state: String) -> String {
        switch state {
        case "active": "good"
        case "paused": "idle"
        case "reconnect_needed": "warn"
        default: "bad"
        }
    }

    private static func syncTone(_ state: String) -> String {
        switch state {
        case "completed": "good"
        case "queued", "running": "busy"
        case "parked", "partial": "warn"
        case "failed": "bad"
        default: "idle"
        }
    }

    /// The sentence of a fault; its detail is for the log.
    static func message(_ error: JSON) -> String? { error["message"]?.string ?? error["detail"]?.string ?? error["kind"]?.string }
}
