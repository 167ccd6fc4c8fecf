import App
import AsyncHTTPClient
import Core
import Foundation
import Glibc
import NIOCore
import NIOHTTP1
import Testing

/// A new connector, built, installed and read in `tactics up` without an edit. It is one in C: compiling one in Swift takes a minute.
@Suite(.serialized) struct ConnectorInUpTests {
    @Test(.timeLimit(.minutes(5))) func `A new connector syncs in tactics up without an edit`() async throws {
        let bench = try ConnectorBench(allowsUnsigned: true)
        _ = try await bench.install(try bench.connector("acme") + "/bundle", tests: true)
        let up = try RunningUp(bench)
        defer { up.stop() }
        try await up.isReady()

        let made = try await up.send(
            .POST, "connections",
            ["connector": "acme", "name": "Acme", "config": ["page_size": 50], "credential": .string(#"{"token":"sim-4711-acme"}"#)])
        let id = try #require(made["id"]?.string, "\(made)")
        let sync = try await up.send(.POST, "connections/\(id)/sync", ["mode": "full"])
        let record = try await up.finished(id, sync["sync_id"]?.string ?? "")

        #expect(record["state"] == "completed", "\(record)")
        let orders = try await up.send(.GET, "orders?limit=5&include=total")
        #expect(orders["data"]?.array?.count == 5 && orders["data"]?.array?.first?["platform"] == "acme")
        #expect(orders["total"]?["count"] == record["rows_written"])
    }
}

/// `tactics up` as people start it, with one tenant and the connectors of a bench.
private final class RunningUp {
    private let process = Process()
    private let files: TemporaryFolder
    private let ready: String

    init(_ bench: ConnectorBench) throws {
        files = try TemporaryFolder()
        ready = "\(files.path)/ready.json"
        try FileManager.default.createDirectory(atPath: "\(files.path)/tenants", withIntermediateDirectories: false)
        let tenant = """
            tenant: acme
            name: Acme
            plan: growth
            currency: EUR
            time_zone: Europe/Berlin
            quotas: { connections: 5, seats: 5, rows_per_month: 5_000_000, api_per_minute: 6000 }
            users:
              - { email: admin@acme.example, role: admin }

            """
        try Data(tenant.utf8).write(to: URL(filePath: "\(files.path)/tenants/acme.yaml"))
        let own = ProcessInfo.processInfo.environment.filter { !$0.key.hasPrefix("TACTICS_") }
        process.environment = own.merging(bench.environment) { $1 }
        process.executableURL = URL(filePath: "/usr/bin/setpriv")
        process.arguments = [
            "--pdeathsig", "TERM", "\(ConnectorBench.root)/.build/debug/tactics", "up", "--dir", "\(files.path)/data", "--port", "0",
            "--ready-file", ready, "--tenants", "\(files.path)/tenants",
        ]
        let log = "\(files.path)/up.txt"
        try Data().write(to: URL(filePath: log))
        process.standardOutput = FileHandle(forWritingAtPath: log)
        process.standardError = FileHandle(forWritingAtPath: log)
        try process.run()
    }

    struct DidNotStart: Error { let printed: String }

    func isReady() async throws {
        while !FileManager.default.fileExists(atPath: ready) {
            if !process.isRunning { throw DidNotStart(printed: (try? String(contentsOfFile: "\(files.path)/up.txt", encoding: .utf8)) ?? "") }
            try await Task.sleep(for: .milliseconds(50))
        }
    }

    func stop() {
        process.terminate()
        process.waitUntilExit()
    }

    /// Sends a request with the tenant's key; its answer.
    func send(_ method: HTTPMethod, _ path: String, _ body: JSON? = nil) async throws -> JSON {
        let ready = try JSON(parsing: [UInt8](try Data(contentsOf: URL(filePath: ready))))
        var request = HTTPClientRequest(url: "\(ready["base_url"]?.string ?? "")/api/v1/\(path)")
        request.method = method
        request.headers.add(name: "authorization", value: "Bearer \(ready["tenants"]?.array?.first?["api_key"]?.string ?? "")")
        request.headers.add(name: "content-type", value: "application/json")
        request.headers.add(name: "idempotency-key", value: UUID().uuidString)
        if let body { request.body = .bytes(body.encoded()) }
        let response = try await HTTPClient.shared.execute(request, timeout: .seconds(30))
        return try JSON(parsing: Array(try await response.body.collect(upTo: 1 << 24).readableBytesView))
    }

    /// The record of a sync that is over.
    func finished(_ connection: String, _ sync: String) async throws -> JSON {
        while true {
            let records = try await send(.GET, "connections/\(connection)/syncs?limit=20")["data"]?.array ?? []
            let record = records.first { $0["id"]?.string == sync }
            if let state = record?["state"]?.string, !["queued", "running", "parked"].contains(state) { return record ?? .null }
            try await Task.sleep(for: .milliseconds(100))
        }
    }
}
