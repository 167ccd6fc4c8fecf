import ConnectorKit

/// The actions of a row: counts from `actions`, what they were worth from `action_values`.
struct Actions {
    private(set) var list: [AdDailyRow.Action] = []

    init(_ fact: JSONView) {
        var places: [String: Int] = [:]
        for action in fact["actions"].elements {
            guard let type = action["action_type"].filledString, places[type] == nil else { continue }
            places[type] = list.count
            list.append(AdDailyRow.Action(type: type, group: ActionGroup.of(type), count: action["value"].micros))
        }
        for action in fact["action_values"].elements {
            guard let type = action["action_type"].filledString else { continue }
            if let place = places[type] {
                if list[place].value == nil { list[place].value = action["value"].micros }
            } else {
                places[type] = list.count
                list.append(AdDailyRow.Action(type: type, group: ActionGroup.of(type), value: action["value"].micros))
            }
        }
    }

    /// The first of the types that the row has. They overlap, so exactly one counts.
    func first(of types: [String]) -> AdDailyRow.Action? {
        for type in types {
            if let action = list.first(where: { $0.type == type }) { return action }
        }
        return nil
    }

    /// A count as a whole number; 0 where there is none.
    func wholeCount(of type: String) -> Int64? {
        guard let count = list.first(where: { $0.type == type })?.count else { return 0 }
        return count.value % 1_000_000 == 0 ? count.value / 1_000_000 : nil
    }
}

/// Which action types overlap. Meta reports one event under several types: of the pixel, of the application, and their union (`omni_`). Types of one
/// group must never be added up.
enum ActionGroup {
    private static let prefixes = [
        "offsite_conversion.fb_pixel_", "app_custom_event.fb_mobile_", "onsite_conversion.", "offline_conversion.", "onsite_web_app_", "onsite_web_",
        "onsite_app_", "web_app_in_store_", "web_in_store_", "omni_",
    ]
    /// The same thing under another word, and what contains the other.
    private static let others = [
        "content_view": "view_content", "lead_grouped": "lead", "post_engagement": "engagement", "page_engagement": "engagement",
        "achievement_unlocked": "level_achieved", "add_payment_info": "add_payment_info", "initiated_checkout": "initiate_checkout",
    ]

    static func of(_ type: String) -> String {
        let stem = prefixes.first { type.hasPrefix($0) && type.utf8.count > $0.utf8.count }.map { String(type.dropFirst($0.count)) } ?? type
        return others[stem] ?? stem
    }
}
