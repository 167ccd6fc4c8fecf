import ConnectorKit

/// A part of the figures by something beside the ad. Raw values are the settings' words.
enum Breakdown: String, CaseIterable {
    case age, gender, country, region, device, placement, hour
    case ageAndGender = "age_gender"

    /// Meta's names of the breakdowns.
    var names: [String] {
        switch self {
        case .age: ["age"]
        case .gender: ["gender"]
        case .ageAndGender: ["age", "gender"]
        case .country: ["country"]
        case .region: ["region"]
        case .device: ["impression_device"]
        case .placement: ["publisher_platform", "platform_position"]
        case .hour: ["hourly_stats_aggregated_by_advertiser_time_zone"]
        }
    }

    /// The text of a row's breakdown, such as `age=25-34&gender=female`; nil where the row does not say it. An empty part is what belongs to none: `region=`.
    func text(_ fact: JSONView) -> String? {
        switch self {
        case .age: part("age", fact["age"].string)
        case .gender: part("gender", fact["gender"].string)
        case .ageAndGender: joined(part("age", fact["age"].string), part("gender", fact["gender"].string))
        case .country: part("country", fact["country"].string)
        case .region: part("region", fact["region"].string)
        case .device: part("device", fact["impression_device"].string)
        case .placement: joined(part("position", fact["platform_position"].string), part("publisher", fact["publisher_platform"].string))
        case .hour: Breakdown.hour(fact.member(names[0]).string).map { "hour=\($0)" }
        }
    }

    private func part(_ name: String, _ value: String?) -> String? {
        value.map { "\(name)=\(Breakdown.plain($0))" }
    }

    private func joined(_ first: String?, _ second: String?) -> String? {
        guard let first, let second else { return nil }
        return "\(first)&\(second)"
    }

    /// Names of regions are free texts: what separates the parts of a breakdown must not stand in one.
    private static func plain(_ value: String) -> String {
        value.replacing("%", with: "%25").replacing("&", with: "%26").replacing("=", with: "%3D")
    }

    /// The hour of `13:00:00 - 13:59:59`.
    private static func hour(_ text: String?) -> String? {
        guard let digits = text?.prefix(2), digits.utf8.count == 2, let hour = Int(digits), (0...23).contains(hour) else { return nil }
        return String(digits)
    }
}
