import ConnectorKit

/// Changes one campaign, ad group or ad. TikTok validates nothing without doing it, so a dry run reads the object and computes.
struct Changes {
    let api: API
    let operation: Operation
    private let level: Level
    private let account: String
    private let id: String

    /// What can be changed, by TikTok's names.
    private enum Level: String {
        case campaign
        case adGroup = "ad_group"
        case ad

        var word: String { self == .adGroup ? "adgroup" : rawValue }
    }

    init(_ api: API, _ operation: Operation) throws {
        self.api = api
        self.operation = operation
        guard let level = Level(rawValue: operation.target.level ?? "") else {
            throw ConnectorFailure(.permanent, "The operation \"\(operation.name)\" changes a campaign, an ad group or an ad.")
        }
        guard let account = operation.target.accountID else {
            throw ConnectorFailure(.permanent, "The operation \"\(operation.name)\" needs the account of its target.")
        }
        self.level = level
        self.account = account
        id = try operation.targetID()
    }

    /// Pauses or resumes.
    func status() throws -> OperationResult {
        let wanted: EntityStatus = operation.name == "pause" ? .paused : .active
        let object = try object()
        guard Status.of(object) != .removed else { throw ConnectorFailure(.permanent, "It was deleted: TikTok does not bring it back.") }
        let isOn = object["operation_status"].string == "ENABLE"
        let before = JSONView.object { $0.text("status", (isOn ? EntityStatus.active : .paused).rawValue) }
        let after = JSONView.object { $0.text("status", wanted.rawValue) }
        guard isOn != (wanted == .active) else { return OperationResult(applied: false, before: before, after: after, notes: ["It is so already."]) }
        let undo = operation.inverse(isOn ? "resume" : "pause")
        guard !operation.isDryRun else { return computed(before, after, undo) }
        let ids = try JSONDocument(JSONList.text([id])).root
        _ = try api.post("\(level.word)/status/update/", mayRepeat: true) { row in
            row.text("advertiser_id", account)
            row.raw(named: "\(level.word)_ids", ids)
            row.text("operation_status", wanted == .active ? "ENABLE" : "DISABLE")
        }
        return OperationResult(applied: true, before: before, after: after, inverse: undo)
    }

    /// Sets the budget of a day.
    func budget() throws -> OperationResult {
        guard level != .ad else { throw ConnectorFailure(.permanent, "An ad has no budget of its own.") }
        let object = try object()
        guard let mode = object["budget_mode"].string, mode.contains("DAY") || mode.contains("DAILY") else {
            throw ConnectorFailure(
                .permanent, "It has no budget of a day: TikTok keeps its budget another way.", detail: object["budget_mode"].string)
        }
        return try set("daily_budget_micros", field: "budget", of: object)
    }

    /// Sets the bid of an ad group.
    func bid() throws -> OperationResult {
        guard level == .adGroup else { throw ConnectorFailure(.permanent, "Only ad groups have bids.") }
        let object = try object()
        guard object["bid_type"].string != "BID_TYPE_NO_BID" else {
            throw ConnectorFailure(.permanent, "The ad group leaves its bids to TikTok: it has none to set.")
        }
        let perConversion = Objects.amount(object["conversion_bid_price"]) != nil || object["billing_event"].string == "OCPM"
        return try set("bid_micros", field: perConversion ? "conversion_bid_price" : "bid_price", of: object)
    }

    /// Sets an amount; TikTok takes it in the account's currency, as a number.
    private func set(_ name: StaticString, field: StaticString, of object: JSONView) throws -> OperationResult {
        let amount = try operation.amount("\(name)")
        let currency = try currency(for: amount)
        let old = object["\(field)"].micros
        let before = JSONView.object { $0.micros(name, old) }
        let after = JSONView.object { $0.micros(name, amount) }
        guard old != amount else { return OperationResult(applied: false, before: before, after: after, notes: ["It is so already."]) }
        let undo = old.map { old in
            operation.inverse(
                operation.name,
                parameters: .object { row in
                    row.micros(name, old)
                    row.text("currency", currency)
                })
        }
        guard !operation.isDryRun else { return computed(before, after, undo) }
        let number = try JSONDocument(amount.description).root
        _ = try api.post("\(level.word)/update/", mayRepeat: true) { row in
            row.text("advertiser_id", account)
            row.text(named: "\(level.word)_id", id)
            row.raw(field, number)
        }
        return OperationResult(applied: true, before: before, after: after, inverse: undo)
    }

    /// The account's currency. An amount in another one, or with more decimals than it has, is no amount for it.
    private func currency(for amount: Micros) throws -> String {
        let data = try api.get("advertiser/info/", [(name: "advertiser_ids", value: JSONList.text([account]))])
        guard let own = data["list.0.currency"].currencyCode else { throw ConnectorFailure(.contract, "TikTok does not say the account's currency.") }
        if let given = operation.parameters["currency"].filledString, given != own {
            throw ConnectorFailure(.permanent, "The account's currency is \(own), not \(given).")
        }
        guard let unit = Micros(minor: 1, currency: own), amount.value % unit.value == 0, amount > .zero else {
            throw ConnectorFailure(.permanent, "The amount is none that \(own) has.")
        }
        return own
    }

    private func object() throws -> JSONView {
        let filtering = #"{"\#(level.word)_ids":\#(JSONList.text([id]))}"#
        let query = [
            (name: "advertiser_id", value: account), (name: "filtering", value: filtering), (name: "page", value: "1"),
            (name: "page_size", value: "10"),
        ]
        let data = try api.get("\(level.word)/get/", query)
        guard let object = data["list"].elements.first(where: { $0["\(level.word)_id"].string == id }) else {
            throw ConnectorFailure(.permanent, "TikTok does not know this \(level.rawValue.split(separator: "_").joined(separator: " ")).")
        }
        return object
    }

    private func computed(_ before: JSONView, _ after: JSONView, _ undo: Operation?) -> OperationResult {
        OperationResult(
            applied: false, before: before, after: after, inverse: undo, notes: ["Computed from the object as it is; TikTok was not asked."])
    }
}
