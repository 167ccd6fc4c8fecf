import Core

/// Finds what a path below `/api` names and answers it.
struct KlaviyoRoutes {
    let request: SimulatedRequest
    let business: SimulatedBusiness
    let settings: KlaviyoSettings

    private var resources: KlaviyoResources { KlaviyoResources(business: business) }

    private static let times: Set<String> = ["greater-than", "greater-or-equal", "less-than", "less-or-equal"]
    private static let strict: Set<String> = ["greater-than", "less-than"]

    func response() throws(KlaviyoError) -> SimulatedResponse {
        guard request.path.count == 2 else { throw .missing("/" + request.path.joined(separator: "/")) }
        switch (request.method, request.path[1]) {
        case ("GET", "accounts"): return SimulatedResponse(["data": [resources.account.json(request)], "links": ["next": .null]])
        case ("GET", "metrics"):
            return try KlaviyoPage(request, usual: 200, largest: 200, isFixed: true).response(MailEvent.Kind.allCases) { resources.metric($0) }
        case ("GET", "lists"): return try KlaviyoPage(request, usual: 10, largest: 10).response(resources.lists) { $0 }
        case ("GET", "profiles"): return try profiles()
        case ("GET", "events"): return try events()
        case ("GET", "campaigns"): return try campaigns()
        case ("GET", "flows"): return try flows()
        case ("POST", "campaign-values-reports"): return try KlaviyoReport(request, business, settings, .campaign, isSeries: false).response()
        case ("POST", "flow-values-reports"): return try KlaviyoReport(request, business, settings, .flow, isSeries: false).response()
        case ("POST", "flow-series-reports"): return try KlaviyoReport(request, business, settings, .flow, isSeries: true).response()
        case ("POST", "metric-aggregates"): return try KlaviyoAggregate(request, business, settings).response()
        case (_, "accounts"), (_, "metrics"), (_, "lists"), (_, "profiles"), (_, "events"), (_, "campaigns"), (_, "flows"): throw .method
        default: throw .missing("/" + request.path.joined(separator: "/"))
        }
    }

    private func filter(_ fields: [String: Set<String>]) throws(KlaviyoError) -> KlaviyoFilter {
        try KlaviyoFilter(KlaviyoFilter.parts(request.parameters["filter"]), fields: fields, parameter: "filter")
    }

    /// The field and direction of `sort`.
    private func sort(_ allowed: [String], usual: String) throws(KlaviyoError) -> (field: String, isDescending: Bool) {
        let text = request.parameters["sort"] ?? usual
        let field = text.hasPrefix("-") ? String(text.dropFirst()) : text
        guard allowed.contains(field) else { throw .parameter("sort", "'\(field)' is no field to sort by.") }
        return (field, text.hasPrefix("-"))
    }

    private func profiles() throws(KlaviyoError) -> SimulatedResponse {
        let filter = try filter(["updated": Self.strict, "created": Self.strict, "id": ["equals", "any"], "email": ["equals", "any"]])
        let (field, isDescending) = try sort(["id", "created", "updated", "email"], usual: "id")
        let updated = try filter.span(of: "updated", zone: nil)
        let created = try filter.span(of: "created", zone: nil)
        let people = business.subscribers
        let id = filter.value(of: "id")
        let email = filter.value(of: "email")
        let found = people.indices.filter { index in
            let person = people[index]
            return person.updated >= updated.from && person.updated < updated.to && person.created >= created.from && person.created < created.to
                && (id ?? person.id) == person.id && (email ?? person.email) == person.email
        }
        let sorted = found.sorted { left, right in
            switch field {
            case "updated": (people[left].updated, people[left].id) < (people[right].updated, people[right].id)
            case "created": (people[left].created, people[left].id) < (people[right].created, people[right].id)
            case "email": people[left].email < people[right].email
            default: people[left].id < people[right].id
            }
        }
        let additional = Set((request.parameters["additional-fields[profile]"] ?? "").split(separator: ",").map { String($0) })
        return try KlaviyoPage(request, usual: 20, largest: 100).response(isDescending ? sorted.reversed() : sorted) {
            resources.profile($0, additional)
        }
    }

