/// What a platform's refusals mean: rules that are tried in order, then the general meaning of the HTTP status.
public struct ErrorTable: Sendable {
    /// When to go on after a refusal for too many calls.
    public enum Resume: Sendable {
        /// The field Retry-After, else in a minute.
        case retryAfter
        /// So many seconds from now; Retry-After wins.
        case seconds(Int64)
        /// A header with the seconds to wait.
        case header(String)
        /// A header with the time itself: seconds since 1970 or RFC 3339.
        case headerTime(String)
        /// A path in the body with the seconds to wait, such as `30`, `"2.5"` or `"30s"`. A `*` stands for the first element that has the rest.
        case path(String)
        /// At the start of the next hour in UTC.
        case nextHourUTC
        /// At the start of the next day in UTC.
        case nextDayUTC
        /// At the start of the next day in a zone, where allowances are counted by that day: `America/Los_Angeles`.
        case nextDay(String)
    }

    /// One rule: it fits when all that it names fits.
    public struct Rule: Sendable {
        let statuses: ClosedRange<Int>?
        let codes: [String]
        let subcodes: [String]
        let words: String?
        let kind: ConnectorFailure.Kind
        let say: String?
        let resume: Resume

        /// A rule. `codes` and `subcodes` are compared with the body's values as texts; `words` must occur in the message (any case); `say` replaces
        /// the platform's message.
        public init(
            status: Int? = nil, statuses: ClosedRange<Int>? = nil, codes: [String] = [], subcodes: [String] = [], words: String? = nil,
            kind: ConnectorFailure.Kind, say: String? = nil, resume: Resume = .retryAfter
        ) {
            self.statuses = status.map { $0...$0 } ?? statuses
            self.codes = codes
            self.subcodes = subcodes
            self.words = words?.lowercased()
            self.kind = kind
            self.say = say
            self.resume = resume
        }

        func fits(_ status: Int, code: String?, subcode: String?, message: String) -> Bool {
            if let statuses, !statuses.contains(status) { return false }
            if !codes.isEmpty, !codes.contains(code ?? "") { return false }
            if !subcodes.isEmpty, !subcodes.contains(subcode ?? "") { return false }
            if let words, !message.lowercased().contains(words) { return false }
            return true
        }
    }

    let marker: String?
    let code: String
    let subcode: String
    let message: String
    let rules: [Rule]

    /// A table. `marker` is the path whose existence makes an answer a failure even with status 200 (`error`, or GraphQL's `errors`); the other paths
    /// say where code, subcode and message stand. In them a `*` stands for the first element that has the rest; where a code's path leads to an
    /// object, as `{"quotaError": "RESOURCE_EXHAUSTED"}`, the code is its first member's text.
    public init(
        marker: String? = nil, code: String = "error.code", subcode: String = "error.subcode", message: String = "error.message", rules: [Rule] = []
    ) {
        self.marker = marker
        self.code = code
        self.subcode = subcode
        self.message = message
        self.rules = rules
    }

    /// The general meaning of the status alone.
    public static let standard = ErrorTable()

    /// The failure that an answer stands for; nil when it is a success. `body` is missing where it was no JSON.
    public func failure(_ response: Response, _ body: JSONView) -> ConnectorFailure? {
        let marked = marker.map { path in body[path].exists && (body[path].kind != .array || body[path].count > 0) } ?? false
        guard !response.isSuccess || marked else { return nil }
        let message = ErrorTable.text(body, message) ?? ""
        let code = ErrorTable.text(body, code)
        let subcode = ErrorTable.text(body, subcode)
        let rule = rules.first { $0.fits(response.status, code: code, subcode: subcode, message: message) }
        let kind = rule?.kind ?? ErrorTable.kind(of: response.status)
        let facts = ["status \(response.status)", code.map { "code \($0)" }, subcode.map { "subcode \($0)" }].compactMap(\.self).joined(
            separator: ", ")
        return ConnectorFailure(
            kind, rule?.say ?? (message.isEmpty ? "The platform refused the call (\(facts))." : String(message.prefix(500))),
            until: until(kind, rule?.resume ?? .retryAfter, response, body), detail: facts)
    }

    private func until(_ kind: ConnectorFailure.Kind, _ resume: Resume, _ response: Response, _ body: JSONView) -> Instant? {
        guard kind == .rateLimited || kind == .quota else { return nil }
        let now = response.host.now
        let otherwise = response.retryAfter ?? now.adding(seconds: 60)
        switch resume {
        case .retryAfter: return otherwise
        case .seconds(let seconds): return response.retryAfter ?? now.adding(seconds: seconds)
        case .header(let name): return response.header(name).flatMap { ErrorTable.after(now, $0) } ?? otherwise
        case .headerTime(let name):
            guard let text = response.header(name), let time = Int64(text).map({ Instant(seconds: $0) }) ?? Instant(text) else { return otherwise }
            return max(time, now)
        case .path(let path): return ErrorTable.text(body, path).flatMap { ErrorTable.after(now, $0) } ?? otherwise
        case .nextHourUTC: return Instant(seconds: (now.seconds.flooringDivided(by: 3600) + 1) * 3600)
        case .nextDayUTC: return ErrorTable.nextDay(.utc, now)
        case .nextDay(let name): return ErrorTable.nextDay((try? Zone(name)) ?? .utc, now)
        }
    }

    private static func nextDay(_ zone: Zone, _ now: Instant) -> Instant { zone.start(of: zone.day(of: now).adding(days: 1)) }

    /// So many seconds after now; an `s` behind the number is passed over.
    private static func after(_ now: Instant, _ seconds: String) -> Instant? {
        let text = seconds.last == "s" ? String(seconds.dropLast()) : seconds
        guard let wait = Decimal.read(text)?.micros.value, wait < 31_536_000_000_000 else { return nil }
        return Instant(microseconds: now.microseconds + max(wait, 0))
    }

    /// The text at a path with `*` for the first element that has the rest.
    private static func text(_ view: JSONView, _ path: String) -> String? {
        let parts = path.split(separator: ".", omittingEmptySubsequences: false)
        guard let star = parts.firstIndex(of: "*") else {
            let found = view[path]
            return found.kind == .object ? found.members.first { _ in true }?.value.string : found.string
        }
        let list = star == 0 ? view : view[parts[..<star].joined(separator: ".")]
        let rest = parts[(star + 1)...].joined(separator: ".")
        for element in list.elements { if let text = text(element, rest) { return text } }
        return nil
    }

    private static func kind(of status: Int) -> ConnectorFailure.Kind {
        switch status {
        case 401, 403: .auth
        case 429: .rateLimited
        case 408, 425, 500...599: .transient
        case 400, 402, 404...499: .permanent
        default: .contract
        }
    }
}

extension Decimal {
    /// Reads a text, as `read(_:)` reads bytes.
    public static func read(_ text: String) -> Reading? {
        var text = text
        return text.withUTF8 { read(UnsafeRawBufferPointer($0)) }
    }
}
