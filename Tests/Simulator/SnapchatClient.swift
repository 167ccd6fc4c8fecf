import Core
import Testing

@testable import Simulator

/// A caller of the simulated Snapchat.
struct SnapchatClient {
    let platform: SnapchatPlatform
    let business = SimulatedBusiness(seed: 7, days: 60, until: Day(number: 20_604), customers: 200)
    let clock = Clock()

    init(_ change: (inout SnapchatSettings) -> Void = { _ in }) {
        var settings = SnapchatSettings()
        settings.throttledCalls = []
        change(&settings)
        platform = SnapchatPlatform(settings)
    }

    var advertising: PlatformAdvertising { business.advertising(on: .snapchat) }

    func send(_ path: String, _ parameters: [String: String] = [:], method: String = "GET", body: JSON? = nil) -> SimulatedResponse {
        let query = parameters.map { "\($0.key)=\(PercentText.encoded($0.value))" }.joined(separator: "&")
        let request = SimulatedRequest(
            method: method, target: path.contains("?") || query.isEmpty ? "/\(path)" : "/\(path)?\(query)",
            headers: ["authorization": "Bearer sim-7-x"], body: body?.encoded() ?? [])
        return platform.answer(request, business, token: "sim-7-x", now: clock.now)
    }

    /// The objects of all pages.
    func rows(_ account: Int, _ edge: String, _ parameters: [String: String] = [:]) throws -> [JSON] {
        var rows: [JSON] = []
        var path = "v1/adaccounts/\(advertising.accounts[account].id)/\(edge)"
        var parameters = parameters
        while true {
            let answer = try send(path, parameters).json()
            try #require(answer["request_status"] == "SUCCESS", "\(answer)")
            rows += (answer[edge]?.array ?? []).compactMap { $0[String(edge.dropLast())] }
            guard let next = answer["paging"]?["next_link"]?.string else { return rows }
            path = next.replacing("https://adsapi.snapchat.com/", with: "")
            parameters = [:]
        }
    }

    /// The days of a query, as midnights of the account's zone.
    func days(_ account: Int, since: Int, until: Int, _ more: [String: String]) -> [String: String] {
        let zone = advertising.accounts[account].zone
        func text(_ day: Day) -> String { SnapchatFields.local(zone.start(of: day), zone).string ?? "" }
        return ["granularity": "DAY", "start_time": text(business.until - since), "end_time": text(business.until - until + 1)].merging(more) { $1 }
    }

    func stat(_ path: String, _ parameters: [String: String]) throws -> JSON? {
        let answer = try send("v1/\(path)/stats", parameters).json()
        try #require(answer["request_status"] == "SUCCESS", "\(answer)")
        return answer["timeseries_stats"]?.array?.first?["timeseries_stat"]
    }
}
