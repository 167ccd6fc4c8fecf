import ConnectorKit
import Testing

@Suite struct ExchangeTests {
    private let replay = Replay()

    private func failure(_ work: () throws -> Void) -> ConnectorFailure? {
        do {
            try work()
            return nil
        } catch { return error as? ConnectorFailure }
    }

    @Test func `A request carries its query, headers, body and credential`() throws {
        replay.answer("https://x.example", with: .init("{}"))
        let request = Request(
            .post, "https://x.example/a?b=1", query: [(name: "q r", value: "ü&=+")], headers: [(name: "X-A", value: "1")], idempotent: true)

        _ = try replay.host.json(request.json { $0.text("query", "{ shop }") })
        _ = try replay.host.send(Request(.post, "https://x.example/f", credential: nil).form([("a b", "c&d"), ("e", "é")]))

        let sent = replay.requests
        #expect(sent[0].url == "https://x.example/a?b=1&q%20r=%C3%BC%26%3D%2B")
        #expect(sent[0].text == #"{"query":"{ shop }"}"#)
        #expect(sent[0].headers.map(\.name) == ["x-a", "content-type"])
        #expect(sent[0].credential == "default")
        #expect(sent[0].idempotent)
        #expect(sent[1].text == "a+b=c%26d&e=%C3%A9")
        #expect(sent[1].credential == nil)
        #expect(!sent[1].idempotent)
    }

