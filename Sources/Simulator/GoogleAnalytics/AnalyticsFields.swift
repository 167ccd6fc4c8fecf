import Core

/// A dimension: its name for people, and its value in a record.
struct AnalyticsDimension: Sendable {
    let name: String
    let title: String
    let category: String
    let read: @Sendable (AnalyticsRecord) -> String

    static let all: [AnalyticsDimension] =
        [
            AnalyticsDimension(name: "date", title: "Date", category: "Time") { compact($0.day.description) },
            AnalyticsDimension(name: "yearMonth", title: "Year month", category: "Time") { String(compact($0.day.description).prefix(6)) },
            AnalyticsDimension(name: "year", title: "Year", category: "Time") { String($0.day.description.prefix(4)) },
            AnalyticsDimension(name: "sessionSource", title: "Session source", category: "Traffic source") { $0.source },
            AnalyticsDimension(name: "sessionMedium", title: "Session medium", category: "Traffic source") { $0.medium },
            AnalyticsDimension(name: "sessionSourceMedium", title: "Session source / medium", category: "Traffic source") {
                "\($0.source) / \($0.medium)"
            },
            AnalyticsDimension(name: "sessionCampaignName", title: "Session campaign", category: "Traffic source") { $0.campaign },
            AnalyticsDimension(name: "sessionCampaignId", title: "Session campaign ID", category: "Traffic source") { $0.campaignID ?? "(not set)" },
            AnalyticsDimension(name: "sessionDefaultChannelGroup", title: "Session default channel group", category: "Traffic source") { group($0) },
            AnalyticsDimension(name: "eventName", title: "Event name", category: "Event") { $0.event ?? "" },
            AnalyticsDimension(name: "isKeyEvent", title: "Is key event", category: "Event") { $0.event == "purchase" ? "true" : "false" },
        ]
        + Demographics.dimensions.map { name in
            AnalyticsDimension(name: name, title: title(name), category: "User") { $0.trait == name ? $0.value : "(not set)" }
        }

    static let byName = Dictionary(uniqueKeysWithValues: all.map { ($0.name, $0) })

    private static func compact(_ day: String) -> String { day.filter { $0 != "-" } }

    private static func title(_ name: String) -> String {
        [
            "country": "Country", "city": "City", "language": "Language", "deviceCategory": "Device category", "userAgeBracket": "Age",
            "userGender": "Gender",
        ][name] ?? name
    }

    private static func group(_ record: AnalyticsRecord) -> String {
        switch record.medium {
        case "(none)": "Direct"
        case "organic": "Organic Search"
        case "cpc": "Paid Search"
        case "paid_social": "Paid Social"
        case "social": "Organic Social"
        case "email": "Email"
        case "referral": "Referral"
        default: "Unassigned"
        }
    }
}

/// A metric: its type, and its value from summed figures.
struct AnalyticsMetric: Sendable {
    let name: String
    let title: String
    let type: String
    /// Whether it can stand beside names of events, and beside traits of people.
    let standsByEvent: Bool
    let standsByTrait: Bool
    let read: @Sendable (AnalyticsFigures) -> String

    static let all: [AnalyticsMetric] = [
        session("sessions", "Sessions") { String($0.sessions) },
        session("engagedSessions", "Engaged sessions") { String($0.engaged) },
        session("engagementRate", "Engagement rate", "TYPE_FLOAT") { ratio($0.engaged, $0.sessions) },
        session("bounceRate", "Bounce rate", "TYPE_FLOAT") { ratio($0.sessions - $0.engaged, $0.sessions) },
        session("newUsers", "New users") { String($0.newUsers) },
        any("totalUsers", "Total users") { String($0.users) },
        any("activeUsers", "Active users") { String($0.users) },
        any("keyEvents", "Key events", "TYPE_FLOAT") { String($0.purchases) },
        any("conversions", "Conversions", "TYPE_FLOAT") { String($0.purchases) },
        any("ecommercePurchases", "Ecommerce purchases") { String($0.purchases) },
        any("transactions", "Transactions") { String($0.purchases) },
        any("purchaseRevenue", "Purchase revenue", "TYPE_CURRENCY") { Micros.text($0.revenue, decimals: 0) },
        any("totalRevenue", "Total revenue", "TYPE_CURRENCY") { Micros.text($0.revenue, decimals: 0) },
        event("eventCount", "Event count") { String($0.events) },
        event("eventValue", "Event value", "TYPE_FLOAT") { Micros.text($0.value, decimals: 0) },
        event("screenPageViews", "Views") { String($0.views) },
        event("addToCarts", "Add to carts") { String($0.carts) },
        event("checkouts", "Checkouts") { String($0.checkouts) },
    ]

    static let byName = Dictionary(uniqueKeysWithValues: all.map { ($0.name, $0) })

    private typealias Read = @Sendable (AnalyticsFigures) -> String

    private static func session(_ name: String, _ title: String, _ type: String = "TYPE_INTEGER", _ read: @escaping Read) -> AnalyticsMetric {
        AnalyticsMetric(name: name, title: title, type: type, standsByEvent: false, standsByTrait: true, read: read)
    }

    private static func any(_ name: String, _ title: String, _ type: String = "TYPE_INTEGER", _ read: @escaping Read) -> AnalyticsMetric {
        AnalyticsMetric(name: name, title: title, type: type, standsByEvent: true, standsByTrait: true, read: read)
    }

    private static func event(_ name: String, _ title: String, _ type: String = "TYPE_INTEGER", _ read: @escaping Read) -> AnalyticsMetric {
        AnalyticsMetric(name: name, title: title, type: type, standsByEvent: true, standsByTrait: false, read: read)
    }

    private static func ratio(_ part: Int, _ whole: Int) -> String {
        whole > 0 ? Micros.text(Int64(part) * 1_000_000 / Int64(whole), decimals: 0) : "0"
    }
}
