import Core
import Testing

@testable import Simulator

/// A caller of the simulator without a socket, with a clock that the test moves.
struct Client {
    let simulator: Simulator
    let clock = Clock()
    var token = "sim-7-acme"

    init(_ change: (inout SimulatorConfiguration) -> Void = { _ in }) {
        var configuration = SimulatorConfiguration()
        configuration.until = Day(year: 2026, month: 5, day: 31)
        configuration.meta.throttledCalls = []
        configuration.shopify.drainedQueries = []
        configuration.googleAds.throttledCalls = []
        configuration.tiktok.throttledCalls = []
        configuration.snapchat.throttledCalls = []
        configuration.linkedin.throttledCalls = []
        configuration.klaviyo.throttledCalls = []
        configuration.stripe.throttledCalls = []
        configuration.shopify.maximumAvailable = 1_000_000
        change(&configuration)
        let clock = clock
        simulator = Simulator(configuration, time: TimeSource { clock.now })
    }

    var business: SimulatedBusiness { simulator.business(7) }

    func meta(_ path: String, _ parameters: [String: String] = [:], method: String = "GET") async -> SimulatedResponse {
        let query = parameters.merging(["access_token": token]) { $1 }.map { "\($0.key)=\(PercentText.encoded($0.value))" }.joined(separator: "&")
        return await simulator.respond(to: SimulatedRequest(method: method, target: "/meta/v25.0/\(path)?\(query)"))
    }

    /// All rows of an edge, page by page, and how many pages there were.
    func metaRows(_ path: String, _ parameters: [String: String]) async throws -> (rows: [JSON], pages: Int) {
        var rows: [JSON] = []
        var pages = 0
        var next: String?
        repeat {
            let answer = await meta(path, next.map { parameters.merging(["after": $0]) { $1 } } ?? parameters)
            try #require(answer.status == 200, "\(String(decoding: answer.body, as: UTF8.self))")
            let page = try answer.json()
            rows += page["data"]?.array ?? []
            pages += 1
            next = page["paging"]?["next"] == nil ? nil : page["paging"]?["cursors"]?["after"]?.string
        } while next != nil
        return (rows, pages)
    }

    func shopify(_ query: String, _ variables: JSON = [:]) async -> SimulatedResponse {
        let body: JSON = ["query": .string(query), "variables": variables]
        return await simulator.respond(
            to: SimulatedRequest(
                method: "POST", target: "/shopify/acme/admin/api/2026-07/graphql.json", headers: ["x-shopify-access-token": token],
                body: body.encoded()))
    }

    /// All nodes of a root connection, page by page.
    func shopifyNodes(_ connection: String, first: Int, selecting fields: String, filter: String? = nil) async throws -> (nodes: [JSON], pages: Int) {
        let query = """
            query Q($first: Int!, $after: String, $q: String) {
              \(connection)(first: $first, after: $after, query: $q, sortKey: UPDATED_AT) { edges { cursor node { \(fields) } } pageInfo { hasNextPage endCursor } }
            }
            """
        var nodes: [JSON] = []
        var pages = 0
        var after: JSON = .null
        while true {
            let answer = try await shopify(query, ["first": .integer(first), "after": after, "q": filter.map { .string($0) } ?? .null]).json()
            let list = try #require(answer["data"]?[connection], "\(answer)")
            nodes += (list["edges"]?.array ?? []).compactMap { $0["node"] }
            pages += 1
            guard list["pageInfo"]?["hasNextPage"]?.bool == true else { return (nodes, pages) }
            after = try #require(list["pageInfo"]?["endCursor"])
        }
    }
}

extension SimulatedResponse {
    func json() throws -> JSON { try JSON(parsing: body, limits: .trusted) }
}

extension JSON {
    /// An amount in major units as micros.
    var micros: Int64 { string.flatMap { Micros.parse($0) }?.micros ?? 0 }
    /// A count that travels as text.
    var count: Int { string.flatMap { Int($0) } ?? 0 }
}
