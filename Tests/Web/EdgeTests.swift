import Core
import NIOCore
import Testing

@testable import Web

struct EdgeTests {
    @Test func `A connection serves one request after the other`() async throws {
        try await Sample.serve { client in
            let statuses = try await client.connect { stream in
                var statuses: [Int?] = []
                for _ in 0..<3 {
                    try await stream.send("GET /health HTTP/1.1\r\nHost: a\r\n\r\n")
                    statuses.append(try await stream.response()?.status)
                }
                return statuses
            }

            #expect(statuses == [200, 200, 200])
        }
    }

    /// Sends a request that ends its connection, and gives back its status and whether the server closed.
    private func refusal(
        _ text: String, configure: (inout WebConfiguration) -> Void = { _ in }
    ) async throws -> (status: Int?, closed: Bool, answer: String) {
        try await Sample.serve(configure: configure) { client in
            try await client.connect { stream in
                try await stream.send(text)
                let answer = try await stream.rest()
                return (Int(answer.split(separator: " ").dropFirst().first ?? ""), stream.isOver, answer)
            }
        }
    }

    @Test(arguments: [
        "GET /health HTTP/1.1\r\nHost: a\r\nHost: b\r\nConnection: close\r\n\r\n", "GET /health HTTP/1.1\r\nConnection: close\r\n\r\n",
        "GET /health HTTP/1.1\r\nHost:\r\nConnection: close\r\n\r\n", "GET /health HTTP/1.1\r\nHost: a, b\r\nConnection: close\r\n\r\n",
        "GET http://evil.example/health HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
    ]) func `Anything but one Host is a 400`(text: String) async throws {
        let (status, closed, _) = try await refusal(text)

        #expect(status == 400)
        #expect(closed)
    }

    @Test func `A long address is a 414, a very long one closes the connection`() async throws {
        let long = try await refusal("GET /\(String(repeating: "a", count: 8_200)) HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
        let veryLong = try await refusal("GET /\(String(repeating: "a", count: 200_000)) HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")

        #expect(long.status == 414)
        #expect(long.answer.contains("application/problem+json"))
        #expect(veryLong.status != 200)
        #expect(veryLong.closed)
    }

    @Test func `Too much of a head is a 431`() async throws {
        let large = try await refusal("GET /health HTTP/1.1\r\nHost: a\r\nX-Large: \(String(repeating: "a", count: 17_000))\r\n\r\n")
        let many = try await refusal("GET /health HTTP/1.1\r\nHost: a\r\n" + (0..<101).map { "X-\($0): 1\r\n" }.joined() + "\r\n")

        #expect(large.status == 431)
        #expect(many.status == 431)
        #expect(many.closed)
    }

    @Test(arguments: [
        "GET /health HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
        "GET /health HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
        "GET /health HTTP/1.1\r\nHost : a\r\n\r\n", "GET /health HTTP/1.1\nHost: a\n\n\n", "GET /health\r\n\r\n",
        "GET /health HTTP/1.1\r\nHost: a\r\nX: a\u{0}b\r\n\r\n",
        "POST /api/v1/campaigns HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: xchunked\r\n\r\n",
    ]) func `What is no HTTP is answered once, barely, and closed`(text: String) async throws {
        let (status, closed, answer) = try await refusal(text)

        #expect(status == 400)
        #expect(closed)
        #expect(answer.components("HTTP/1.1 ") == 1)
    }

    @Test func `An unknown method is a 405`() async throws {
        let (status, closed, _) = try await refusal("FOO /health HTTP/1.1\r\nHost: a\r\n\r\n")

        #expect(status == 405)
        #expect(closed)
    }

    @Test func `Garbage behind a request does not spoil its answer`() async throws {
        let (status, closed, answer) = try await refusal("GET /health HTTP/1.1\r\nHost: a\r\n\r\nnonsense\r\n\r\n")

        #expect(status == 200)
        #expect(closed)
        #expect(answer.contains("{\"ok\":true}"))
    }

    @Test func `A body that is announced too large is a 413 and the connection ends unread`() async throws {
        try await Sample.serve { client in
            let (status, closed) = try await client.connect { stream in
                try await stream.send(
                    "POST /api/v1/campaigns HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer a\r\nContent-Type: application/json\r\nContent-Length: 10000000000\r\n\r\n{"
                )
                let answer = try await stream.response()
                _ = try await stream.rest()
                return (answer?.status, stream.isOver)
            }

            #expect(status == 413)
            #expect(closed)
        }
    }

    @Test func `A body that grows too large is a 413`() async throws {
        let chunk = "8000\r\n" + String(repeating: " ", count: 0x8000) + "\r\n"
        let (status, closed, answer) = try await refusal(
            "POST /api/v1/campaigns HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer a\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n\(chunk)\(chunk)\(chunk)",
            configure: { $0.bodyLimit = 40_000 })

        #expect(status == 413)
        #expect(closed)
        #expect(answer.contains("Connection: close"))
    }

    @Test func `An early refusal closes instead of reading the body`() async throws {
        try await Sample.serve { client in
            let (status, sent) = try await client.connect { stream in
                try await stream.send(
                    "POST /api/v1/campaigns HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 1000000000\r\n\r\n")
                let answer = try await stream.response()
                var sent = 0
                // The server takes no more than a little: sending ends in a closed connection long before the announced end. With pauses, because a
                // client that never waits may have put megabytes aside before its own loop sees the end.
                do {
                    while sent < 900_000_000 {
                        try await stream.send([UInt8](repeating: 32, count: 65_536))
                        sent += 65_536
                        try await Task.sleep(for: .milliseconds(1))
                    }
                } catch {}
                return (answer?.status, sent)
            }

            #expect(status == 401)
            #expect(sent < 900_000_000)
        }
    }

    @Test(arguments: ["text/plain", "application/x-www-form-urlencoded", "application/jsonx", ""]) func `Only JSON is JSON`(type: String) async throws
    {
        try await Sample.serve { client in
            let answer = try await client.authorized("a").send("POST", "/api/v1/campaigns", headers: ["Content-Type": type], bytes: Array("{}".utf8))

            #expect(answer.status == 415)
        }
    }

    @Test func `A compressed body is a 415, and a charset is no matter`() async throws {
        try await Sample.serve { client in
            let packed = try await client.authorized("a").send(
                "POST", "/api/v1/campaigns", headers: ["Content-Encoding": "gzip"], bytes: [0x1F, 0x8B])
            let charset = try await client.authorized("a").send(
                "POST", "/api/v1/campaigns", headers: ["Content-Type": "Application/JSON; charset=utf-8"], bytes: Array("{}".utf8))

            #expect(packed.status == 415)
            #expect(charset.status == 422)
        }
    }

    @Test func `A client that waits to be told gets its 100`() async throws {
        try await Sample.serve { client in
            let (told, status) = try await client.connect { stream in
                try await stream.send(
                    "POST /api/v1/campaigns HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer a\r\nContent-Type: application/json\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n"
                )
                let told = try await stream.wait(for: "100 Continue")
                try await stream.send("{}")
                return (told, try await stream.response()?.status)
            }

            #expect(told)
            #expect(status == 422)
        }
    }

    @Test func `A silent connection is closed, with a head half sent as well`() async throws {
        for text in ["", "GET /health HTTP/1.1\r\nHost: a\r\n"] {
            let (_, closed, answer) = try await refusal(text, configure: { $0.idleTimeout = .milliseconds(100) })

            #expect(closed)
            #expect(answer.isEmpty)
        }
    }

    @Test func `A body that never comes ends at the request's deadline`() async throws {
        let (status, closed, _) = try await refusal(
            "POST /api/v1/campaigns HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer a\r\nContent-Type: application/json\r\nContent-Length: 10\r\n\r\n{",
            configure: { $0.requestDeadline = .milliseconds(200) })

        #expect(status == 503)
        #expect(closed)
    }

    @Test func `A handler that takes too long is answered for and cancelled`() async throws {
        let (cancelled, was) = AsyncStream.makeStream(of: Bool.self)
        let slow = Endpoint(.get, "/slow", permission: .public, summary: "Slow.", tag: "Test", output: .nothing) { _ in
            do { try await Task.sleep(for: .seconds(60)) } catch { was.yield(true) }
        }

        try await Sample.serve([slow], configure: { $0.requestDeadline = .milliseconds(200) }) { client in
            let answer = try await client.send(.get, "/slow")

            let wasCancelled = await cancelled.first { _ in true }

            #expect(answer.status == 503)
            #expect(wasCancelled == true)
        }
    }
}

extension String {
    /// How often a text stands in this one.
    fileprivate func components(_ part: String) -> Int {
        var count = 0
        var rest = self[...]
        while let range = rest.firstRange(of: part) {
            count += 1
            rest = rest[range.upperBound...]
        }
        return count
    }
}

struct ConnectionStateTests {
    private let start = NIODeadline.now()

