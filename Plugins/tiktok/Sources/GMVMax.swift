import ConnectorKit

/// GMV Max campaigns sell on TikTok Shop and have a report of their own, per shop. A stream of this connector: its figures are not those of ads.
struct GMVMax {
    static let stream = "tiktok_gmv_max"

    let api: API
    let settings: Settings

    func read(_ request: ReadRequest, _ accounts: [Advertiser]) throws {
        guard !settings.storeIDs.isEmpty else { throw ConnectorFailure(.config, "The setting \"store_ids\" names no shop.") }
        var cursor = DailyCursor(request)
        var skipping = Skipping(accounts)
        for account in accounts {
            let plan = try DailyPlan([account], request, cursor, settings, now: api.host.now)
            do { for step in plan.steps { try read(step.window, account, &cursor) } } catch let refusal as Refusal {
                try skipping.note(refusal, account, api.host)
            }
        }
        cursor.open = nil
        try api.host.checkpoint(Self.stream) { try cursor.write(to: &$0) }
    }

    private func read(_ window: DateWindows.Window, _ account: Advertiser, _ cursor: inout DailyCursor) throws {
        let query = [
            (name: "advertiser_id", value: account.id), (name: "store_ids", value: JSONList.text(settings.storeIDs)),
            (name: "dimensions", value: JSONList.text(["campaign_id", "stat_time_day"])),
            (name: "metrics", value: JSONList.text(settings.gmvMetrics)),
            (name: "start_date", value: "\(window.since)"), (name: "end_date", value: "\(window.until)"),
        ]
        var pages = ListPages(api, "gmv_max/report/get/", query, size: settings.pageSize)
        while let page = try pages.next() { for fact in page.rows { try emit(fact, account) } }
        cursor.add(window, of: account.id)
        try api.host.checkpoint(Self.stream) { try cursor.write(to: &$0) }
    }

    private func emit(_ fact: JSONView, _ account: Advertiser) throws {
        guard let campaign = fact["dimensions.campaign_id"].filledString, let day = fact["dimensions.stat_time_day"].day else {
            return try api.host.reject(
                Self.stream, Reject("The row names no campaign or day.", field: "dimensions", sample: String(fact.json.prefix(200))))
        }
        try api.host.emit(Self.stream) { row in
            row.text("id", "\(campaign) \(day)")
            row.text("campaign_id", campaign)
            row.day("day", day)
            row.text("account_id", account.id)
            row.text("currency", account.currency)
            row.text("time_zone", account.timeZone)
            row.raw("metrics", fact["metrics"])
        }
    }
}
