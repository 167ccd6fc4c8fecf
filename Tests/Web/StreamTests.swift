import Core
import Logging
import ServiceLifecycle
import Testing

@testable import Web

struct StreamTests {
    @Test func `Events flow until the client goes, and then the handler ends`() async throws {
        let (ends, ended) = AsyncStream.makeStream(of: Void.self)
        let events = Endpoint(.get, "/events", permission: .public, summary: "Events.", tag: "Test", output: .file("text/event-stream")) { _ in
            var body = FileBody(contentType: "text/event-stream") { writer in
                defer { ended.yield() }
                while true {
                    try await writer.write("data: tick\n\n")
                    try await Task.sleep(for: .milliseconds(20))
                }
            }
            body.isEndless = true
            return body
        }

        try await Sample.serve([events]) { client in
            let came = try await client.connect { stream in
                try await stream.send("GET /events HTTP/1.1\r\nHost: a\r\n\r\n")
                var came = 0
                while came < 10, try await stream.wait(for: String(repeating: "c\r\ndata: tick\n\n\r\n", count: came + 1)) { came += 1 }
                return came
            }
            let isOver: Void? = await ends.first { _ in true }

            #expect(came == 10)
            #expect(isOver != nil)
        }
    }

    @Test func `Requests in one packet are answered in their order`() async throws {
        try await Sample.serve { client in
            let answer = try await client.connect { stream in
                try await stream.send(
                    "GET /health HTTP/1.1\r\nHost: a\r\n\r\nGET /nowhere HTTP/1.1\r\nHost: a\r\n\r\nGET /health HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
                )
                return try await stream.rest()
            }
            let statuses = answer.split(separator: "HTTP/1.1 ").map { $0.prefix(3) }

            #expect(statuses == ["200", "404", "200"])
        }
    }

    @Test func `A body that was read leaves the connection open`() async throws {
        try await Sample.serve { client in
            let statuses = try await client.connect { stream in
                var statuses: [Int?] = []
                for _ in 0..<2 {
                    try await stream.send(
                        "POST /api/v1/campaigns HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer a\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n"
                    )
                    statuses.append(try await stream.response()?.status)
                }
                return statuses
            }

            #expect(statuses == [422, 422])
        }
    }

    @Test func `HTTP 1.0 gets its answer and the end of the connection`() async throws {
        try await Sample.serve { client in
            let answer = try await client.connect { stream in
                try await stream.send("GET /health HTTP/1.0\r\nHost: a\r\n\r\n")
                return try await stream.rest()
            }

            #expect(answer.hasPrefix("HTTP/1.1 200 OK"))
            #expect(answer.hasSuffix("{\"ok\":true}"))
        }
    }

    @Test func `Each request is told to the one who counts`() async throws {
        let (records, told) = AsyncStream.makeStream(of: RequestRecord.self)
        let campaign = CampaignID()

        try await WebApplication.test(Sample.endpoints, authenticator: Sample.tokens, observe: { told.yield($0) }) { client in
            _ = try await client.authorized("a").send(.get, "/api/v1/campaigns/\(campaign)")
        }
        let record = await records.first { _ in true }

        #expect(record?.route == "/api/v1/campaigns/{id}")
        #expect(record?.status == 404)
        #expect(record?.problem == "not_found")
        #expect(record?.tenant == Sample.tenantA)
    }

    @Test func `Going down, the server ends what it is at and then itself`() async throws {
        let (starts, started) = AsyncStream.makeStream(of: Void.self)
        let (gates, gate) = AsyncStream.makeStream(of: Void.self)
        let (ports, port) = AsyncStream.makeStream(of: Int.self)
        let slow = Endpoint(.get, "/slow", permission: .public, summary: "Slow.", tag: "Test", output: .nothing) { _ in
            started.yield()
            for await _ in gates { break }
        }
        let application = WebApplication(
            endpoints: [slow], configuration: WebConfiguration(bind: .address(host: "127.0.0.1", port: 0)), authenticator: Sample.tokens,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }, onBound: { if let number = $0 { port.yield(number) } })
        let group = ServiceGroup(configuration: .init(services: [application], logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }))

        async let run: Void = group.run()
        let client = WebTestClient(port: try #require(await ports.first { _ in true }))
        async let answer = client.send(.get, "/slow")
        _ = await starts.first { _ in true }
        await group.triggerGracefulShutdown()
        gate.yield()

        #expect(try await answer.status == 204)
        try await run
    }
}
