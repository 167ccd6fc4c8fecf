import ConnectorKit

/// A part of the figures by something beside the entity. Raw values are the settings' words.
enum Breakdown: String {
    case age, gender, country, region, device, hour
    case ageAndGender = "age_gender"

    /// TikTok's dimensions.
    var dimensions: [String] {
        switch self {
        case .age: ["age"]
        case .gender: ["gender"]
        case .ageAndGender: ["age", "gender"]
        case .country: ["country_code"]
        case .region: ["province_id"]
        case .device: ["platform"]
        case .hour: []
        }
    }

    /// The text of a row's breakdown, such as `age=25-34&gender=female`; nil where the row does not say it.
    func text(_ dimensions: JSONView) -> String? {
        func part(_ name: String, _ dimension: String, _ read: (String) -> String) -> String? {
            dimensions.member(dimension).filledString.map { "\(name)=\(read($0))" }
        }
        switch self {
        case .age: return part("age", "age", Self.age)
        case .gender: return part("gender", "gender", Self.word)
        case .ageAndGender:
            guard let age = part("age", "age", Self.age), let gender = part("gender", "gender", Self.word) else { return nil }
            return "\(age)&\(gender)"
        case .country: return part("country", "country_code", Self.country)
        case .region: return part("region", "province_id", Self.plain)
        case .device: return part("device", "platform", Self.word)
        case .hour: return Self.hour(dimensions)
        }
    }

    /// `AGE_25_34` as `25-34`, the last of them as `55+`.
    private static func age(_ text: String) -> String {
        guard text.hasPrefix("AGE_") else { return word(text) }
        let bounds = text.dropFirst(4).split(separator: "_")
        return bounds.count == 2 && bounds[1] == "100" ? "\(bounds[0])+" : bounds.joined(separator: "-")
    }

    private static func country(_ text: String) -> String { isNothing(text) ? "unknown" : text.uppercased() }
    private static func plain(_ text: String) -> String { isNothing(text) ? "unknown" : text }
    private static func word(_ text: String) -> String { isNothing(text) ? "unknown" : text.lowercased() }
    private static func isNothing(_ text: String) -> Bool { ["-", "-1", "NONE", "None", "UNKNOWN"].contains(text) }

    /// The hour of `2026-05-01 13:00:00`.
    private static func hour(_ dimensions: JSONView) -> String? {
        guard let time = dimensions["stat_time_hour"].string, time.utf8.count >= 13 else { return nil }
        let digits = time.dropFirst(11).prefix(2)
        guard let hour = Int(digits), (0...23).contains(hour) else { return nil }
        return "hour=\(digits)"
    }
}
