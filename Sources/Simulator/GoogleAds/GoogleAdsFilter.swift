import Core

/// The conditions of a query: those on days choose facts, the others choose rows.
struct GoogleAdsFilter: Sendable {
    private let conditions: [(field: GoogleAdsField, condition: GAQLQuery.Condition)]
    /// The days that are asked for.
    let days: ClosedRange<Day>

    private static let dates: Set<String> = ["segments.date", "segments.week", "segments.month", "segments.year"]

    init(_ query: GAQLQuery, _ view: GoogleAdsView) throws(GoogleAdsError) {
        var others: [(field: GoogleAdsField, condition: GAQLQuery.Condition)] = []
        var since = view.business.since
        var until = view.business.until
        for condition in query.conditions {
            guard let field = GoogleAdsField.all[condition.field] else {
                throw .query("UNRECOGNIZED_FIELD", "Unrecognized field in the query: '\(condition.field)'.")
            }
            guard condition.field == "segments.date" else {
                if Self.dates.contains(condition.field), !query.fields.contains(condition.field) {
                    throw .query("EXPECTED_REFERENCED_FIELD_IN_SELECT_CLAUSE", "'\(condition.field)' has to be in the SELECT clause.")
                }
                others.append((field, condition))
                continue
            }
            let range = try Self.days(condition, view.today)
            since = max(since, range.since)
            until = min(until, range.until)
        }
        conditions = others
        days = since <= until ? since...until : Self.never
    }

    /// A day on which nothing happened.
    private static let never = Day(number: -1_000_000)...Day(number: -1_000_000)

    func admits(_ row: GoogleAdsRow, _ view: GoogleAdsView) -> Bool {
        conditions.allSatisfy { Self.holds($0.condition, $0.field.read(row, view)) }
    }

    private static func holds(_ condition: GAQLQuery.Condition, _ value: GoogleAdsValue?) -> Bool {
        switch condition.comparison {
        case .isNull: return value == nil
        case .isNotNull: return value != nil
        default: break
        }
        guard let value else { return condition.comparison == .different || condition.comparison == .isNoneOf }
        let signs = condition.values.map { value.compared(to: $0) }
        let first = signs.first ?? nil
        switch condition.comparison {
        case .equal: return first == 0
        case .different: return first != 0
        case .less: return first.map { $0 < 0 } ?? false
        case .atMost: return first.map { $0 <= 0 } ?? false
        case .more: return first.map { $0 > 0 } ?? false
        case .atLeast: return first.map { $0 >= 0 } ?? false
        case .isOneOf: return signs.contains(0)
        case .isNoneOf: return !signs.contains(0)
        case .between: return (first.map { $0 >= 0 } ?? false) && (signs.last.flatMap { $0 }.map { $0 <= 0 } ?? false)
        case .like: return isLike(value, condition.values.first ?? "")
        case .unlike: return !isLike(value, condition.values.first ?? "")
        case .during, .isNull, .isNotNull: return false
        }
    }

    /// `%` stands for anything; letter case does not count.
    private static func isLike(_ value: GoogleAdsValue, _ pattern: String) -> Bool {
        guard case .text(let text) = value else { return false }
        let parts = pattern.lowercased().split(separator: "%", omittingEmptySubsequences: false)
        var rest = text.lowercased()[...]
        for (index, part) in parts.enumerated() where !part.isEmpty {
            guard let found = rest.firstRange(of: part), index > 0 || found.lowerBound == rest.startIndex else { return false }
            if index == parts.count - 1, index > 0 { return rest.hasSuffix(part) }
            rest = rest[found.upperBound...]
        }
        return parts.last?.isEmpty == true || rest.isEmpty
    }

    private static func days(_ condition: GAQLQuery.Condition, _ today: Day) throws(GoogleAdsError) -> (since: Day, until: Day) {
        let far = (since: today - 100_000, until: today + 100_000)
        if condition.comparison == .during { return try during(condition.values.first ?? "", today) }
        var days: [Day] = []
        for text in condition.values {
            guard let day = Day(text) else {
                throw .query(
                    condition.comparison == .between ? "INVALID_VALUE_WITH_BETWEEN_OPERATOR" : "INVALID_DATE_FORMAT", "The date '\(text)' is invalid."
                )
            }
            days.append(day)
        }
        guard let first = days.first, let last = days.last else { throw .query("BAD_VALUE", "A date is missing.") }
        guard first <= last else { throw .query("DATE_RANGE_TOO_NARROW", "The start date is after the end date.") }
        switch condition.comparison {
        case .equal: return (first, first)
        case .between: return (first, last)
        case .atLeast: return (first, far.until)
        case .more: return (first + 1, far.until)
        case .atMost: return (far.since, first)
        case .less: return (far.since, first - 1)
        default: throw .query("OPERATOR_FIELD_MISMATCH", "The operator does not apply to dates.")
        }
    }

    private static func during(_ word: String, _ today: Day) throws(GoogleAdsError) -> (since: Day, until: Day) {
        let month = GoogleAdsStretch.month.start(of: today)
        let monday = GoogleAdsStretch.week.start(of: today)
        switch word {
        case "TODAY": return (today, today)
        case "YESTERDAY": return (today - 1, today - 1)
        case "LAST_7_DAYS": return (today - 7, today - 1)
        case "LAST_14_DAYS": return (today - 14, today - 1)
        case "LAST_30_DAYS": return (today - 30, today - 1)
        case "THIS_MONTH": return (month, today)
        case "LAST_MONTH": return (GoogleAdsStretch.month.start(of: month - 1), month - 1)
        case "THIS_WEEK_MON_TODAY": return (monday, today)
        case "LAST_WEEK_MON_SUN": return (monday - 7, monday - 1)
        default: throw .query("INVALID_VALUE_WITH_DURING_OPERATOR", "'\(word)' is no range of dates.")
        }
    }
}
