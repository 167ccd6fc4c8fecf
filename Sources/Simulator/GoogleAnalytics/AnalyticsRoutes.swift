import Core

/// What the paths of the Admin API and the Data API give.
struct AnalyticsRoutes {
    let request: SimulatedRequest
    let business: SimulatedBusiness
    let settings: AnalyticsSettings

    /// The number of the one property of a business.
    static func property(_ business: SimulatedBusiness) -> String { String(310_000_000 + business.seed % 99_991 * 10 + 1) }
    static func account(_ business: SimulatedBusiness) -> String { String(150_000_000 + business.seed % 99_991 * 10 + 1) }

    /// An answer of the Admin API, or the metadata of the Data API; `nil` for a report.
    func answer() throws(AnalyticsError) -> JSON? {
        let path = Array(request.path.dropFirst())
        guard request.method == "GET" else { return nil }
        switch (path.first, path.count) {
        case ("accountSummaries", 1): return summaries
        case ("properties", 2):
            try check(path[1])
            return property
        case ("properties", 3) where path[2] == "metadata":
            try check(path[1])
            return metadata
        case ("properties", 3) where path[2] == "keyEvents":
            try check(path[1])
            return keyEvents
        default: throw .nothing
        }
    }

    /// The name of a method behind the property: `properties/311:runReport`.
    func method() throws(AnalyticsError) -> String {
        let path = Array(request.path.dropFirst())
        guard request.method == "POST", path.count == 2, path[0] == "properties" else { throw .nothing }
        let parts = path[1].split(separator: ":", maxSplits: 1)
        guard parts.count == 2 else { throw .nothing }
        try check(String(parts[0]))
        return String(parts[1])
    }

    private func check(_ id: String) throws(AnalyticsError) {
        guard !id.isEmpty, id.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { throw .argument("Invalid property ID: \(id).") }
        guard id == Self.property(business) else { throw .permission }
    }

    private var summaries: JSON {
        let account = "accounts/\(Self.account(business))"
        let property: JSON = [
            "property": .string("properties/\(Self.property(business))"), "displayName": .string("\(business.name) Shop"),
            "propertyType": "PROPERTY_TYPE_ORDINARY", "parent": .string(account),
        ]
        return [
            "accountSummaries": [
                [
                    "name": .string("accountSummaries/\(Self.account(business))"), "account": .string(account), "displayName": .string(business.name),
                    "propertySummaries": [property],
                ]
            ]
        ]
    }

    private var property: JSON {
        let account: JSON = .string("accounts/\(Self.account(business))")
        let created = business.since.instant - .seconds(86_400 * 20)
        return [
            "name": .string("properties/\(Self.property(business))"), "parent": account, "account": account, "propertyType": "PROPERTY_TYPE_ORDINARY",
            "displayName": .string("\(business.name) Shop"), "industryCategory": "SHOPPING", "timeZone": .string(business.shopZone.name),
            "currencyCode": .string(business.currency.code), "serviceLevel": "GOOGLE_ANALYTICS_STANDARD", "createTime": .string(created.description),
            "updateTime": .string(created.description),
        ]
    }

    private var keyEvents: JSON {
        [
            "keyEvents": [
                [
                    "name": .string("properties/\(Self.property(business))/keyEvents/1"), "eventName": "purchase",
                    "createTime": .string((business.since.instant - .seconds(86_400 * 20)).description), "deletable": true, "custom": false,
                    "countingMethod": "ONCE_PER_EVENT",
                ]
            ]
        ]
    }

    private var metadata: JSON {
        let dimensions = AnalyticsDimension.all.map { dimension -> JSON in
            ["apiName": .string(dimension.name), "uiName": .string(dimension.title), "category": .string(dimension.category)]
        }
        let metrics = AnalyticsMetric.all.map { metric -> JSON in
            ["apiName": .string(metric.name), "uiName": .string(metric.title), "type": .string(metric.type)]
        }
        return [
            "dimensions": .array(dimensions), "metrics": .array(metrics), "name": .string("properties/\(Self.property(business))/metadata"),
        ]
    }
}
