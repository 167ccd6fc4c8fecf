import Core

/// Everything that the console says, in one language: short keys, and sentences with places in braces (`{rows}`).
struct ConsoleTexts: Sendable {
    let language: String
    /// All sentences, as templates take them (`{{text.sign_in}}`).
    let all: [String: String]

    /// - Parameter bytes: a JSON object of texts.
    init(language: String, _ bytes: [UInt8]) throws {
        self.language = language
        let members: [JSON.Member]
        do { members = try JSON(parsing: bytes, limits: .trusted).members ?? [] } catch {
            throw ConsolePagesError.broken("texts/\(language).json", error)
        }
        all = Dictionary(members.compactMap { member in member.value.string.map { (member.name, $0) } }, uniquingKeysWith: { first, _ in first })
    }

    /// The way the language is written.
    var direction: String { ["ar", "he", "fa", "ur"].contains(language) ? "rtl" : "ltr" }

    /// A sentence with its places filled; the key itself where there is no such sentence.
    func say(_ key: String, _ values: [String: String] = [:]) -> String {
        guard let sentence = all[key] else { return key }
        var said = ""
        var rest = sentence[...]
        while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
            let name = String(rest[rest.index(after: open)..<close])
            said += rest[..<open]
            said += values[name] ?? "{\(name)}"
            rest = rest[rest.index(after: close)...]
        }
        return said + rest
    }
}

extension ConsoleTexts {
    /// `12,345`.
    func number(_ value: Int64) -> String {
        let digits = String(value.magnitude)
        var text = ""
        for (place, digit) in digits.enumerated() {
            if place > 0, (digits.count - place) % 3 == 0 { text += "," }
            text.append(digit)
        }
        return value < 0 ? "-\(text)" : text
    }

    /// `2026-03-01 12:30 UTC`.
    func time(_ instant: Instant) -> String {
        let text = instant.description
        return "\(text.prefix(10)) \(text.dropFirst(11).prefix(5)) UTC"
    }

    /// `3 minutes ago`, `in 2 hours`.
    func relative(_ instant: Instant, now: Instant) -> String {
        let seconds = instant.seconds - now.seconds
        if abs(seconds) < 60 { return say(seconds > 0 ? "soon" : "just_now") }
        return say(seconds > 0 ? "in_time" : "time_ago", ["time": length(seconds: abs(seconds))])
    }

    /// `every 15 minutes`.
    func schedule(seconds: Int?) -> String {
        guard let seconds else { return say("schedule_none") }
        return say("schedule_every", ["time": length(seconds: Int64(seconds))])
    }

    private func length(seconds: Int64) -> String {
        let (count, unit) =
            seconds < 60
            ? (seconds, "second")
            : seconds < 3_600
                ? (seconds / 60, "minute")
                : seconds < 172_800 ? (seconds / 3_600, "hour") : (seconds / 86_400, "day")
        return say(count == 1 ? "\(unit)_one" : "\(unit)_many", ["count": number(count)])
    }
}
