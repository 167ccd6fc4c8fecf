import ConnectorKit

/// Reads a stream of figures in windows of days. A window is replaced as a whole and stored as a whole.
struct Figures {
    let api: DataAPI
    let table: WebTable
    let settings: Settings

    func read(_ request: ReadRequest, _ properties: [Property]) throws {
        let reports = table.reports(settings)
        let definition = reports.map(\.definition).joined(separator: ";")
        if let stored = request.cursor["report"].string, stored != definition {
            api.host.log(.info, "The report has other columns than before: its days are read again.")
        }
        var cursor = DayCursor(request, definition: definition)
        let plan = DayPlan(properties, request, cursor, settings, now: api.host.now)
        var leftOut: Set<String> = []
        for (index, step) in plan.steps.enumerated() {
            let isLast = index == plan.steps.count - 1
            do {
                if leftOut.contains(step.property.id) {
                    if isLast { try finish(&cursor) }
                    continue
                }
                try api.sitOut(step.property.id)
                try read(step.window, step.property, reports, isLast: isLast, request.mode, &cursor)
            } catch let refusal as Refusal {
                guard refusal.isAboutOneProperty, settings.propertyID == nil, properties.count > 1 else { throw refusal.failure }
                api.host.log(.warning, "The property \(step.property.id) is left out: \(refusal.failure.message)")
                leftOut.insert(step.property.id)
                if isLast { try finish(&cursor) }
            }
        }
    }

    /// Reads a window; one that Google would estimate is asked for in halves.
    private func read(
        _ window: DateWindows.Window, _ property: Property, _ reports: [Report], isLast: Bool, _ mode: ReadRequest.Mode, _ cursor: inout DayCursor
    ) throws {
        var pages = reports.map { ReportPages(api, property.id, $0, window, limit: settings.pageSize) }
        var firsts: [ReportPage?] = []
        for index in pages.indices { firsts.append(try pages[index].next()) }
        if settings.halvesSampled, window.since < window.until, firsts.contains(where: { $0?.isSampled == true }) {
            let days = window.until.daysSince1970 - window.since.daysSince1970 + 1
            api.host.log(.info, "Google would estimate the report of \(days) days: asking for halves.")
            let halves = Array(DateWindows(since: window.since, until: window.until, days: (days + 1) / 2, newestFirst: mode == .backfill))
            for (index, half) in halves.enumerated() {
                try read(half, property, reports, isLast: isLast && index == halves.count - 1, mode, &cursor)
            }
            return
        }
        try api.host.replace(table.rawValue, scope: [("property_id", property.id)], window)
        for index in pages.indices { try emit(&pages[index], from: firsts[index], reports[index], window, property) }
        cursor.add(window, of: property.id)
        if isLast { try finish(&cursor) } else { try checkpoint(cursor) }
    }

    private func emit(
        _ pages: inout ReportPages, from first: ReportPage?, _ report: Report, _ window: DateWindows.Window, _ property: Property
    ) throws {
        let reader = FactReader(property: property, report: report, table: table, window: window, settings: settings)
        var page = first
        while let current = page {
            if current.hasOtherRow { api.host.log(.warning, "A report of \(window.since) to \(window.until) has an (other) row: too many values.") }
            if current.isSampled { api.host.log(.warning, "A report of \(window.since) to \(window.until) is estimated from a sample.") }
            for row in current.rows { try reader.emit(row, current, api.host) }
            page = try pages.next()
        }
    }

    private func finish(_ cursor: inout DayCursor) throws {
        cursor.isOpen = false
        try checkpoint(cursor)
    }

    private func checkpoint(_ cursor: DayCursor) throws { try api.host.checkpoint(table.rawValue) { try cursor.write(to: &$0) } }
}
