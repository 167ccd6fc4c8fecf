import Core
import Foundation
import Postgres

@testable import App
@testable import Web

/// What is true of the simulated business of a tenant, as `tactics simulate --truth` writes it for the seed that `up` gave the tenant.
struct SimulatedTruth: Sendable {
    let seed: Int
    private let platforms: JSON

    /// The truth of a tenant; written once, however many tests ask.
    init(of tenant: String) async throws { self = try await TruthShelf.shared.truth(of: tenant) }

    fileprivate init(writing tenant: String) async throws {
        seed = DemoSecrets.seed(of: tenant)
        let folder = try TemporaryFolder()
        let file = "\(folder.path)/truth.json"
        let run = try await Tactics.run(["simulate", "--seed", String(seed), "--truth", file])
        guard run.succeeded, let data = FileManager.default.contents(atPath: file) else { throw RunningProduct.DidNotStart(description: run.errors) }
        platforms = try JSON(parsing: [UInt8](data), limits: .trusted)["platforms"] ?? .null
    }

    /// What a platform must show, by the connector's name.
    subscript(platform: String) -> JSON { platforms[platform] ?? .null }

    /// The elements of a platform's list that are wanted.
    func list(_ platform: String, _ name: String, where isWanted: (JSON) -> Bool = { _ in true }) -> [JSON] {
        (self[platform][name]?.array ?? []).filter(isWanted)
    }

    /// One line for each element of a list of the truth, made of the members named.
    static func lines(_ list: [JSON], _ members: [String]) -> [String] {
        list.map { element in members.map { plain(element[$0]) }.joined(separator: "|") }
    }

    static func plain(_ value: JSON?) -> String {
        switch value {
        case .string(let text)?: text
        case .number(let text)?: text
        case .bool(let value)?: String(value)
        default: "-"
        }
    }
}

/// The truths that were written so far.
private actor TruthShelf {
    static let shared = TruthShelf()
    private var writing: [String: Task<SimulatedTruth, any Error>] = [:]

    func truth(of tenant: String) async throws -> SimulatedTruth {
        // A task, so that all first callers wait for one and the same writing.
        let task = writing[tenant] ?? Task { try await SimulatedTruth(writing: tenant) }
        writing[tenant] = task
        return try await task.value
    }
}

/// The simulator of a running product, asked beside its platforms' APIs.
struct SimulatorControl: Sendable {
    let client: WebTestClient

    init(_ product: RunningProduct) throws {
        let addresses = try product.settings[Setting.connectorBaseURLs.name] ?? ""
        guard let first = addresses.split(separator: ",").first?.split(separator: "=").last, let port = URL(string: String(first))?.port else {
            throw RunningProduct.DidNotStart(description: "no simulator in \(addresses)")
        }
        client = WebTestClient(port: port)
    }

    func stats(_ seed: Int) async throws -> JSON { try await client.send(.get, "/_sim/stats?seed=\(seed)").json["platforms"] ?? .null }
}
