import ConnectorHost
import Core
import Logging
import Postgres

/// Reads the streams of one run, one after the other, in a runner that is started anew after each failure that ended it.
struct SyncDrive: Sendable {
    let environment: SyncEnvironment
    let plan: SyncPlan
    let bundle: ConnectorBundle
    let host: SyncHostFunctions
    let flag: CancelFlag

    private static let pollPause = Duration.seconds(2)

    /// Drives the machine to its end. Gives what the runners used.
    /// - Throws: what says nothing about the sync: the database is away, the worker goes down, another run has taken over.
    func run(_ machine: SyncMachine, isCancelled: @escaping @Sendable () -> Bool) async throws -> (SyncMachine, JSON?) {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await watch(isCancelled) }
            defer { group.cancelAll() }
            return try await read(machine)
        }
    }

    /// Looks every few seconds whether the end was asked for, or another run has begun.
    private func watch(_ isCancelled: @Sendable () -> Bool) async throws {
        while !Task.isCancelled, !flag.isRaised {
            if isCancelled() { flag.cancel() }
            // While the database is away, the next checkpoint says so.
            if let (isOwn, asked) = try? await environment.database.inTenant(plan.tenant, .readOnly, { tx in try await SyncStore.standing(plan, tx) })
            {
                if asked { flag.cancel() }
                if !isOwn { flag.supersede() }
            }
            do { try await Task.sleep(for: Self.pollPause) } catch { return }
        }
    }

    private func read(_ start: SyncMachine) async throws -> (SyncMachine, JSON?) {
        var machine = start
        var session: ConnectorSession?
        var usage = UsageSum()
        var unavailable: Set<String>?
        while case .read(let stream) = machine.next {
            let ending: SyncMachine.Ending
            do {
                let open = try await opened(session)
                session = open
                if unavailable == nil { unavailable = try await discover(open) }
                ending = unavailable?.contains(stream) == true ? .done : try await read(stream, open)
            } catch {
                if flag.isSuperseded {
                    usage.add(await session?.close())
                    throw RunSuperseded()
                }
                do { ending = try Self.ending(error, flag) } catch {
                    usage.add(await session?.close())
                    throw error
                }
                if !Self.keepsSession(ending) {
                    usage.add(await session?.close())
                    session = nil
                }
            }
            machine.ended(stream, ending, now: environment.time.now)
            try await record(stream, ending, machine)
        }
        usage.add(await session?.close())
        return (machine, usage.document)
    }

    private func opened(_ session: ConnectorSession?) async throws -> ConnectorSession {
        if let session { return session }
        do {
            let session = try await ConnectorSession.start(bundle, environment.runner(of: bundle), onFrame: environment.onFrame)
            environment.onSession?(session)
            return session
        } catch let refusal as BundleRefusal {
            throw PluginFault.notLoaded(reason: refusal.code, detail: refusal.sentence)
        }
    }

    /// The streams that the settings leave nothing of.
    private func discover(_ session: ConnectorSession) async throws -> Set<String> {
        let found = try await session.discover(config, host)
        return Set((found["streams"]?.array ?? []).filter { $0["available"]?.bool == false }.compactMap { $0["name"]?.string })
    }

    private func read(_ stream: String, _ session: ConnectorSession) async throws -> SyncMachine.Ending {
        guard let description = bundle.manifest.stream(stream), let mode = plan.mode(of: description) else { return .done }
        let cursor = try await environment.database.inTenant(plan.tenant) { tx in
            try await SyncStore.setStream(plan, stream, "running", tx)
            return try await SyncStore.cursor(plan, stream, tx)
        }
        await host.begin(stream)
        let request = ReadRequest(
            stream: stream, mode: mode, cursor: cursor.flatMap { $0.isNull ? nil : $0 }, since: plan.since, until: plan.until, config: config,
            timeZone: plan.timeZone, currency: plan.currency)
        let outcome: ReadOutcome
        do { outcome = try await withRaisedFlag(session) { try await session.read(request, host) } } catch {
            // Nothing of this read may be under way when it counts as ended.
            try await host.settle()
            throw error
        }
        switch outcome {
        case .parked(let until):
            try await host.settle()
            return .parked(until: until)
        case .done:
            try await host.finish()
            return .done
        }
    }

    /// Tells the connector as soon as the flag is up.
    private func withRaisedFlag<Value: Sendable>(_ session: ConnectorSession, _ body: @Sendable () async throws -> Value) async throws -> Value {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { [flag] in
                while !flag.isRaised { do { try await Task.sleep(for: .milliseconds(200)) } catch { return } }
                session.cancel()
            }
            defer { group.cancelAll() }
            return try await body()
        }
    }

    private var config: JSON { bundle.manifest.configSchema.withoutSecrets(plan.config.setting("upload_id", nil)) }

    /// What an error says about the stream; errors that say nothing about it go on.
    private static func ending(_ error: any Error, _ flag: CancelFlag) throws -> SyncMachine.Ending {
        if flag.isCancelled, !(error is RunSuperseded) { return .cancelled }
        switch error {
        case let error as ConnectorError: return .refused(error)
        case let fault as PluginFault: return .broken(fault)
        case let fault as SyncFault: return [.config, .auth, .transient].contains(fault.kind) ? .stopped(fault) : .failed(fault)
        case let error as PostgresError where error.isOfTheRows:
            return .failed(SyncFault(.contract, "The database refused a batch of rows: \(error.message)", detail: error.sqlState))
        default: throw error
        }
    }

    /// After a connector's own error the runner is as good as before.
    private static func keepsSession(_ ending: SyncMachine.Ending) -> Bool { if case .refused = ending { true } else { false } }

    private func record(_ stream: String, _ ending: SyncMachine.Ending, _ machine: SyncMachine) async throws {
        let state = machine.streams.first { $0.name == stream }?.state
        if case .broken(let fault) = ending {
            environment.logger.warning("A connector broke its run", metadata: ["connector": "\(plan.connector)", "fault": "\(fault.name)"])
            await host.write(.error, fault.sentence, stream)
        }
        if case .stopped(let fault) = ending { await host.write(.error, "\(fault.kind.rawValue): \(fault.message)", stream) }
        if case .refused(let error) = ending { await host.write(.error, "\(error.kind.rawValue): \(error.message)", stream) }
        try await environment.database.inTenant(plan.tenant) { tx in
            switch state {
            case .completed:
                try await SyncStore.completeStream(plan, stream, tx)
                try await settle(stream, tx)
            case .parked(_, let because): try await SyncStore.setStream(plan, stream, "parked", fault: because, tx)
            case .failed(let fault): try await SyncStore.setStream(plan, stream, "failed", fault: fault, tx)
            case .skipped: try await SyncStore.setStream(plan, stream, "skipped", tx)
            case .pending, nil: try await SyncStore.setStream(plan, stream, "pending", tx)
            }
            for other in machine.streams where other.name != stream && other.state == .skipped {
                try await SyncStore.setStream(plan, other.name, "skipped", tx)
            }
        }
    }
}