    @Test func `A connection waits, works and waits again`() {
        var state = ConnectionState(limits: .init(), now: start)

        state.receivedHead(now: start)
        state.receivedEnd()
        let (isOver, owes) = state.endedAnswer(thenClose: false, now: start + .seconds(1))

        #expect(!isOver && !owes)
        #expect(state.phase == .waiting)
        #expect(state.expiry(now: start + .seconds(2)) == .notYet(start + .seconds(16)))
        #expect(state.expiry(now: start + .seconds(16)) == .close)
    }

    @Test func `A request that is not answered in time is answered for`() {
        var state = ConnectionState(limits: .init(), now: start)

        state.receivedHead(now: start)

        #expect(state.expiry(now: start + .seconds(30)) == .answerUnavailable)
        state.startedAnswer(isEndless: false, now: start)
        #expect(state.expiry(now: start + .seconds(30)) == .close)
    }

    @Test func `A request may be given longer than others`() {
        var state = ConnectionState(limits: .init(), now: start)

        state.receivedHead(now: start)
        state.extend(to: .seconds(60))

        #expect(state.expiry(now: start + .seconds(59)) == .notYet(start + .seconds(60)))
        #expect(state.expiry(now: start + .seconds(60)) == .answerUnavailable)
    }

    @Test func `An endless answer lives as long as it says something`() {
        var state = ConnectionState(limits: .init(), now: start)

        state.receivedHead(now: start)
        state.startedAnswer(isEndless: true, now: start)
        state.wrotePiece(now: start + .seconds(60))

        #expect(state.expiry(now: start + .seconds(100)) == .notYet(start + .seconds(150)))
        #expect(state.expiry(now: start + .seconds(150)) == .close)
    }

    @Test func `Going down, a connection ends after its answer`() {
        var idle = ConnectionState(limits: .init(), now: start)
        var busy = idle
        busy.receivedHead(now: start)

        let idleCloses = idle.quiesce()
        let busyCloses = busy.quiesce()
        let answered = busy.endedAnswer(thenClose: false, now: start)

        #expect(idleCloses)
        #expect(!busyCloses)
        #expect(answered.isOver)
    }
}
