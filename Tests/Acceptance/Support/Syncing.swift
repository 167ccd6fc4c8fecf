import Core

@testable import Web

/// One connection of a tenant, as the API lets people run it.
struct RunningConnection: Sendable {
    let client: WebTestClient
    let id: String

    /// The connection of that name.
    static func find(_ client: WebTestClient, name: String) async throws -> RunningConnection {
        let connections = try await client.all("/api/v1/connections")
        guard let id = connections.first(where: { $0["name"]?.string == name })?["id"]?.string else {
            throw RunningProduct.DidNotStart(description: "there is no connection \(name)")
        }
        return RunningConnection(client: client, id: id)
    }

    /// Asks for a sync; its id.
    func start(full: Bool) async throws -> String {
        let body: JSON = ["mode": .string(full ? "full" : "incremental")]
        let response = try await client.patient("POST", "/api/v1/connections/\(id)/sync", bytes: body.encoded())
        guard response.status == 202, let sync = response.json["sync_id"]?.string else {
            throw RunningProduct.DidNotStart(description: "sync: \(response.status) \(response.text)")
        }
        return sync
    }

    /// How a sync is now.
    func state(_ sync: String) async throws -> JSON {
        let syncs = try await client.patient("GET", "/api/v1/connections/\(id)/syncs?limit=20").json["data"]?.array ?? []
        return syncs.first { $0["id"]?.string == sync } ?? .null
    }

    /// Waits until a sync is over; its last record.
    func finish(_ sync: String) async throws -> JSON {
        while true {
            let record = try await state(sync)
            if let state = record["state"]?.string, !["queued", "running", "parked"].contains(state) { return record }
            try await Task.sleep(for: .milliseconds(100))
        }
    }
}
