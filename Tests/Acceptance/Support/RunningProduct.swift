import Core
import Foundation
import Glibc
import Synchronization

@testable import App
@testable import Web

/// The whole product, started as people start it: `tactics up` in a folder of its own, with a PostgreSQL and a Redis of its own.
final class RunningProduct: Sendable {
    /// One tenant's sign-ins, as the ready file tells them.
    struct Tenant: Sendable {
        let slug: String
        let id: TenantID
        let apiKey: String
        let email: String
        let password: String
    }

    struct DidNotStart: Error, CustomStringConvertible {
        let description: String
    }

    let folder: String
    let readyFile: String
    private let program: ChildProgram
    private let output: String
    private let files: TemporaryFolder

    /// Starts it; returns once the ready file is there, which is after the first syncs.
    /// - Parameters:
    ///   - folder: of an earlier start; a fresh one unless given.
    ///   - onStart: is told of the product before it is ready, so that somebody can stop it whatever happens.
    static func start(
        tenants: String = Binaries.tenants, folder: String? = nil, onStart: (RunningProduct) -> Void = { _ in }
    ) async throws -> RunningProduct {
        let product = try RunningProduct(tenants: tenants, folder: folder)
        onStart(product)
        while !FileManager.default.fileExists(atPath: product.readyFile) {
            if let ending = product.program.ending { throw DidNotStart(description: "tactics up ended (\(ending)):\n\(product.printed)") }
            try await Task.sleep(for: .milliseconds(50))
        }
        return product
    }

    private init(tenants: String, folder: String?) throws {
        try Binaries.require()
        files = try TemporaryFolder()
        self.folder = try folder ?? Self.freshFolder()
        readyFile = "\(files.path)/ready.json"
        output = "\(files.path)/up.txt"
        program = try ChildProgram(
            Binaries.tactics, ["up", "--dir", self.folder, "--port", "0", "--ready-file", readyFile, "--tenants", tenants],
            environment: Tactics.inherited, output: output, errors: output)
    }

    private static func freshFolder() throws -> String {
        var template = Array((NSTemporaryDirectory() + "/up-XXXXXX").replacingOccurrences(of: "//", with: "/").utf8CString)
        guard let made = mkdtemp(&template) else { throw CocoaError(.fileWriteUnknown) }
        return String(cString: made)
    }

    /// What `tactics up` told people.
    var printed: String { Tactics.text(of: output) }

    var pid: pid_t { program.pid }

    /// Asks it to stop and waits for its end.
    @discardableResult
    func stop() async -> ChildProgram.Ending {
        program.send(SIGTERM)
        return await program.wait()
    }

    /// Stops it at the exit of this process, where no task runs any more, and removes what it kept.
    func stopBlocking() {
        program.send(SIGTERM)
        program.waitBlocking(seconds: 60)
        removeData()
    }

    func removeData() {
        for path in Set([layout.folder, layout.servers]) { try? FileManager.default.removeItem(atPath: path) }
    }

    /// Where it keeps what: the same decision as its own.
    var layout: Layout { Layout(folder: folder) { geteuid() != 0 || Layout.anyoneCanReach($0) } }
}

extension RunningProduct {
    /// The ready file as it is now: a process that was started again has another number.
    var ready: JSON {
        get throws { try JSON(parsing: [UInt8](try Data(contentsOf: URL(fileURLWithPath: readyFile))), limits: .trusted) }
    }

    var pids: [String: pid_t] {
        get throws {
            let members = try ready["pids"]?.members ?? []
            return Dictionary(uniqueKeysWithValues: members.compactMap { member in member.value.integer.map { (member.name, pid_t($0)) } })
        }
    }

    var port: Int {
        get throws {
            guard let port = try ready["base_url"]?.string.flatMap({ URL(string: $0)?.port }) else { throw DidNotStart(description: "no base_url") }
            return port
        }
    }

    var tenants: [Tenant] {
        get throws {
            try (ready["tenants"]?.array ?? []).compactMap { json in
                guard let slug = json["slug"]?.string, let id = json["id"]?.string.flatMap({ TenantID($0) }), let key = json["api_key"]?.string,
                    let email = json["email"]?.string, let password = json["password"]?.string
                else { return nil }
                return Tenant(slug: slug, id: id, apiKey: key, email: email, password: password)
            }
        }
    }

    func tenant(_ slug: String) throws -> Tenant {
        guard let tenant = try tenants.first(where: { $0.slug == slug }) else { throw DidNotStart(description: "no tenant \(slug)") }
        return tenant
    }

    /// Talks to the API as nobody.
    var anyone: WebTestClient { get throws { WebTestClient(port: try port) } }

    /// Talks to the API with a tenant's key.
    func client(_ slug: String) throws -> WebTestClient { try anyone.authorized(try tenant(slug).apiKey) }

    /// The settings that `serve` was given, for commands that shall work on the same databases.
    var settings: [String: String] {
        get throws {
            guard let pid = try pids["serve"], let data = FileHandle(forReadingAtPath: "/proc/\(pid)/environ")?.readDataToEndOfFile() else {
                throw DidNotStart(description: "serve does not run")
            }
            let pairs = String(decoding: data, as: UTF8.self).split(separator: "\0").compactMap { entry -> (String, String)? in
                let sides = entry.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
                return sides.count == 2 ? (String(sides[0]), String(sides[1])) : nil
            }
            return Dictionary(pairs) { first, _ in first }
        }
    }

    /// Waits until a process of it is another one than before, and the ready file says so.
    func successor(of name: String, _ before: pid_t) async throws -> pid_t {
        while true {
            if let now = try? pids[name], now != before, now > 0 { return now }
            try await Task.sleep(for: .milliseconds(50))
        }
    }
}
