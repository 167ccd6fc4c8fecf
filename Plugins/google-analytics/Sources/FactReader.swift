import ConnectorKit

/// Turns the rows of a report into rows of a stream.
struct FactReader {
    let property: Property
    let report: Report
    let table: WebTable
    let window: DateWindows.Window
    let settings: Settings

    /// Emits a row; what can not be read is a reject.
    func emit(_ row: JSONView, _ page: ReportPage, _ host: Host) throws {
        do {
            let fact = try Values(row, page, report, window)
            switch table {
            case .daily: try emit(daily(fact, page), page, host)
            case .events: try emit(event(fact, page), page, host)
            case .demographics: if let trait = report.trait { try emit(demographic(trait, fact, page), page, host) }
            }
        } catch let fault as Fault { try host.reject(table.rawValue, fault.reject) }
    }

    private func emit(_ row: some CanonicalRow, _ page: ReportPage, _ host: Host) throws {
        try host.emit(table.rawValue) { target in
            row.write(to: &target)
            if page.isThresholded { target.boolean("is_thresholded", true) }
            if page.hasOtherRow { target.boolean("has_other_row", true) }
        }
    }

    private func daily(_ fact: Values, _ page: ReportPage) throws -> WebDailyRow {
        WebDailyRow(
            day: fact.day, propertyID: property.id, source: fact.text("sessionSource"), medium: fact.text("sessionMedium"),
            campaign: fact.text("sessionCampaignName"), timeZone: property.zone.name, currency: try currency(page),
            sessions: try fact.count("sessions"), users: try fact.count("totalUsers"), newUsers: try fact.count("newUsers"),
            engagedSessions: try fact.count("engagedSessions"), conversions: try fact.amount(settings.conversionMetric),
            revenue: try fact.amount(settings.revenueMetric), isSampled: page.isSampled)
    }

    private func event(_ fact: Values, _ page: ReportPage) throws -> WebEventRow {
        guard let name = fact.text("eventName"), !name.isEmpty else { throw Fault("The event has no name.", "eventName", nil) }
        return WebEventRow(
            day: fact.day, propertyID: property.id, eventName: name, source: fact.text("sessionSource"), medium: fact.text("sessionMedium"),
            campaign: fact.text("sessionCampaignName"), timeZone: property.zone.name, currency: try currency(page),
            eventCount: try fact.count("eventCount"), users: try fact.count("totalUsers"), value: try fact.amount(settings.eventValueMetric),
            isSampled: page.isSampled)
    }

    private func demographic(_ trait: WebDemographicRow.Dimension, _ fact: Values, _ page: ReportPage) throws -> WebDemographicRow {
        // An empty text is what has none of that trait, as `(not set)` is what Google could not tell.
        guard let value = fact.text(trait.googleName) else { throw Fault("The trait has no value.", trait.googleName, nil) }
        return WebDemographicRow(
            day: fact.day, propertyID: property.id, dimension: trait, value: value, timeZone: property.zone.name,
            sessions: try fact.count("sessions"), users: try fact.count("totalUsers"), newUsers: try fact.count("newUsers"),
            engagedSessions: try fact.count("engagedSessions"), conversions: try fact.amount(settings.conversionMetric), isSampled: page.isSampled)
    }

    /// The currency that the report itself names, else the property's. Amounts without one say nothing.
    private func currency(_ page: ReportPage) throws(Fault) -> String {
        if let currency = page.metadata["currencyCode"].currencyCode ?? property.currency { return currency }
        throw Fault("Neither the report nor the property says the currency of its amounts.", "currencyCode", nil)
    }
}

/// Why a row can not be read.
struct Fault: Error {
    let reject: Reject

    init(_ reason: String, _ field: String, _ sample: String?) {
        reject = Reject(reason, field: field, sample: sample.map { String($0.prefix(100)) })
    }
}

/// The values of one row by their names.
struct Values {
    let day: Day
    private let row: JSONView
    private let page: ReportPage

    init(_ row: JSONView, _ page: ReportPage, _ report: Report, _ window: DateWindows.Window) throws(Fault) {
        guard row["dimensionValues"].count == report.dimensions.count, row["metricValues"].count == report.metrics.count else {
            throw Fault("The row has not as many values as the report has columns.", "row", row.json)
        }
        let text = page.dimension("date", row) ?? ""
        guard let day = Values.day(text), day >= window.since, day <= window.until else {
            throw Fault("The day of the row is none of the report's.", "date", text)
        }
        self.day = day
        self.row = row
        self.page = page
    }

    /// Google writes days as `20260501`.
    private static func day(_ text: String) -> Day? {
        guard text.utf8.count == 8, let number = Int(text) else { return nil }
        return Day(year: number / 10_000, month: number / 100 % 100, day: number % 100)
    }

    func text(_ name: String) -> String? { page.dimension(name, row) }

    /// A whole number; values are texts, whatever they count.
    func count(_ name: String) throws(Fault) -> Int64 {
        let view = page.metric(name, row)
        guard let count = view.integer, count >= 0 else { throw Fault("\"\(name)\" is no count.", name, view.string) }
        return count
    }

    /// A number with decimals: an amount, or key events, which may be parts of one.
    func amount(_ name: String) throws(Fault) -> Micros {
        let view = page.metric(name, row)
        guard let amount = view.micros else { throw Fault("\"\(name)\" is no number.", name, view.string) }
        return amount
    }
}
