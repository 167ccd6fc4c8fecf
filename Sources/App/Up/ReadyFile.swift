import Core

/// What scripts read once everything is up: where it is, which processes it is, and how to sign in.
struct ReadyFile: Sendable {
    let path: String
    let baseURL: String
    let tenants: [DemoTenant]

    func write(pids: [String: Int32]) throws {
        let json: JSON = [
            "base_url": .string(baseURL),
            "pids": .object(pids.sorted { $0.key < $1.key }.map { JSON.Member($0.key, .integer($0.value)) }),
            "tenants": .array(tenants.map(\.json)),
        ]
        try PrivateFile.write(json.encoded() + [0x0A], to: path)
    }
}
