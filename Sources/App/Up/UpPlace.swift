import Foundation
import Glibc

/// A folder that is ours, checked and filled with what a start needs before any process runs.
struct UpPlace: Sendable {
    let layout: Layout
    let lock: FolderLock
    let postgresUser: ServiceUser?
    let redisUser: ServiceUser?
    let ports: UpPorts
    var credentials: Credentials

    /// Takes the folder and checks everything that can be known beforehand.
    static func prepare(_ options: UpOptions) throws -> UpPlace {
        let folder = absolute(options.folder)
        try Folders.makeWithParents(folder)
        try Folders.checkOurs(folder)
        let postgresUser = try ServiceUser.whenRoot(["postgres", "nobody"])
        let redisUser = try ServiceUser.whenRoot(["redis", "nobody"])
        let layout = Layout(folder: folder) { postgresUser == nil || Layout.anyoneCanReach($0) }
        let lock = try FolderLock.take(layout)
        if options.reset { try Folders.reset(layout) }
        try Folders.prepare(layout, postgresUser: postgresUser, redisUser: redisUser)
        try Machine.checkRoom(in: layout.servers, hasData: Program.isFolder(layout.postgresData))
        return UpPlace(
            layout: layout, lock: lock, postgresUser: postgresUser, redisUser: redisUser, ports: try UpPorts(options.port),
            credentials: try Credentials.load(layout))
    }

    private static func absolute(_ path: String) -> String {
        let full = path.hasPrefix("/") ? path : FileManager.default.currentDirectoryPath + "/" + path
        return URL(fileURLWithPath: full).standardizedFileURL.path
    }
}

/// The loopback ports of one start.
struct UpPorts: Sendable {
    let api: Int
    let apiMetrics: Int
    let workerMetrics: Int
    let simulator: Int

    /// - Parameter api: the port asked for, which must be free; 0 takes any. The others take any, the well-known ones first.
    init(_ api: Int) throws(UpError) {
        try Machine.checkPort(api)
        self.api = try Machine.freePort(preferring: api)
        var taken: Set<Int> = [self.api]
        apiMetrics = try Self.another(preferring: api == 0 ? 0 : 9_090, &taken)
        workerMetrics = try Self.another(preferring: api == 0 ? 0 : 9_091, &taken)
        simulator = try Self.another(preferring: 0, &taken)
    }

    private static func another(preferring port: Int, _ taken: inout Set<Int>) throws(UpError) -> Int {
        var port = try Machine.freePort(preferring: port)
        // The probe lets go of a port at once, so that the system may offer the same one again.
        while !taken.insert(port).inserted { port = try Machine.freePort() }
        return port
    }
}
