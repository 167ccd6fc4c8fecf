import Core

/// The rows of a report: sums of the business's facts by day and pivots. What had no delivery has no row.
struct LinkedInAnalytics {
    let objects: LinkedInObjects
    let report: LinkedInReport
    let settings: LinkedInSettings

    private struct Key: Hashable {
        let day: Day
        let values: [String]
    }

    func rows() -> [JSON] {
        let first = max(report.days.lowerBound, objects.business.until - settings.retentionDays)
        guard first <= report.days.upperBound else { return [] }
        var places: [Key: Int] = [:]
        var keys: [Key] = []
        var sums: [LinkedInFigures] = []
        for fact in objects.ads.facts(from: first, through: report.days.upperBound) where admits(fact) {
            var figures = LinkedInFigures()
            figures.add(fact)
            for (values, share) in parts(fact, figures) {
                let key = Key(day: report.isDaily ? fact.day : report.days.lowerBound, values: values)
                let place = places[key] ?? keys.count
                if place == keys.count {
                    places[key] = place
                    keys.append(key)
                    sums.append(LinkedInFigures())
                }
                sums[place].add(share)
            }
        }
        return zip(keys, sums).filter { !$1.isNothing }.prefix(settings.largestReport).map { row($0, $1) }
    }

    private func admits(_ fact: AdFact) -> Bool {
        let ads = objects.ads
        return report.accounts.contains(ads.accounts[ads.account(of: fact)].id)
            && report.campaigns?.contains(ads.adSets[fact.adSet].id) ?? true && report.creatives?.contains(ads.ads[fact.ad].id) ?? true
    }

    /// The values of the pivots for a fact; a pivot that is no entity splits it in two.
    private func parts(_ fact: AdFact, _ figures: LinkedInFigures) -> [([String], LinkedInFigures)] {
        report.pivots.reduce([([], figures)]) { parts, pivot in
            parts.flatMap { values, figures -> [([String], LinkedInFigures)] in
                if let urn = urn(pivot, fact) { return [(values + [urn], figures)] }
                return Self.words(pivot).enumerated().map { (values + [$1], figures.part($0)) }
            }
        }
    }

    private func urn(_ pivot: String, _ fact: AdFact) -> String? {
        let ads = objects.ads
        return switch pivot {
        case "ACCOUNT": LinkedInObjects.accountURN + ads.accounts[ads.account(of: fact)].id
        case "CAMPAIGN_GROUP": LinkedInObjects.Kind.groups.urn + ads.campaigns[fact.campaign].id
        case "CAMPAIGN": LinkedInObjects.Kind.campaigns.urn + ads.adSets[fact.adSet].id
        case "CREATIVE": LinkedInObjects.Kind.creatives.urn + ads.ads[fact.ad].id
        default: nil
        }
    }

    private static func words(_ pivot: String) -> [String] {
        switch pivot {
        case "IMPRESSION_DEVICE_TYPE": ["MOBILE_APP", "DESKTOP_WEB"]
        case "SERVING_LOCATION": ["ON_SITE", "OFF_SITE"]
        case "MEMBER_COUNTRY_V2": ["urn:li:geo:101282230", "urn:li:geo:103883259"]
        case "MEMBER_COMPANY_SIZE": ["SIZE_51_TO_200", "SIZE_201_TO_500"]
        default: ["urn:li:\(pivot.dropFirst(7).lowercased()):1", "urn:li:\(pivot.dropFirst(7).lowercased()):2"]
        }
    }

    private func row(_ key: Key, _ figures: LinkedInFigures) -> JSON {
        let end = report.isDaily ? key.day : report.days.upperBound
        return .object(
            report.fields.compactMap { name in
                switch name {
                case "dateRange": JSON.Member(name, ["start": Self.date(key.day), "end": Self.date(end)])
                case "pivotValues": JSON.Member(name, .array(key.values.map { .string($0) }))
                default: figures.metric(name).map { JSON.Member(name, $0) }
                }
            })
    }

    private static func date(_ day: Day) -> JSON {
        let (year, month, number) = day.parts
        return ["year": .integer(year), "month": .integer(month), "day": .integer(number)]
    }
}
