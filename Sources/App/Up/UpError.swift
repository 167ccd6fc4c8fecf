import Foundation

/// Why `tactics up` can not go on: one clear sentence each, with what to do.
package enum UpError: Error, Sendable, CustomStringConvertible {
    case alreadyRunning(folder: String, pid: String)
    case portTaken(Int)
    case missingProgram(String)
    case noServiceUser([String])
    case postgresTooOld(found: String)
    case dataOfOtherVersion(folder: String, data: String, found: String)
    case tooLittleRoom(folder: String, freeMegabytes: Int, neededMegabytes: Int)
    case folderUnusable(String, reason: String)
    case credentialsMissing(String)
    case orphanRuns(name: String, pid: Int32)
    case cannotStart(String, reason: String)
    case failedToStart(String, Supervision.Ending, log: String)
    case commandFailed(String, ExitStatus, log: String)
    case noTenants(String)
    case syncsTookTooLong(String)
    case syncFailed(String)

    package var description: String {
        switch self {
        case .alreadyRunning(let folder, let pid):
            "Tactics already runs in \(folder) (process \(pid)). Stop it there with Ctrl-C, or choose another folder with --dir."
        case .portTaken(let port):
            "Port \(port) on 127.0.0.1 is taken by another program. Stop that, or choose another port with --port (0 takes a free one)."
        case .missingProgram(let name): "The program \(name) is missing. \(Self.installation(of: name))"
        case .noServiceUser(let names):
            "Servers must not run as root, and none of the users \(names.joined(separator: ", ")) exists. Start as an ordinary user, or make one of them."
        case .postgresTooOld(let found):
            "PostgreSQL 15.20 or newer is needed, and \(found) is installed. Run: apt-get update && apt-get install postgresql-15"
        case .dataOfOtherVersion(let folder, let data, let found):
            "The data in \(folder) are of PostgreSQL \(data), and only \(found) is installed. Install postgresql-\(data), or start over with --reset."
        case .tooLittleRoom(let folder, let free, let needed):
            "There is too little room for \(folder): \(free) MB are free, \(needed) MB are needed. Free some, or choose another folder with --dir."
        case .folderUnusable(let folder, let reason): "The folder \(folder) can not be used: \(reason). Choose another with --dir."
        case .credentialsMissing(let path):
            "\(path) is missing or unreadable, and the data beside it can not be opened without it. Start over with --reset."
        case .orphanRuns(let name, let pid): "\(name) of an earlier start still runs (process \(pid)). Stop it with: kill -INT \(pid)"
        case .cannotStart(let name, let reason): "\(name) can not be started: \(reason)."
        case .failedToStart(let name, .failedToStart(let status?), let log): "\(name) ended while starting (\(status)).\(Self.tail(log))"
        case .failedToStart(let name, .failedToStart(nil), let log): "\(name) was not ready in time.\(Self.tail(log))"
        case .failedToStart(let name, .stopped, _): "\(name) was stopped while starting."
        case .commandFailed(let name, let status, let log): "\(name) failed (\(status)).\(Self.tail(log))"
        case .noTenants(let folder): "The folder \(folder) holds no tenant manifest (*.yaml). Name one with --tenants."
        case .syncsTookTooLong(let waiting): "The first syncs are not done in time; waiting for \(waiting). Look at the logs of the worker."
        case .syncFailed(let which): "A first sync failed: \(which)"
        }
    }

    private static func installation(of program: String) -> String {
        let packages = ["redis-server": "redis-server", "setpriv": "util-linux", "postgres": "postgresql-15", "initdb": "postgresql-15"]
        return packages[program].map { "Run: apt-get install \($0)   (or `make deps`)" } ?? "Build it first with `make build`."
    }

    /// The last lines of a log, for people who would have to look there next.
    private static func tail(_ path: String) -> String {
        guard let data = FileManager.default.contents(atPath: path), !data.isEmpty else { return " Its log \(path) is empty." }
        let lines = String(decoding: data.suffix(4_096), as: UTF8.self).split(separator: "\n").suffix(6)
        return " The end of \(path):\n" + lines.map { "    \($0)" }.joined(separator: "\n")
    }
}
