import ConnectorKit

/// The pages of a report: `while let page = try pages.next() { … }`.
struct ReportPages {
    private let api: DataAPI
    private let property: String
    private let report: Report
    private let window: DateWindows.Window
    private let limit: Int
    private var offset = 0
    private var previous = ""
    private var hasEnded = false

    init(_ api: DataAPI, _ property: String, _ report: Report, _ window: DateWindows.Window, limit: Int) {
        self.api = api
        self.property = property
        self.report = report
        self.window = window
        self.limit = limit
    }

    /// The next page, nil behind the last one. Google counts the rows of the whole report; without any it leaves rows and count out.
    mutating func next() throws -> ReportPage? {
        guard !hasEnded else { return nil }
        let body = try api.report(property) { write(to: &$0) }
        let page = try ReportPage(body, report)
        let total = Int(body["rowCount"].integer ?? 0)
        guard page.count > 0 || total <= offset else {
            throw ConnectorFailure(.contract, "Google's report lacks rows: it has \(total), and none came behind row \(offset).")
        }
        let content = total > limit ? body["rows"].json : ""
        if offset > 0, !content.isEmpty, content == previous {
            throw ConnectorFailure(.contract, "Google gave the same page of a report twice: its paging goes in a circle.")
        }
        previous = content
        offset += limit
        hasEnded = total <= offset
        return page
    }

    private func write(to row: inout Row) {
        row.objects("dateRanges", [window]) { row, window in
            row.text("startDate", window.since.description)
            row.text("endDate", window.until.description)
        }
        row.objects("dimensions", report.dimensions) { row, name in row.text("name", name) }
        row.objects("metrics", report.metrics) { row, name in row.text("name", name) }
        // Sorted by all dimensions, so that no row changes its page between two calls.
        row.objects("orderBys", report.dimensions) { row, name in row.object("dimension") { $0.text("dimensionName", name) } }
        row.text("limit", String(limit))
        row.text("offset", String(offset))
        row.boolean("keepEmptyRows", false)
        row.boolean("returnPropertyQuota", true)
    }
}

/// One page of a report: values without names, which stand in the heads.
struct ReportPage {
    let rows: JSONView.Elements
    let count: Int
    let metadata: JSONView
    private let dimensions: [String: Int]
    private let metrics: [String: Int]

    init(_ body: JSONView, _ report: Report) throws {
        guard body.kind == .object, body["rows"].kind == .array || !body["rows"].exists else {
            throw ConnectorFailure(.contract, "Google's answer is no report.", detail: String(body.json.prefix(200)))
        }
        rows = body["rows"].elements
        count = body["rows"].count
        metadata = body["metadata"]
        dimensions = ReportPage.places(body["dimensionHeaders"])
        metrics = ReportPage.places(body["metricHeaders"])
        let missing = report.dimensions.filter { dimensions[$0] == nil } + report.metrics.filter { metrics[$0] == nil }
        if count > 0, !missing.isEmpty { throw ConnectorFailure(.contract, "Google's report lacks \(missing.joined(separator: ", ")).") }
    }

    private static func places(_ heads: JSONView) -> [String: Int] {
        var places: [String: Int] = [:]
        for (index, head) in heads.elements.enumerated() { places[head["name"].string ?? ""] = index }
        return places
    }

    func dimension(_ name: String, _ row: JSONView) -> String? {
        dimensions[name].flatMap { row["dimensionValues"][$0]["value"].string }
    }

    func metric(_ name: String, _ row: JSONView) -> JSONView { metrics[name].map { row["metricValues"][$0]["value"] } ?? .missing }

    /// Google counted only a part of the visits and estimated the rest.
    var isSampled: Bool { metadata["samplingMetadatas"].count > 0 }
    /// Rows of few people were withheld.
    var isThresholded: Bool { metadata["subjectToThresholding"].boolean == true }
    /// What had no room in Google's table is in rows called `(other)`.
    var hasOtherRow: Bool { metadata["dataLossFromOtherRow"].boolean == true }
}
