import Core
import Testing

@testable import Simulator

/// A caller of Google's view without a socket.
struct GoogleAdsClient {
    let platform: GoogleAdsPlatform
    let business = SimulatedBusiness(seed: 7, days: 60, until: Day(number: 20_604), customers: 300)
    var headers = ["developer-token": "dev"]
    /// The manager is named where nothing else is said.
    var login: String?
    var now = Instant(seconds: 1_790_000_000)

    init(_ change: (inout GoogleAdsSettings) -> Void = { _ in }) {
        var settings = GoogleAdsSettings()
        settings.throttledCalls = []
        change(&settings)
        platform = GoogleAdsPlatform(settings)
        login = GoogleAdsView.manager(of: business.advertising(on: .google))
    }

    var google: PlatformAdvertising { business.advertising(on: .google) }
    var manager: String { GoogleAdsView.manager(of: google) }
    var account: String { google.accounts[0].id }

    func send(_ path: String, _ body: JSON? = nil, method: String = "POST") -> SimulatedResponse {
        var headers = headers
        headers["login-customer-id"] = login
        let request = SimulatedRequest(method: method, target: path, headers: headers, body: body?.encoded() ?? [])
        return platform.answer(request, business, token: "sim-7-x", now: now)
    }

    func query(_ text: String, of account: String? = nil) -> SimulatedResponse {
        send("v25/customers/\(account ?? self.account)/googleAds:searchStream", ["query": .string(text)])
    }

    /// All rows of a stream.
    func rows(_ text: String, of account: String? = nil) throws -> [JSON] {
        let answer = query(text, of: account)
        try #require(answer.status == 200, "\(String(decoding: answer.body, as: UTF8.self))")
        return (try answer.json().array ?? []).flatMap { $0["results"]?.array ?? [] }
    }

    /// All rows of an account page by page.
    func pages(_ text: String) throws -> (rows: [JSON], pages: Int) {
        var rows: [JSON] = []
        var pages = 0
        var token: String?
        repeat {
            var body: JSON = ["query": .string(text)]
            if let token { body = body.setting("pageToken", .string(token)) }
            let answer = try send("v25/customers/\(account)/googleAds:search", body).json()
            rows += answer["results"]?.array ?? []
            pages += 1
            token = answer["nextPageToken"]?.string
        } while token != nil
        return (rows, pages)
    }

    /// Member and value of the first error.
    func code(_ answer: SimulatedResponse) throws -> String? {
        let body = try answer.json()
        let error = try #require(body["error"] ?? body.array?.first?["error"])
        let first = error["details"]?.array?.first?["errors"]?.array?.first?["errorCode"]?.members?.first
        return first.map { "\($0.name).\($0.value.string ?? "")" }
    }
}

extension JSON {
    /// A value at a path of names.
    func at(_ path: String) -> JSON? { path.split(separator: ".").reduce(self as JSON?) { $0?[String($1)] } }
    /// A whole number that travels as text; 0 where it is left out.
    func whole(_ path: String) -> Int64 { at(path)?.string.flatMap { Int64($0) } ?? 0 }
    /// A decimal number in millionths; 0 where it is left out.
    func amount(_ path: String) -> Int64 {
        if case .number(let text)? = at(path) { Micros.parse(text)?.micros ?? 0 } else { 0 }
    }
}
