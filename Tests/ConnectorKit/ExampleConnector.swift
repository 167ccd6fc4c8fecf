import ConnectorKit

/// A whole connector, small enough to read: campaigns page by page, figures of a day in windows.
struct ExampleConnector: Connector {
    static let manifest = Array(#"{"id":"example","version":"1.0.0","abi":1,"entry":"example_connector_v1"}"#.utf8)

    /// What the platform's refusals mean.
    static let errors = ErrorTable(
        marker: "error", code: "error.code", subcode: "error.error_subcode", message: "error.message",
        rules: [
            .init(codes: ["190"], kind: .auth, say: "The access was withdrawn: connect again."),
            .init(codes: ["17"], kind: .rateLimited, resume: .seconds(300)),
            .init(codes: ["2"], kind: .transient),
        ])

    func check(_ config: JSONView, _ host: Host) throws -> Account {
        let account = try host.json(Request(.get, "https://api.example.com/me"), errors: Self.errors)
        return Account(id: try account.requiredString("id"), name: account["name"].string ?? "")
    }

    func discover(_ config: JSONView, _ host: Host) throws -> Discovery {
        Discovery(streams: [.init("campaigns"), .init("ad_daily")])
    }

    func read(_ request: ReadRequest, _ host: Host) throws -> Outcome {
        switch request.stream {
        case "campaigns": try campaigns(request, host)
        case "ad_daily": try figures(request, host)
        default: throw ConnectorFailure(.permanent, "There is no stream \"\(request.stream)\".")
        }
        return .done
    }

    private func campaigns(_ request: ReadRequest, _ host: Host) throws {
        let list = Request(.get, "https://api.example.com/campaigns", query: [(name: "limit", value: "100")])
        let paging = Paging.cursor(at: "paging.after", parameter: "after")
        var pages = host.pages(list, paging, errors: Self.errors, from: request.mode == .full ? nil : request.cursor["after"].string)
        while let page = try pages.next() {
            for campaign in page.body["data"].elements {
                try host.emit(
                    CampaignRow(
                        id: try campaign.requiredString("id"), name: campaign["name"].string,
                        status: campaign["status"].string == "ACTIVE" ? .active : .paused, rawStatus: campaign["status"].string,
                        currency: request.currency, dailyBudget: campaign["daily_budget"].minor(request.currency ?? "USD"),
                        updatedAt: campaign["updated_time"].instant))
            }
            try host.checkpoint("campaigns") { $0.text("after", page.next) }
        }
    }

    private func figures(_ request: ReadRequest, _ host: Host) throws {
        let account = try request.config.requiredString("account_id")
        let today = try request.zone().day(of: host.now)
        let window = LookBack(days: 28).window(request, stored: request.cursor["day"].day, earliest: today.adding(days: -365), today: today)
        guard let window else { return }
        for slice in DateWindows(since: window.since, until: window.until, days: 30) {
            try host.replaceAdDaily(account: account, level: .campaign, slice)
            let report = Request(
                .get, "https://api.example.com/insights", query: [(name: "since", value: "\(slice.since)"), (name: "until", value: "\(slice.until)")])
            var pages = host.pages(report, .link(at: "paging.next"), errors: Self.errors)
            while let page = try pages.next() {
                for fact in page.body["data"].elements {
                    guard let day = fact["date"].day else {
                        try host.reject("ad_daily", Reject("The date can not be read.", field: "date", sample: fact["date"].string))
                        continue
                    }
                    try host.emit(
                        AdDailyRow(
                            day: day, accountID: account, level: .campaign, entityID: try fact.requiredString("campaign_id"),
                            campaignID: fact["campaign_id"].string, currency: request.currency, timeZone: request.timeZone,
                            spend: fact["spend"].micros, impressions: fact["impressions"].integer, clicks: fact["clicks"].integer))
                }
            }
            try host.checkpoint("ad_daily") { $0.day("day", slice.until) }
        }
    }
}