    private func campaigns() throws(KlaviyoError) -> SimulatedResponse {
        let filter = try filter([
            "messages.channel": ["equals"], "status": ["equals", "any"], "archived": ["equals"], "name": ["contains"], "created_at": Self.times,
            "scheduled_at": Self.times, "updated_at": Self.times,
        ])
        guard let channel = filter.value(of: "messages.channel"), ["email", "sms", "mobile_push"].contains(channel) else {
            throw .parameter("filter", "A channel filter is required to list campaigns.")
        }
        let updated = try filter.span(of: "updated_at", zone: nil)
        let found = mailings(.campaign, updated).filter { business.mailings[$0].channel == channel }
        let isIncluded = request.parameters["include"]?.split(separator: ",").contains("campaign-messages") == true
        return try KlaviyoPage(request, usual: 100, largest: 100).response(found) {
            resources.mailing($0)
        } included: { page in
            isIncluded ? page.map { resources.message($0) } : []
        }
    }

    private func flows() throws(KlaviyoError) -> SimulatedResponse {
        let filter = try filter(["updated": Self.times, "created": Self.times, "status": ["equals"], "archived": ["equals"], "id": ["any"]])
        let found = mailings(.flow, try filter.span(of: "updated", zone: nil))
        return try KlaviyoPage(request, usual: 50, largest: 50).response(found) { resources.mailing($0) }
    }

    private func mailings(_ kind: SimulatedMailing.Kind, _ updated: (from: Instant, to: Instant)) -> [Int] {
        business.mailings.indices.filter { index in
            let mailing = business.mailings[index]
            return mailing.kind == kind && mailing.updated >= updated.from && mailing.updated < updated.to
        }
    }

    /// Events are derived day by day, so that a page needs only the days it shows. The cursor counts days and the events of the last one.
    private func events() throws(KlaviyoError) -> SimulatedResponse {
        let filter = try filter(["datetime": Self.times, "timestamp": Self.times, "metric_id": ["equals"], "profile_id": ["equals"]])
        let (field, isDescending) = try sort(["datetime", "timestamp"], usual: "-datetime")
        _ = field
        let page = try KlaviyoPage(request, usual: 200, largest: 1_000)
        let span = try filter.span(of: "datetime", zone: nil)
        let days = Array(max(business.since, span.from.day - 1)...max(business.until, business.since)).filter { $0 <= business.until }
        let ordered = isDescending ? days.reversed() : days
        var day = page.start / Self.eventsOfDay
        var offset = page.start % Self.eventsOfDay
        var found: [MailEvent] = []
        var next: Int?
        while day < ordered.count, next == nil {
            let all = events(on: ordered[day], span, filter, isDescending).dropFirst(offset)
            let taken = all.prefix(page.size - found.count)
            found += taken
            if taken.count < all.count { next = day * Self.eventsOfDay + offset + taken.count }
            day += 1
            offset = 0
            if next == nil, found.count == page.size, day < ordered.count { next = day * Self.eventsOfDay }
        }
        let kinds = request.parameters["include"]?.split(separator: ",").contains("metric") == true ? Set(found.map(\.kind)) : []
        return page.response(
            found.map { resources.event($0) }, MailEvent.Kind.allCases.filter(kinds.contains).map { resources.metric($0) }, next: next)
    }

    /// More events than any day has.
    private static let eventsOfDay = 10_000_000

    private func events(on day: Day, _ span: (from: Instant, to: Instant), _ filter: KlaviyoFilter, _ isDescending: Bool) -> [MailEvent] {
        let metric = filter.value(of: "metric_id")
        let profile = filter.value(of: "profile_id")
        let found = business.mailEvents(on: day).filter { event in
            event.at >= span.from && event.at < span.to && (metric ?? KlaviyoResources.metricID(event.kind)) == KlaviyoResources.metricID(event.kind)
                && (profile ?? business.subscribers[event.subscriber].id) == business.subscribers[event.subscriber].id
        }
        return isDescending ? found.reversed() : found
    }
}
