import Foundation

/// A PostgreSQL release as `postgres --version` tells it.
package struct PostgresVersion: Sendable, Hashable, Comparable, CustomStringConvertible {
    package let major: Int
    package let minor: Int

    package init(major: Int, minor: Int) {
        self.major = major
        self.minor = minor
    }

    /// Reads `postgres (PostgreSQL) 15.20 (Debian 15.20-0+deb12u1)`; a release without a minor number (`17beta1`) counts as minor 0.
    package init?(_ text: String) {
        guard let mark = text.range(of: "(PostgreSQL) ") else { return nil }
        let numbers = text[mark.upperBound...].prefix { $0.isNumber || $0 == "." }.split(separator: ".")
        guard let first = numbers.first, let major = Int(first) else { return nil }
        self.init(major: major, minor: numbers.dropFirst().first.flatMap { Int($0) } ?? 0)
    }

    /// Row-level security has faults before it that let rows through (CVE-2024-10976 and others; the release notes up to 15.20 list them).
    package static let oldest = PostgresVersion(major: 15, minor: 20)

    package static func < (left: Self, right: Self) -> Bool { (left.major, left.minor) < (right.major, right.minor) }

    package var description: String { "\(major).\(minor)" }
}

/// The programs of one installed PostgreSQL.
package struct PostgresInstallation: Sendable, Hashable {
    package let folder: String
    package let version: PostgresVersion

    package init(folder: String, version: PostgresVersion) {
        self.folder = folder
        self.version = version
    }

    var postgres: String { folder + "/postgres" }
    var initdb: String { folder + "/initdb" }

    /// Which of the installed ones to use: the one that wrote the data, and for new data the newest.
    /// - Parameter dataMajor: the major version in `PG_VERSION`, `nil` where there are no data yet.
    package static func choose(_ found: [PostgresInstallation], dataMajor: Int?, dataFolder: String) throws(UpError) -> PostgresInstallation {
        guard let newest = found.max(by: { $0.version < $1.version }) else { throw .missingProgram("postgres") }
        guard newest.version >= .oldest else { throw .postgresTooOld(found: newest.version.description) }
        guard let dataMajor else { return newest }
        guard let match = found.filter({ $0.version.major == dataMajor }).max(by: { $0.version < $1.version }) else {
            throw .dataOfOtherVersion(folder: dataFolder, data: String(dataMajor), found: newest.version.description)
        }
        guard match.version >= .oldest else { throw .postgresTooOld(found: match.version.description) }
        return match
    }

    /// All that are installed: Debian's versioned folders first, then PATH.
    static func installed(log: String) async throws -> [PostgresInstallation] {
        let root = "/usr/lib/postgresql"
        let versioned = ((try? FileManager.default.contentsOfDirectory(atPath: root)) ?? []).map { "\(root)/\($0)/bin" }
        var found: [PostgresInstallation] = []
        var seen: Set<String> = []
        for folder in versioned + Executables.folders
        where seen.insert(folder).inserted && Executables.isExecutable(folder + "/postgres") && Executables.isExecutable(folder + "/initdb") {
            if let version = try await version(of: folder + "/postgres", log: log) {
                found.append(PostgresInstallation(folder: folder, version: version))
            }
        }
        return found
    }

    private static func version(of program: String, log: String) async throws -> PostgresVersion? {
        let output = log + ".version"
        defer { try? FileManager.default.removeItem(atPath: output) }
        _ = try await ChildProcess.run(
            ChildCommand(name: "postgres --version", executable: program, arguments: ["--version"], environment: ["LC_ALL": "C"], log: output))
        return FileManager.default.contents(atPath: output).flatMap { PostgresVersion(String(decoding: $0, as: UTF8.self)) }
    }
}
