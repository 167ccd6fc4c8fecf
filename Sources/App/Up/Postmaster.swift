import Foundation
import Glibc

/// What `postmaster.pid` in a data folder tells about the server that runs on it. Its lines are those of PostgreSQL's `miscadmin.h`:
/// the first is the process id, the eighth the state.
enum Postmaster {
    static func isReady(dataFolder: String) -> Bool { state(lines(dataFolder)) == "ready" }

    static func state(_ lines: [String]) -> String? { lines.count >= 8 ? lines[7].trimmingCharacters(in: .whitespaces) : nil }

    /// Waits for a server of an earlier start that is still ending, and removes the file of one that is gone: after a power cut another process
    /// may have its number, and PostgreSQL would then refuse to start.
    static func clearAway(dataFolder: String) async throws {
        let path = dataFolder + "/postmaster.pid"
        guard let pid = lines(dataFolder).first.flatMap({ Int32($0) }) else { return }
        for _ in 0..<500 where serves(pid, dataFolder) { try await Task.sleep(for: .milliseconds(20)) }
        if serves(pid, dataFolder) { throw UpError.orphanRuns(name: "PostgreSQL", pid: pid) }
        unlink(path)
    }

    private static func lines(_ dataFolder: String) -> [String] {
        guard let data = FileManager.default.contents(atPath: dataFolder + "/postmaster.pid") else { return [] }
        return String(decoding: data, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    }

    /// Whether that process is a PostgreSQL on that folder, and not another one that got the number.
    private static func serves(_ pid: Int32, _ dataFolder: String) -> Bool {
        guard let words = FileManager.default.contents(atPath: "/proc/\(pid)/cmdline") else { return false }
        return words.split(separator: 0).contains { $0.elementsEqual(dataFolder.utf8) }
    }
}
