import Core

/// Changes of objects: status, budget and bid. All of a request or none, unless partial failure is asked for.
struct GoogleAdsMutate {
    let view: GoogleAdsView
    let settings: GoogleAdsSettings
    let version: String
    let requestID: String

    /// What is changed by one operation.
    private enum Change {
        case status(String, of: String)
        case amount(Int64, of: String)
        case nothing(of: String)

        var name: String {
            switch self {
            case .status(_, let name), .amount(_, let name), .nothing(let name): name
            }
        }
    }

    /// The words that may stand before `:mutate`.
    static let collections: Set<String> = ["campaigns", "adGroups", "adGroupAds", "adGroupCriteria", "campaignBudgets"]

    /// The answer, and what it leaves behind.
    func answer(_ collection: String, _ body: JSON, _ state: inout GoogleAdsState) throws(GoogleAdsError) -> JSON {
        let operations = body["operations"]?.array ?? []
        guard !operations.isEmpty else { throw .request("REQUIRED_FIELD_MISSING", "Required field is missing.") }
        guard operations.count <= settings.largestMutate else { throw .request("TOO_MANY_MUTATE_OPERATIONS", "Too many operations in one request.") }
        let isPartial = body["partialFailure"]?.bool == true
        let names = known(collection)
        var changes: [Change?] = []
        var faults: [GoogleAdsError] = []
        for (place, operation) in operations.enumerated() {
            do throws(GoogleAdsError) { changes.append(try change(operation, collection, names)) } catch {
                var fault = error
                fault.path.insert(.init("operations", place), at: 0)
                guard isPartial else { throw fault }
                faults.append(fault)
                changes.append(nil)
            }
        }
        let partial = faults.isEmpty ? nil : Self.partial(faults, version, requestID)
        guard body["validateOnly"]?.bool != true else { return partial.map { ["partialFailureError": $0] } ?? [:] }
        for change in changes {
            switch change {
            case .status(let word, let name)?: state.set(status: word, of: name)
            case .amount(let micros, let name)?: state.set(amount: micros, of: name)
            case .nothing?, nil: break
            }
        }
        let results: JSON = ["results": .array(changes.map { $0.map { ["resourceName": .string($0.name)] } ?? [:] })]
        return partial.map { results.setting("partialFailureError", $0) } ?? results
    }

    /// A `google.rpc.Status` with the faults of single items.
    static func partial(_ faults: [GoogleAdsError], _ version: String, _ id: String) -> JSON {
        [
            "code": 3, "message": "Multiple errors in 'details'. First error: \(faults.first?.message ?? "")".json,
            "details": .array([GoogleAdsError.failure(faults, version: version, id: id)]),
        ]
    }

    /// The resource names of the account, with the status that each has now.
    private func known(_ collection: String) -> [String: String] {
        let google = view.google
        let pairs: [(String, String)]
        switch collection {
        case "campaigns":
            pairs = google.campaigns.indices.filter { view.owns(campaign: $0) }.map { (view.name(campaign: $0), view.status(campaign: $0)) }
        case "campaignBudgets":
            pairs = google.campaigns.indices.filter { view.owns(campaign: $0) }.map { (view.name(budget: $0), view.status(campaign: $0)) }
        case "adGroups":
            pairs = google.adSets.indices.filter { view.owns(campaign: google.adSets[$0].campaign) }.map {
                (view.name(adSet: $0), view.status(adSet: $0))
            }
        case "adGroupAds":
            pairs = google.ads.indices.filter { view.owns(campaign: google.ads[$0].campaign) }.map { (view.name(ad: $0), view.status(ad: $0)) }
        default:
            let keywords = view.business.keywords
            pairs = keywords.indices.filter { view.owns(campaign: keywords[$0].campaign) }.map { (view.name(keyword: $0), view.status(keyword: $0)) }
        }
        return Dictionary(pairs) { first, _ in first }
    }

    private func change(_ operation: JSON, _ collection: String, _ names: [String: String]) throws(GoogleAdsError) -> Change {
        if let name = operation["remove"]?.string {
            guard names[name] != nil else { throw Self.notFound(name) }
            return .status("REMOVED", of: name)
        }
        guard let update = operation["update"], let name = update["resourceName"]?.string else {
            throw .request("OPERATION_REQUIRED", "An operation has an update or a remove here.")
        }
        guard let status = names[name] else { throw Self.notFound(name) }
        guard let mask = operation["updateMask"]?.string, !mask.isEmpty else {
            throw GoogleAdsError(member: "fieldMaskError", value: "FIELD_MASK_MISSING", message: "The field mask is missing.")
        }
        guard status != "REMOVED" else {
            throw GoogleAdsError(
                member: "contextError", value: "OPERATION_NOT_PERMITTED_FOR_REMOVED_RESOURCE", message: "The resource has been removed.",
                trigger: name)
        }
        switch (mask, collection) {
        case ("status", "campaigns"), ("status", "adGroups"), ("status", "adGroupAds"), ("status", "adGroupCriteria"):
            guard let word = update["status"]?.string, ["ENABLED", "PAUSED"].contains(word) else {
                throw .request("INVALID_ENUM_VALUE", "Enum value is not permitted.")
            }
            return word == status ? .nothing(of: name) : .status(word, of: name)
        case ("amount_micros", "campaignBudgets"), ("amountMicros", "campaignBudgets"):
            return .amount(try amount(update["amountMicros"], "campaignBudgetError"), of: name)
        case ("cpc_bid_micros", "adGroups"), ("cpc_bid_micros", "adGroupCriteria"), ("cpcBidMicros", "adGroups"), ("cpcBidMicros", "adGroupCriteria"):
            return .amount(try amount(update["cpcBidMicros"], "biddingError"), of: name)
        default:
            throw GoogleAdsError(
                member: "fieldMaskError", value: "FIELD_NOT_FOUND", message: "The field mask contains a field that can not be changed here.",
                trigger: mask)
        }
    }

    /// Amounts are whole minor units of the currency.
    private func amount(_ json: JSON?, _ member: String) throws(GoogleAdsError) -> Int64 {
        guard let micros = json?.integer ?? json?.string.flatMap({ Int64($0) }) else {
            throw .request("REQUIRED_FIELD_MISSING", "The amount is missing.")
        }
        guard micros > 0 else { throw GoogleAdsError(member: member, value: "MONEY_AMOUNT_TOO_SMALL", message: "The amount is too small.") }
        guard micros % 10_000 == 0 else {
            throw GoogleAdsError(
                member: member, value: "NON_MULTIPLE_OF_MINIMUM_CURRENCY_UNIT", message: "The amount is no multiple of the minimum unit.")
        }
        return micros
    }

    private static func notFound(_ name: String) -> GoogleAdsError {
        GoogleAdsError(
            status: 404, word: "NOT_FOUND", member: "mutateError", value: "RESOURCE_NOT_FOUND", message: "Resource was not found.", trigger: name)
    }
}

extension String {
    fileprivate var json: JSON { .string(self) }
}