extension SyncDrive {
    /// What the platform no longer changes is marked as settled, once it was read.
    private func settle(_ stream: String, _ tx: borrowing TenantTransaction) async throws {
        guard let description = bundle.manifest.stream(stream), let kind = description.kind.flatMap(CanonicalStream.init(rawValue:)) else { return }
        let today = environment.time.now.day
        guard let query = FactSettling.query(kind, plan.tenant, plan.connection, after: description.settleDays, today: today) else { return }
        try await tx.execute(query)
    }
}

extension PostgresError {
    /// Classes 22 (data exception) and 23 (integrity constraint violation): the rows are at fault (PostgreSQL manual, appendix A).
    fileprivate var isOfTheRows: Bool { sqlState?.hasPrefix("22") == true || sqlState?.hasPrefix("23") == true }
}

/// What the runners of a run used together.
private struct UsageSum {
    private var cpu = Duration.zero
    private var memory = 0

    mutating func add(_ exit: RunnerExit?) {
        guard let usage = exit?.usage else { return }
        cpu += usage.cpu
        memory = max(memory, usage.peakMemory)
    }

    var document: JSON {
        let (seconds, attoseconds) = cpu.components
        return ["cpu_milliseconds": .integer(seconds * 1_000 + attoseconds / 1_000_000_000_000_000), "peak_memory_bytes": .integer(memory)]
    }
}