    @Test func `Every paging style asks for the next page until there is none`() throws {
        func urls(_ paging: Paging, _ answers: [Replay.Answer]) throws -> [String] {
            let replay = Replay()
            for answer in answers { replay.answer("/list", times: 1, with: answer) }
            var pages = replay.host.pages(Request(.get, "https://x.example/list"), paging)
            while try pages.next() != nil {}
            return replay.requests.map { String($0.url.dropFirst("https://x.example".count)) }
        }

        #expect(
            try urls(.cursor(at: "next", parameter: "after"), [.init(#"{"next":"a b"}"#), .init(#"{"next":""}"#)]) == ["/list", "/list?after=a%20b"])
        #expect(
            try urls(
                .cursor(at: "p.end", parameter: "c", more: "p.more"),
                [.init(#"{"p":{"end":"1","more":true}}"#), .init(#"{"p":{"end":"2","more":false}}"#)])
                == ["/list", "/list?c=1"])
        #expect(
            try urls(.link(at: "links.next"), [.init(#"{"links":{"next":"https://x.example/list?p=2"}}"#), .init("{}")]) == ["/list", "/list?p=2"])
        #expect(
            try urls(
                .linkHeader,
                [
                    .init(
                        "{}", headers: [(name: "link", value: #"<https://x.example/list?p=0>; rel="prev", <https://x.example/list?p=2>; rel="next""#)]
                    ),
                    .init("{}"),
                ]) == ["/list", "/list?p=2"])
        #expect(
            try urls(.offset("skip", limit: "take", size: 2, items: "data"), [.init(#"{"data":[1,2]}"#), .init(#"{"data":[3]}"#)])
                == ["/list?take=2", "/list?take=2&skip=2"])
        #expect(
            try urls(.pageNumber("page", size: 1, items: "data"), [.init(#"{"data":[1]}"#), .init(#"{"data":[]}"#)]) == ["/list", "/list?page=2"])
    }

    @Test func `Tokens go where the platform wants them, and counting styles count on where a sync resumes`() throws {
        func sent(_ paging: Paging, from token: String? = nil, _ answers: [String]) throws -> [String] {
            let replay = Replay()
            for answer in answers { replay.answer("/list", times: 1, with: .init(answer)) }
            var pages = replay.host.pages(Request(.post, "https://x.example/list"), paging, from: token)
            while try pages.next() != nil {}
            return replay.requests.map { $0.url.dropFirst("https://x.example/list".count) + $0.text }
        }
        let token = Paging.token(at: "nextPageToken") { request, token in request.json { $0.text("pageToken", token) } }
        let body = Paging.offset(size: 2, items: "rows") { request, offset in request.json { $0.integer("offset", Int64(offset)) } }

        #expect(try sent(token, [#"{"nextPageToken":"t"}"#, "{}"]) == ["", #"{"pageToken":"t"}"#])
        #expect(try sent(body, [#"{"rows":[1,2]}"#, #"{"rows":[]}"#]) == ["", #"{"offset":2}"#])
        #expect(try sent(body, from: "4", [#"{"rows":[1,2]}"#, #"{"rows":[]}"#]) == [#"{"offset":4}"#, #"{"offset":6}"#])
        #expect(
            try sent(
                .lastID(items: "data", parameter: "starting_after", more: "has_more"),
                [#"{"has_more":true,"data":[{"id":"a"},{"id":"b"}]}"#, #"{"has_more":false,"data":[{"id":"c"}]}"#]) == ["", "?starting_after=b"])
        #expect(
            try sent(.pageNumber("p", total: "info.total_page"), [#"{"info":{"total_page":2}}"#, #"{"info":{"total_page":2}}"#]) == ["", "?p=2"])
        #expect(try sent(.pageNumber("p", total: "info.total_page"), from: "3", [#"{"info":{"total_page":3}}"#]) == ["?p=3"])
        #expect(
            try sent(.pageNumber("p", size: 1, items: "data"), from: "5", [#"{"data":[1]}"#, #"{"data":[]}"#]) == ["?p=5", "?p=6"])
    }

    @Test func `A cursor that comes twice and too many pages are contract failures`() {
        replay.answer("/circle", with: .init(#"{"next":"same"}"#))
        replay.answer("/endless", with: .init(#"{"data":[1]}"#))

        let circle = failure {
            var pages = replay.host.pages(Request(.get, "https://x.example/circle"), .cursor(at: "next", parameter: "after"))
            while try pages.next() != nil {}
        }
        let endless = failure {
            var pages = replay.host.pages(Request(.get, "https://x.example/endless"), .pageNumber("p", size: 1, items: "data"), bound: 10)
            while try pages.next() != nil {}
        }

        #expect(circle?.kind == .contract)
        #expect(circle?.message.contains("circle") == true)
        #expect(endless?.kind == .contract)
        #expect(replay.requests.filter { $0.url.hasSuffix("/circle") || $0.url.hasSuffix("after=same") }.count == 2)
    }

    @Test func `An error table classifies by code, words and status`() {
        let table = ErrorTable(
            marker: "errors", code: "errors.0.extensions.code", message: "errors.0.message",
            rules: [
                .init(codes: ["THROTTLED"], kind: .rateLimited, resume: .header("x-wait")),
                .init(codes: ["ACCESS_DENIED"], words: "scope", kind: .config, say: "A permission is missing."),
                .init(status: 402, kind: .quota, resume: .nextDayUTC),
            ])
        func classified(_ text: String, _ status: Int = 200, _ headers: [(name: String, value: String)] = []) -> ConnectorFailure? {
            let replay = Replay()
            replay.longestWait = -1
            replay.answer("/", with: .init(text, status: status, headers: headers))
            return failure {
                let response = try replay.host.send(Request(.get, "https://x.example/"))
                if let failure = table.failure(response, (try? response.json()) ?? .missing) { throw failure }
            }
        }
        let now = replay.now

        #expect(classified(#"{"data":{},"errors":[]}"#) == nil)
        let throttled = classified(#"{"errors":[{"message":"m","extensions":{"code":"THROTTLED"}}]}"#, 200, [(name: "x-wait", value: "2.5")])
        #expect(throttled?.kind == .rateLimited)
        #expect(throttled?.until == Instant(microseconds: now.microseconds + 2_500_000))
        #expect(classified(#"{"errors":[{"message":"needs Scope x","extensions":{"code":"ACCESS_DENIED"}}]}"#)?.message == "A permission is missing.")
        #expect(classified(#"{"errors":[{"message":"other"}]}"#)?.kind == .contract)
        #expect(classified("no", 402)?.until?.description == "2026-01-16T00:00:00Z")
        #expect(classified("", 401)?.kind == .auth)
        #expect(classified("<html>", 502)?.kind == .transient)
        #expect(classified("", 404)?.kind == .permanent)
        #expect(classified("", 429)?.until == now.adding(seconds: 60))
        #expect(classified("", 429, [(name: "retry-after", value: "Thu, 15 Jan 2026 12:01:30 GMT")])?.until == now.adding(seconds: 90))
    }

    @Test func `An allowance comes back when the platform's own day, hour or word says so`() {
        func until(_ resume: ErrorTable.Resume, _ body: String = "{}", headers: [(name: String, value: String)] = []) -> String? {
            let replay = Replay(now: Instant(seconds: 1_768_478_400))
            replay.longestWait = -1
            replay.answer("/", with: .init(body, status: 429, headers: headers))
            let table = ErrorTable(rules: [.init(status: 429, kind: .quota, resume: resume)])
            return failure {
                let response = try replay.host.send(Request(.get, "https://x.example/"))
                if let failure = table.failure(response, (try? response.json()) ?? .missing) { throw failure }
            }?.until?.description
        }
        let google = #"{"error":{"details":[{"@type":"Help"},{"@type":"RetryInfo","retryDelay":"30.5s"}]}}"#

        #expect(until(.nextDay("America/Los_Angeles")) == "2026-01-16T08:00:00Z")
        #expect(until(.nextDay("Asia/Tokyo")) == "2026-01-15T15:00:00Z")
        #expect(until(.nextDay("Nowhere/AtAll")) == "2026-01-16T00:00:00Z")
        #expect(until(.nextHourUTC) == "2026-01-15T13:00:00Z")
        #expect(until(.path("error.details.*.retryDelay"), google) == "2026-01-15T12:00:30.500000Z")
        #expect(until(.path("error.details.*.retryDelay")) == "2026-01-15T12:01:00Z")
        #expect(until(.headerTime("x-reset"), headers: [(name: "x-reset", value: "1768478460")]) == "2026-01-15T12:01:00Z")
        #expect(until(.headerTime("x-reset"), headers: [(name: "x-reset", value: "2026-01-15T12:02:00Z")]) == "2026-01-15T12:02:00Z")
        #expect(until(.headerTime("x-reset"), headers: [(name: "x-reset", value: "1")]) == "2026-01-15T12:00:00Z")
    }

    @Test func `A code is found in any element and in an object with one member`() {
        let replay = Replay()
        replay.answer(
            "/",
            with: .init(#"[{"error":{"details":[{"a":1},{"errors":[{"errorCode":{"authorizationError":"USER_PERMISSION_DENIED"}}]}]}}]"#, status: 403)
        )
        let table = ErrorTable(
            code: "error.details.*.errors.0.errorCode", rules: [.init(codes: ["USER_PERMISSION_DENIED"], kind: .config, say: "Ask for access.")])

        #expect(failure { _ = try replay.host.download(Request(.get, "https://x.example/"), errors: table) }?.message == "Ask for access.")
    }

    @Test func `A download waits as any call does, and leaves its body to be read`() throws {
        replay.answer("/bulk", times: 1, with: .init("busy", status: 429, headers: [(name: "retry-after", value: "5")]))
        replay.answer("/bulk", with: .init("a\nb\n"))

        var lines = try replay.host.download(Request(.get, "https://x.example/bulk")).lines

        #expect(try lines.next() == Array("a".utf8))
        #expect(replay.waits.count == 1)
    }

    @Test func `A success that is no JSON says whose fault it is`() {
        replay.answer("/html", with: .init("<!DOCTYPE html>"))
        replay.answer("/cut", with: .init(#"{"a":"#))
        replay.answer("/odd", with: .init("OK"))
        func kind(_ path: String) -> ConnectorFailure.Kind? {
            failure { _ = try replay.host.json(Request(.get, "https://x.example/\(path)")) }?.kind
        }

        #expect(kind("html") == .transient)
        #expect(kind("cut") == .transient)
        #expect(kind("odd") == .contract)
    }

    @Test func `Lines are read through pieces of any size`() throws {
        for size in [1, 2, 5, 100] {
            let replay = Replay()
            replay.pieceSize = size
            replay.answer("/bulk", with: .init("{\"a\":1}\r\n\n{\"a\":2}\n{\"a\":3}"))
            var lines = try replay.host.send(Request(.get, "https://x.example/bulk")).lines
            var seen: [String] = []
            while let line = try lines.next() { seen.append(String(decoding: line, as: UTF8.self)) }

            #expect(seen == ["{\"a\":1}", "", "{\"a\":2}", "{\"a\":3}"])
        }
    }

    @Test func `A body beyond the limit is refused while it comes`() {
        replay.pieceSize = 10
        replay.answer("/", with: .init(String(repeating: "x", count: 1000)))

        let refused = failure { _ = try replay.host.send(Request(.get, "https://x.example/")).bytes(limit: 100) }

        #expect(refused?.kind == .contract)
    }

    @Test func `A report is asked for until it is ready`() throws {
        let asked = replay.now
        var left = 3
        let result = try replay.host.poll(every: 10, times: 5) {
            left -= 1
            return left == 0 ? "ready" : nil
        }

        #expect(result == "ready")
        #expect(replay.waits == [asked.adding(seconds: 10), asked.adding(seconds: 20)])
        #expect(throws: Parked(until: replay.now.adding(seconds: 120))) { try replay.host.poll(every: 120, times: 2) { nil as Int? } }
    }
}
