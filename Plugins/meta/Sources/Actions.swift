import ConnectorKit

/// The actions of a row: counts from `actions`, what they were worth from `action_values`. Where attribution windows were asked for, each window's
/// part is an action of its own behind the type (`purchase@1d_click`), in the same group: it is contained in the whole.
struct Actions {
    private(set) var list: [AdDailyRow.Action] = []
    private var places: [String: Int] = [:]

    init(_ fact: JSONView, windows: [String] = []) {
        for action in fact["actions"].elements { add(action, windows) { $0.count = $0.count ?? $1 } }
        for action in fact["action_values"].elements { add(action, windows) { $0.value = $0.value ?? $1 } }
    }

    /// What an attribution window's part of a type is called.
    static func name(_ type: String, _ window: String) -> String { "\(type)@\(window)" }

    private mutating func add(_ action: JSONView, _ windows: [String], _ set: (inout AdDailyRow.Action, Micros?) -> Void) {
        guard let type = action["action_type"].filledString else { return }
        let group = ActionGroup.of(type)
        set(&list[place(type, group)], action["value"].micros)
        for window in windows where action.member(window).exists {
            set(&list[place(Actions.name(type, window), group)], action.member(window).micros)
        }
    }

    private mutating func place(_ type: String, _ group: String) -> Int {
        if let place = places[type] { return place }
        places[type] = list.count
        list.append(AdDailyRow.Action(type: type, group: group))
        return list.count - 1
    }

    /// The first of the types that the row has. They overlap, so exactly one counts.
    func first(of types: [String]) -> AdDailyRow.Action? {
        for type in types {
            if let place = places[type] { return list[place] }
        }
        return nil
    }

    /// The part of a type that falls into an attribution window; nil where the row has none.
    func part(of type: String, in window: String) -> AdDailyRow.Action? { places[Actions.name(type, window)].map { list[$0] } }

    /// A count as a whole number; 0 where there is none.
    func wholeCount(of type: String) -> Int64? {
        guard let count = first(of: [type])?.count else { return 0 }
        return count.value % 1_000_000 == 0 ? count.value / 1_000_000 : nil
    }
}
