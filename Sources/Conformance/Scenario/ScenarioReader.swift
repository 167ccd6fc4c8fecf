import ConnectorHost
import Core
import Foundation

/// Reads a folder with `scenario.json`, the bodies that it names, and what may stand beside it: `waivers.json`, `previous/connector.json`.
extension Scenario {
    package init(folder: String) throws(ScenarioFault) {
        let document: JSON
        do { document = try JSON(parsing: try Self.bytes("\(folder)/scenario.json"), limits: .trusted) } catch {
            throw ScenarioFault("\(folder)/scenario.json can not be read: \(error)")
        }
        guard let config = document["config"], config.members != nil else { throw ScenarioFault("The scenario has no \"config\".") }
        guard let now = document["now"]?.string.flatMap({ Instant($0) }) else { throw ScenarioFault("The scenario has no \"now\" (RFC 3339).") }
        self.config = config
        self.now = now
        timeZone = document["time_zone"]?.string ?? "UTC"
        currency = document["currency"]?.string ?? "EUR"
        streams = try Self.list(document, "streams") { item throws(ScenarioFault) in try StreamScript(item) }
        exchanges = try Self.list(document, "exchanges") { item throws(ScenarioFault) in try Exchange(item, folder) }
        writes = try Self.list(document, "writes") { item throws(ScenarioFault) in try WriteScript(item) }
        deliveries = try Self.list(document, "deliveries") { item throws(ScenarioFault) in try DeliveryScript(item, folder) }
        guard !streams.isEmpty else { throw ScenarioFault("The scenario reads no stream: name some in \"streams\".") }
        let expired = try document["expired"].map { value throws(ScenarioFault) in try Recording(value, folder) }
        self.expired = expired ?? Recording(status: 401, headers: Recording.jsonHeaders, body: Array(#"{"error":{"message":"expired"}}"#.utf8))
        throttled = try document["throttled"].map { value throws(ScenarioFault) in try Recording(value, folder) }
        secrets = (document["secrets"]?.array ?? []).compactMap(\.string)
        large = try document["large"].map { value throws(ScenarioFault) in try LargeScript(value) }
        if FileManager.default.fileExists(atPath: "\(folder)/previous/connector.json") {
            do { previous = try ConnectorManifest(parsing: try Self.bytes("\(folder)/previous/connector.json")) } catch {
                throw ScenarioFault("previous/connector.json can not be read: \(error)")
            }
        } else {
            previous = nil
        }
        let hasWaivers = FileManager.default.fileExists(atPath: "\(folder)/waivers.json")
        waivers = hasWaivers ? try Waivers(parsing: try Self.bytes("\(folder)/waivers.json")) : .none
    }

    static func bytes(_ path: String) throws(ScenarioFault) -> [UInt8] {
        guard let data = FileManager.default.contents(atPath: path) else { throw ScenarioFault("\(path) can not be read.") }
        return Array(data)
    }

    private static func list<Value>(
        _ document: JSON, _ name: String, _ read: (JSON) throws(ScenarioFault) -> Value
    ) throws(ScenarioFault) -> [Value] {
        var values: [Value] = []
        for (index, item) in (document[name]?.array ?? []).enumerated() {
            do throws(ScenarioFault) { values.append(try read(item)) } catch { throw ScenarioFault("\(name)/\(index): \(error)") }
        }
        return values
    }
}

extension StreamScript {
    fileprivate init(_ item: JSON) throws(ScenarioFault) {
        guard let name = item["name"]?.string else { throw ScenarioFault("a stream has no name.") }
        self.name = name
        guard let mode = StreamDescription.Mode(rawValue: item["mode"]?.string ?? "incremental") else { throw ScenarioFault("an unknown mode.") }
        self.mode = mode
        config = item["config"] ?? [:]
        since = item["since"]?.string.flatMap { Day($0) }
        until = item["until"]?.string.flatMap { Day($0) }
        counts = (item["rows"]?.members ?? []).reduce(into: [:]) { $0[$1.name] = $1.value.integer.map(Int.init) }
        expected = (item["expect"]?.array ?? []).map { row in
            ExpectedRow(stream: row["stream"]?.string ?? name, key: row["where"] ?? [:], values: row["values"] ?? [:])
        }
        futureCursor = item["future_cursor"]
    }
}

extension Exchange {
    fileprivate init(_ item: JSON, _ folder: String) throws(ScenarioFault) {
        guard let url = item["url"]?.string else { throw ScenarioFault("an exchange has no url.") }
        self.url = Glob(url)
        method = item["method"]?.string ?? "GET"
        holds = Self.texts(item["holds"])
        lacks = Self.texts(item["lacks"])
        header = item["header"]?.members?.first.map { ($0.name.lowercased(), $0.value.string ?? "") }
        call = item["for"]?.string
        isChange = item["changes"]?.bool ?? false
        answer = try Recording(item, folder)
    }

    private static func texts(_ value: JSON?) -> [String] { value?.string.map { [$0] } ?? (value?.array ?? []).compactMap(\.string) }
}

extension Recording {
    /// Whether a path stays in the scenario's folder or the one around it: a bundle's scenario must not read what is not the bundle's.
    private static func isNear(_ path: String) -> Bool {
        let inside = path.hasPrefix("../") ? path.dropFirst(3) : path[...]
        return !inside.isEmpty && !inside.hasPrefix("/") && !inside.split(separator: "/").contains("..")
    }

    static let jsonHeaders = [(name: "content-type", value: "application/json")]

    /// An answer: `status`, `headers`, and its body as `file` (from the folder), `json` or `text`.
    init(_ item: JSON, _ folder: String) throws(ScenarioFault) {
        status = item["status"]?.integer.map(Int.init) ?? 200
        headers = (item["headers"]?.members ?? []).map { ($0.name.lowercased(), $0.value.string ?? "") }
        if let file = item["file"]?.string {
            guard Self.isNear(file) else { throw ScenarioFault("\(file) lies outside the folder beside the scenario's.") }
            body = try Scenario.bytes("\(folder)/\(file)")
        } else {
            body = item["json"]?.encoded() ?? Array((item["text"]?.string ?? "").utf8)
        }
        if !headers.contains(where: { $0.name == "content-type" }), (try? JSON(parsing: body, limits: .trusted)) != nil {
            headers += Self.jsonHeaders
        }
    }
}

extension LargeScript {
    fileprivate init(_ item: JSON) throws(ScenarioFault) {
        guard let stream = item["stream"]?.string, let items = item["items"]?.string else { throw ScenarioFault("\"large\" needs stream and items.") }
        self.stream = stream
        self.items = items
        url = Glob(item["url"]?.string ?? "*")
        count = item["count"]?.integer.map(Int.init) ?? 10_000
        limit = (item["limit_mib"]?.integer.map(Int.init) ?? 256) << 20
    }
}
