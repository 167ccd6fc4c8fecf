import Core
import Testing

@testable import Simulator

/// A caller of the simulated TikTok.
struct TikTokClient {
    let platform: TikTokPlatform
    let business = SimulatedBusiness(seed: 7, days: 60, until: Day(number: 20_604), customers: 200)
    let clock = Clock()

    init(_ change: (inout TikTokSettings) -> Void = { _ in }) {
        var settings = TikTokSettings()
        settings.throttledCalls = []
        change(&settings)
        platform = TikTokPlatform(settings)
    }

    var advertising: PlatformAdvertising { business.advertising(on: .tiktok) }
    var advertiser: String { advertising.accounts[0].id }

    func get(_ path: String, _ parameters: [String: String] = [:]) -> SimulatedResponse {
        let all = ["advertiser_id": advertiser].merging(parameters) { $1 }
        let query = all.map { "\($0.key)=\(PercentText.encoded($0.value))" }.joined(separator: "&")
        return send(SimulatedRequest(target: "/open_api/v1.3/\(path)?\(query)", headers: ["access-token": "sim-7-x"]))
    }

    func post(_ path: String, _ body: JSON) -> SimulatedResponse {
        send(SimulatedRequest(method: "POST", target: "/open_api/v1.3/\(path)", headers: ["access-token": "sim-7-x"], body: body.encoded()))
    }

    private func send(_ request: SimulatedRequest) -> SimulatedResponse { platform.answer(request, business, token: "sim-7-x", now: clock.now) }

    /// The rows of all pages.
    func rows(_ path: String, _ parameters: [String: String] = [:], size: Int = 1_000) throws -> [JSON] {
        var rows: [JSON] = []
        for page in 1... {
            let answer = try get(path, parameters.merging(["page": String(page), "page_size": String(size)]) { $1 }).json()
            try #require(answer["code"] == 0, "\(answer)")
            rows += answer["data"]?["list"]?.array ?? []
            if Int64(page) >= answer["data"]?["page_info"]?["total_page"]?.integer ?? 0 { return rows }
        }
        return rows
    }

    func report(
        _ level: String, _ dimensions: [String], _ metrics: [String], since: Int = 29, until: Int = 0, type: String = "BASIC"
    ) -> [String: String] {
        func list(_ items: [String]) -> String { JSON.array(items.map { .string($0) }).description }
        return [
            "report_type": type, "service_type": "AUCTION", "data_level": "AUCTION_\(level)", "dimensions": list(dimensions),
            "metrics": list(metrics),
            "start_date": "\(business.until - since)", "end_date": "\(business.until - until)",
        ]
    }
}
