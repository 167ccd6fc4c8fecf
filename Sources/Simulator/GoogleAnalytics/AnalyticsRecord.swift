import Core

/// The smallest thing that a report sums up.
struct AnalyticsRecord: Sendable {
    let day: Day
    var source = ""
    var medium = ""
    var campaign = ""
    var campaignID: String?
    var event: String?
    /// A trait of the visitors and its value.
    var trait = ""
    var value = ""
    var figures = AnalyticsFigures()

    init(_ fact: SessionFact) {
        day = fact.day
        source = fact.source
        medium = fact.medium
        campaign = fact.campaign
        campaignID = fact.campaignID
        figures.sessions = fact.sessions
        figures.newUsers = fact.newUsers
        figures.engaged = fact.engaged
        figures.purchases = fact.conversions
        figures.revenue = fact.revenue
        figures.countUsers(fact.users, on: fact.day)
    }

    /// - Parameter isAlone: people and purchases count too, because no record of the visit stands beside it.
    init(_ fact: SessionEventFact, isAlone: Bool) {
        day = fact.day
        source = fact.source
        medium = fact.medium
        campaign = fact.campaign
        campaignID = fact.campaignID
        event = fact.event
        figures.events = fact.count
        figures.value = fact.value
        switch fact.event {
        case "page_view": figures.views = fact.count
        case "add_to_cart": figures.carts = fact.count
        case "begin_checkout": figures.checkouts = fact.count
        default: break
        }
        guard isAlone else { return }
        figures.countUsers(fact.users, on: fact.day)
        guard fact.event == "purchase" else { return }
        figures.purchases = fact.count
        figures.revenue = fact.value
    }

    init(_ fact: DemographicFact) {
        day = fact.day
        trait = fact.dimension
        value = fact.value
        figures.sessions = fact.sessions
        figures.newUsers = fact.newUsers
        figures.engaged = fact.engaged
        figures.purchases = fact.conversions
        figures.revenue = fact.revenue
        figures.countUsers(fact.users, on: fact.day)
    }
}

/// Sums. Everything adds up except people over several days: some come again, so 85 % of the sum are left, and never fewer than on one day.
struct AnalyticsFigures: Sendable {
    var sessions = 0
    var newUsers = 0
    var engaged = 0
    var purchases = 0
    var revenue: Int64 = 0
    var events = 0
    var value: Int64 = 0
    var views = 0
    var carts = 0
    var checkouts = 0
    private var people = 0
    private var peopleOfDay = 0
    private var mostOfDay = 0
    private var days = 0
    private var latest: Day?

    var users: Int { days > 1 ? max(mostOfDay, people * 85 / 100) : people }

    /// Counts people; days come in their order.
    mutating func countUsers(_ count: Int, on day: Day) {
        if day != latest {
            latest = day
            days += 1
            peopleOfDay = 0
        }
        people += count
        peopleOfDay += count
        mostOfDay = max(mostOfDay, peopleOfDay)
    }

    /// Adds a record's figures on its day.
    mutating func add(_ record: AnalyticsRecord) {
        sum(record.figures)
        if record.figures.people > 0 { countUsers(record.figures.people, on: record.day) }
    }

    /// Adds what another row has, as if its people were others.
    mutating func join(_ other: AnalyticsFigures) {
        sum(other)
        people += other.users
    }

    private mutating func sum(_ other: AnalyticsFigures) {
        sessions += other.sessions
        newUsers += other.newUsers
        engaged += other.engaged
        purchases += other.purchases
        revenue += other.revenue
        events += other.events
        value += other.value
        views += other.views
        carts += other.carts
        checkouts += other.checkouts
    }
}

/// The records that a report is made of: visits with their events, events alone, or visits by one trait.
enum AnalyticsTable: Sendable, Hashable {
    case visits(withEvents: Bool)
    case events
    case trait(String)

    /// The one that has all these fields.
    init(dimensions: [String], metrics: [AnalyticsMetric]) throws(AnalyticsError) {
        let traits = Set(dimensions).intersection(Demographics.dimensions)
        let isByEvent = dimensions.contains { ["eventName", "isKeyEvent"].contains($0) }
        if let trait = traits.first {
            let times: Set<String> = ["date", "yearMonth", "year"]
            guard traits.count == 1, dimensions.allSatisfy({ $0 == trait || times.contains($0) }), metrics.allSatisfy(\.standsByTrait) else {
                throw .incompatible
            }
            self = .trait(trait)
        } else if isByEvent {
            guard metrics.allSatisfy(\.standsByEvent) else { throw .incompatible }
            self = .events
        } else {
            self = .visits(withEvents: metrics.contains { !$0.standsByTrait })
        }
    }

    /// From one day to another, both included, in order of the days.
    func records(_ business: SimulatedBusiness, _ days: ClosedRange<Day>) -> [AnalyticsRecord] {
        switch self {
        case .visits(let withEvents):
            let visits = business.sessions.days(days, \.day).map { AnalyticsRecord($0) }
            return withEvents ? visits + business.sessionEvents.days(days, \.day).map { AnalyticsRecord($0, isAlone: false) } : visits
        case .events: return business.sessionEvents.days(days, \.day).map { AnalyticsRecord($0, isAlone: true) }
        case .trait(let name): return business.demographics.days(days, \.day).filter { $0.dimension == name }.map { AnalyticsRecord($0) }
        }
    }
}

extension Array {
    /// The part of some days, of a list that is in order of days.
    func days(_ range: ClosedRange<Day>, _ day: KeyPath<Element, Day>) -> ArraySlice<Element> {
        let first = partition(by: { $0[keyPath: day] >= range.lowerBound })
        return self[first..<Swift.max(first, partition(by: { $0[keyPath: day] > range.upperBound }))]
    }
}
