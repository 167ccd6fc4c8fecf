// What the templates of connections take. The names are those that stand in the templates.

/// A state in words, with the class of its colour. The words say all; the colour only helps.
struct StateView: Sendable {
    let label: String
    let tone: String
}

/// A point in time: for people, for machines, and how far away it is.
struct TimeView: Sendable {
    let clock: String
    let machine: String
    let relative: String
}

struct SyncView: Sendable {
    let id: String
    let state: StateView
    let mode: String
    let cause: String
    /// What it does or did, in a sentence.
    let sentence: String
    let percent: Int?
    let percentSentence: String?
    let rejected: String?
    let error: String?
    let at: TimeView
    let rowsRead: String
    let rowsWritten: String
    let rowsRejected: String
}

struct ConnectionItem: Sendable {
    let id: String
    let name: String
    let connector: String
    let state: StateView
    let stateReason: String?
    let schedule: String
    let next: TimeView?
    let fresh: TimeView?
    let isStale: Bool
    let sync: SyncView?
    let maySync: Bool
    let syncLabel: String
    let mayConnect: Bool
    let connectLabel: String
}

struct StreamView: Sendable {
    let name: String
    let rows: String
    let checkpoint: TimeView?
    let completed: TimeView?
}

struct RejectView: Sendable {
    let stream: String
    let line: String
    let field: String
    let reason: String
}

struct ConnectionsView: Sendable {
    let text: [String: String]
    let frame: Frame
    let formToken: String
    /// Whether there is a platform to connect. Named unlike the one of a connection.
    let hasPlatforms: Bool
    let isEmpty: Bool
    let connections: [ConnectionItem]
}

struct ConnectionView: Sendable {
    let text: [String: String]
    let frame: Frame
    let formToken: String
    /// Why the button did nothing. Named unlike the error of a sync: a template takes a name from the outer page where the inner one is empty.
    let refusal: String?
    /// Whether a consent named accounts and none is chosen yet.
    let choosesAccounts: Bool
    let connection: ConnectionItem
    let hasStreams: Bool
    let streams: [StreamView]
    let hasSyncs: Bool
    let syncs: [SyncView]
    let hasRejects: Bool
    let rejects: [RejectView]
    let moreRejects: String?
    /// `nil` where the platform delivers nothing by itself.
    let hook: HookView?
}
