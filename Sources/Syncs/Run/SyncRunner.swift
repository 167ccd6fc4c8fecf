import ConnectorHost
import Core
import Logging
import Postgres

/// Runs a sync: does what `SyncMachine` says.
struct SyncRunner: Sendable {
    let environment: SyncEnvironment
    let plan: SyncPlan
    let progress: SyncJob.Progress
    let isCancelled: @Sendable () -> Bool

    func run() async throws -> SyncJobOutcome {
        let tally = CallTally()
        guard let bundle = environment.catalog.newest(plan.connector) else {
            return try await end(
                .failed(SyncFault(.config, "The connector \"\(plan.connector)\" is not installed on this host."), connection: .unchanged), 0, nil,
                tally)
        }
        let host: SyncHostFunctions
        let flag = CancelFlag()
        do { host = try await hostFunctions(bundle.manifest, flag, tally) } catch let fault as SyncFault {
            environment.logger.warning(
                "a sync could not begin to read",
                metadata: ["connector": "\(plan.connector)", "kind": "\(fault.kind.rawValue)", "why": "\(fault.message)"])
            return try await end(SyncMachine.unbegun(fault, run: plan.run, now: environment.time.now), plan.pluginFaults, nil, tally)
        }
        let offered = bundle.manifest.streams
        let streams = try await environment.database.inTenant(plan.tenant) { tx in try await SyncStore.streams(plan, offered, tx) }
        let states = streams.map { stream in
            (name: stream.description.name, state: plan.mode(of: stream.description) == nil ? .skipped : stream.state)
        }
        let drive = SyncDrive(environment: environment, plan: plan, bundle: bundle, host: host, flag: flag)
        let (machine, usage) = try await drive.run(
            SyncMachine(streams: states, run: plan.run, pluginFaults: plan.pluginFaults), isCancelled: isCancelled)
        guard case .end(let end) = machine.next else { throw CancellationError() }
        await host.write(.info, "The sync ended: \(end)", nil)
        return try await self.end(end, machine.pluginFaults, usage, tally, log: await host.takeLog())
    }

    private func hostFunctions(_ manifest: ConnectorManifest, _ flag: CancelFlag, _ tally: CallTally) async throws -> SyncHostFunctions {
        let credential = try await environment.credential(plan.tenant, plan.connection)
        let keys = try await environment.keyring(plan.tenant)
        let requests = try HostRequests(
            environment, manifest, tenant: plan.tenant, config: plan.config, credential: credential,
            renewal: environment.renewal(plan.tenant, plan.connection), tally: tally)
        let platform = PlatformName.of(manifest, plan.connection)
        return SyncHostFunctions(
            requests: requests, store: CheckpointStore(database: environment.database, plan: plan, platform: platform),
            staged: StagedRows(manifest, ids: EntityIDs(tenant: plan.tenant, platform: platform), keys: keys), flag: flag, tally: tally,
            time: environment.time, progress: progress)
    }

    private func end(
        _ end: SyncMachine.End, _ pluginFaults: Int, _ usage: JSON?, _ tally: CallTally, log: [JSON] = []
    ) async throws -> SyncJobOutcome {
        let ending = SyncEnding(plan: plan, end: end, pluginFaults: pluginFaults, usage: usage, counts: tally.take())
        let isOwn = try await environment.database.inTenant(plan.tenant) { tx in
            let isOwn = try await ending.write(tx)
            if isOwn, !log.isEmpty { try await tx.execute(CheckpointStore.log(plan, log)) }
            return isOwn
        }
        guard isOwn else { throw RunSuperseded() }
        environment.ended(plan.connector, ending.state)
        if case .parked(let until, _) = end { return .again(at: until) }
        return .done
    }
}

/// What the records of a connector are filed under.
enum PlatformName {
    /// The connector's id; for one whose ids mean something only within a connection (a file's row numbers), the connection's id too.
    static func of(_ manifest: ConnectorManifest, _ connection: ConnectionID) -> String {
        let isOwn = manifest.hosts.contains { host in
            switch host {
            case .upload, .setting: true
            case .name: false
            }
        }
        return isOwn ? "\(manifest.id):\(connection)" : manifest.id
    }
}
