import ConnectorHost
import Core

/// What a platform answers when it does not want to, or can not.
extension Examination {
    private typealias Kinds = Set<ConnectorError.Kind>

    mutating func examineRefusals() async {
        let haste: Kinds = [.rateLimited, .quota, .transient]
        await each("fault.429_retry_after", .answer(Self.refusal(429, retryAfter: "30")), once: true, haste, pause: 30)
        await each(
            "fault.429_date", .answer(Self.refusal(429, retryAfter: HTTPDateText.of(scenario.now + .seconds(40)))), once: true, haste, pause: 40)
        await each("fault.429_bare", .answer(Self.refusal(429)), once: true, haste, pause: 1)
        await each("fault.429_long", .answer(Self.refusal(429, retryAfter: "7200")), once: true, haste, pause: 7_200)
        await each("fault.429_storm", .answer(Self.refusal(429)), once: false, haste, most: 60)
        if let throttled = scenario.throttled {
            await each("fault.throttled", .answer(throttled), once: true, haste, pause: 1)
        } else {
            findings.skip("fault.throttled", "The scenario records no \"throttled\".")
        }
        if manifest.auth.scheme == "none" {
            findings.skip("fault.expired", "There is no access that could expire.")
        } else {
            await each("fault.expired", .answer(scenario.expired), once: false, [.auth])
        }
        await each("fault.forbidden", .answer(Self.refusal(403)), once: false, [.auth, .permanent, .config])
        await each("fault.teapot", .answer(Self.refusal(418)), once: false, [.permanent, .contract, .transient, .config])
        // Where redirects are followed the host refuses this one; elsewhere it is an answer. Login pages are reached so.
        await each("fault.redirect", .answer(Self.moved), once: false, [.permanent, .contract, .transient, .config, .auth])
    }

    mutating func examineTroubles() async {
        let passing: Kinds = [.transient, .contract]
        let page = Recording(status: 502, headers: [("content-type", "text/html")], body: Self.html)
        await each("fault.500_once", .answer(Self.refusal(500)), once: true, [.transient])
        await each("fault.500_always", .answer(Self.refusal(500)), once: false, [.transient], most: 60)
        await each("fault.502_page", .answer(page), once: true, [.transient])
        await each("fault.502_page", .answer(page), once: false, [.transient], most: 60)
        await each("fault.503_retry_after", .answer(Self.refusal(503, retryAfter: "20")), once: true, [.transient, .rateLimited])
        await each("fault.network_once", .silence, once: true, [.transient])
        await each("fault.network_always", .silence, once: false, [.transient], most: 60)
        await each("body.cut", .cut, once: true, passing)
        await each("body.cut", .cut, once: false, passing, most: 60)
    }

    static let html = Array("<!DOCTYPE html><html><head><title>Sorry</title></head><body><h1>Please try later</h1></body></html>".utf8)

    private static let moved = Recording(
        status: 302, headers: [("location", "https://elsewhere.example.net/login"), ("content-type", "text/html")], body: html)

    static func refusal(_ status: Int, retryAfter: String? = nil) -> Recording {
        let wait = retryAfter.map { [(name: "retry-after", value: $0)] } ?? []
        return Recording(status: status, headers: Recording.jsonHeaders + wait, body: Array(#"{"error":{"message":"conformance"}}"#.utf8))
    }

    /// Gives every healthy read a trouble, at its first request, one in the middle and the last one.
    /// - Parameter pause: the seconds within which the platform must not be asked again.
    /// - Parameter most: requests beyond those of a healthy read.
    private mutating func each(
        _ id: String, _ kind: Trouble.Kind, once: Bool, _ allowed: Kinds, pause: Int64? = nil, most: Int? = nil
    ) async {
        findings.skip(id, "No read makes a request.")
        for (script, whole) in healthy {
            for number in Self.spread(whole.requests.count, most: 3) {
                let trouble = once ? Trouble.once(kind, at: number) : Trouble.from(kind, number)
                let run = await bench.read(script, ReadOptions(trouble: trouble, mostParks: once ? 20 : 3))
                let what = "at request \(number + 1)" + (once ? "" : " and from then on")
                if let pause { examinePause(id, what, script, run, number, pause) }
                if let most {
                    let extra = run.requests.count - whole.requests.count
                    findings.expect(id, extra <= most, "\(script.name), \(what): \(extra) more requests than a healthy read.")
                }
                await judge(id, what, script, whole, run, allowed)
            }
        }
    }

    /// The request behind a refusal must not come before its time; a read that ended must say when to come again.
    private mutating func examinePause(_ id: String, _ what: String, _ script: StreamScript, _ run: ReadRun, _ number: Int, _ pause: Int64) {
        guard run.requests.indices.contains(number) else { return }
        let refused = run.requests[number].at
        if run.requests.indices.contains(number + 1) {
            let waited = run.requests[number + 1].at - refused
            findings.expect(id, waited >= .seconds(pause), "\(script.name), \(what): it asked again after \(waited) instead of \(pause) s.")
        } else if case .failed(let error) = run.ending, let until = error.until {
            findings.expect(id, until - refused >= .seconds(pause), "\(script.name), \(what): it says to come again after \(until - refused).")
        }
    }

    mutating func examineClocks() async {
        let ids = ["clock.ahead", "clock.behind", "clock.jumps"]
        for id in ids { findings.skip(id, "No stream can be read.") }
        for (script, whole) in healthy {
            let ahead = await bench.read(script, ReadOptions(clockOffset: .seconds(300)))
            await judge("clock.ahead", "five minutes ahead", script, whole, ahead, [])
            let behind = await bench.read(script, ReadOptions(clockOffset: .seconds(-300)))
            await judge("clock.behind", "five minutes behind", script, whole, behind, [])
            let jumping = await bench.read(script, ReadOptions(clockJumps: true))
            await judge("clock.jumps", "an hour back", script, whole, jumping, [.transient, .contract])
        }
    }
}

/// An HTTP date (RFC 9110, 5.6.7).
enum HTTPDateText {
    private static let days = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
    private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

    static func of(_ instant: Instant) -> String {
        let day = instant.day
        let (year, month, dayOfMonth) = day.parts
        let second = instant.seconds - Int64(day.number) * 86_400
        func two(_ value: some BinaryInteger) -> String { value < 10 ? "0\(value)" : "\(value)" }
        let weekday = days[((day.number % 7) + 7) % 7]
        return "\(weekday), \(two(dayOfMonth)) \(months[month - 1]) \(year) \(two(second / 3_600)):\(two(second / 60 % 60)):\(two(second % 60)) GMT"
    }
}
