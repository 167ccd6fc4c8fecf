import Core
import Foundation
import Postgres

@testable import App
@testable import Web

/// What is true of the simulated business of a tenant, as `tactics simulate --truth` writes it for the seed that `up` gave the tenant.
struct SimulatedTruth: Sendable {
    let seed: Int
    let shop: JSON
    let ads: JSON

    init(of tenant: String) async throws {
        seed = DemoSecrets.seed(of: tenant)
        let folder = try TemporaryFolder()
        let file = "\(folder.path)/truth.json"
        let run = try await Tactics.run(["simulate", "--seed", String(seed), "--truth", file])
        guard run.succeeded, let data = FileManager.default.contents(atPath: file) else { throw RunningProduct.DidNotStart(description: run.errors) }
        let truth = try JSON(parsing: [UInt8](data), limits: .trusted)
        shop = truth["platforms"]?["shopify"] ?? .null
        ads = truth["platforms"]?["meta"] ?? .null
    }

    /// One line for each element of a list of the truth, made of the members named.
    static func lines(_ list: JSON?, _ members: [String]) -> Set<String> {
        Set((list?.array ?? []).map { element in members.map { plain(element[$0]) }.joined(separator: "|") })
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
