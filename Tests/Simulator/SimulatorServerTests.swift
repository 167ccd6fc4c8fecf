import Core
import Foundation
import Logging
import ServiceLifecycle
import Testing

@testable import Simulator

#if canImport(FoundationNetworking)
import FoundationNetworking
#endif

struct SimulatorServerTests {
    private func serving(_ body: (Int) async throws -> Void) async throws {
        var configuration = SimulatorConfiguration()
        configuration.port = 0
        configuration.days = 20
        configuration.customers = 40
        var logger = Logger(label: "simulator-test")
        logger.logLevel = .error
        let server = SimulatorServer(configuration, logger: logger)
        let services = ServiceGroup(configuration: ServiceGroupConfiguration(services: [server], logger: logger))
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await services.run() }
            try await body(await server.port)
            await services.triggerGracefulShutdown()
        }
    }

    @Test func `It answers over HTTP on the port it was given`() async throws {
        try await serving { port in
            var request = URLRequest(url: try #require(URL(string: "http://127.0.0.1:\(port)/shopify/acme/admin/api/2026-07/graphql.json")))
            request.httpMethod = "POST"
            request.setValue("sim-7-x", forHTTPHeaderField: "X-Shopify-Access-Token")
            request.httpBody = Data(#"{"query":"{ shop { currencyCode } }"}"#.utf8)

            let (data, response) = try await URLSession.shared.data(for: request)

            let http = try #require(response as? HTTPURLResponse)
            #expect(http.statusCode == 200)
            #expect(http.value(forHTTPHeaderField: "X-Shopify-API-Version") == "2026-07")
            #expect(http.value(forHTTPHeaderField: "Server") == "tactics-simulator")
            #expect(try JSON(parsing: data)["data"]?["shop"]?["currencyCode"] == "EUR")
        }
    }

    @Test func `A cut body ends the connection early`() async throws {
        try await serving { port in
            var fault = URLRequest(url: try #require(URL(string: "http://127.0.0.1:\(port)/_sim/faults")))
            fault.httpMethod = "POST"
            fault.httpBody = Data(#"{"seed":7,"kind":"cut_body","count":1}"#.utf8)
            _ = try await URLSession.shared.data(for: fault)
            let url = try #require(URL(string: "http://127.0.0.1:\(port)/meta/v25.0/me/adaccounts?access_token=sim-7-x"))

            await #expect(throws: (any Error).self) { try await URLSession.shared.data(from: url) }
        }
    }
}
