import Core

/// Uploads of click conversions, with a fate for each of them.
struct GoogleAdsUploads {
    let view: GoogleAdsView
    let settings: GoogleAdsSettings
    let version: String
    let requestID: String

    /// The answer, and what it leaves behind.
    func answer(_ body: JSON, _ state: inout GoogleAdsState) throws(GoogleAdsError) -> JSON {
        guard body["partialFailure"]?.bool == true else {
            throw GoogleAdsError(
                member: "partialFailureError", value: "PARTIAL_FAILURE_MODE_REQUIRED", message: "Partial failure has to be enabled for this request.")
        }
        let conversions = body["conversions"]?.array ?? []
        guard conversions.count <= settings.largestUpload else {
            throw Self.fault("TOO_MANY_CONVERSIONS_IN_REQUEST", "Upload fewer than \(settings.largestUpload + 1) events in a single request.")
        }
        var accepted: [UploadedConversion] = []
        var results: [JSON] = []
        var faults: [GoogleAdsError] = []
        for (place, json) in conversions.enumerated() {
            do throws(GoogleAdsError) {
                accepted.append(try check(json, accepted, state))
                results.append(json)
            } catch {
                var fault = error
                fault.path.insert(.init("conversions", place), at: 0)
                faults.append(fault)
                results.append([:])
            }
        }
        var answer: JSON = ["jobId": "7"]
        if !faults.isEmpty { answer = answer.setting("partialFailureError", GoogleAdsMutate.partial(faults, version, requestID)) }
        guard body["validateOnly"]?.bool != true else { return answer }
        for conversion in accepted { state.record(conversion) }
        return answer.setting("results", .array(results.map { Self.result($0) }))
    }

    private static func result(_ json: JSON) -> JSON {
        let names: Set<String> = ["gclid", "gbraid", "wbraid", "conversionAction", "conversionDateTime", "userIdentifiers"]
        return .object((json.members ?? []).filter { names.contains($0.name) })
    }

    private func check(_ json: JSON, _ before: [UploadedConversion], _ state: GoogleAdsState) throws(GoogleAdsError) -> UploadedConversion {
        let action = try action(json)
        guard let time = json["conversionDateTime"]?.string, time.wholeMatch(of: /\d{4}-\d\d-\d\d \d\d:\d\d:\d\d[+-]\d\d:\d\d/) != nil else {
            throw GoogleAdsError(
                member: "dateError", value: "INVALID_STRING_DATE_TIME_WITH_OFFSET", message: "The date is not like yyyy-mm-dd hh:mm:ss+|-hh:mm.",
                path: [.init("conversion_date_time")])
        }
        let click = try click(json)
        let order = json["orderId"]?.string
        if order?.contains("@") == true { throw Self.fault("ORDER_ID_CONTAINS_PII", "Order ids can not hold personal data.") }
        let micros = json["conversionValue"].flatMap { value -> Int64? in
            switch value {
            case .number(let text), .string(let text): Micros.parse(text)?.micros
            default: nil
            }
        }
        let conversion = UploadedConversion(
            action: action, time: time, click: click, order: order, micros: micros ?? 0, currency: json["currencyCode"]?.string)
        if let key = conversion.orderKey {
            if before.contains(where: { $0.orderKey == key }) { throw Self.fault("DUPLICATE_ORDER_ID", "The order id comes more than once.") }
            if state.knows(order: key) { throw Self.fault("ORDER_ID_ALREADY_IN_USE", "The order id was recorded before.") }
        }
        if let key = conversion.clickKey {
            if before.contains(where: { $0.clickKey == key }) {
                throw Self.fault("DUPLICATE_CLICK_CONVERSION_IN_REQUEST", "The click comes more than once.")
            }
            if state.knows(click: key) { throw Self.fault("CLICK_CONVERSION_ALREADY_EXISTS", "The conversion was recorded before.") }
        }
        return conversion
    }

    private func action(_ json: JSON) throws(GoogleAdsError) -> String {
        guard let text = json["conversionAction"]?.string, let id = text.split(separator: "/").last,
            let index = GoogleAdsView.actions.firstIndex(where: { $0.id == id })
        else { throw Self.fault("NO_CONVERSION_ACTION_FOUND", "The conversion action cannot be found.") }
        return view.name(action: index)
    }

    /// The click, or `nil` where hashed addresses stand for it. Words in a click's id play what can be wrong with real ones.
    private func click(_ json: JSON) throws(GoogleAdsError) -> String? {
        if json["gbraid"] != nil, json["wbraid"] != nil { throw Self.fault("GBRAID_WBRAID_BOTH_SET", "Use gbraid or wbraid, not both.") }
        let people = json["userIdentifiers"]?.array ?? []
        for person in people {
            let hash = person["hashedEmail"]?.string ?? person["hashedPhoneNumber"]?.string
            guard let hash else { throw Self.fault("UNSUPPORTED_USER_IDENTIFIER", "Use only hashed e-mail addresses and phone numbers.") }
            guard hash.wholeMatch(of: /[0-9a-f]{64}/) != nil else {
                throw Self.fault("INVALID_USER_IDENTIFIER", "The data is not hashed with SHA-256.")
            }
        }
        if people.count > 5 { throw Self.fault("INVALID_USER_IDENTIFIER", "There are more than five user identifiers.") }
        guard let click = (json["gclid"] ?? json["gbraid"] ?? json["wbraid"])?.string else {
            guard !people.isEmpty else {
                throw GoogleAdsError(member: "fieldError", value: "REQUIRED", message: "The required field was not present.", path: [.init("gclid")])
            }
            return nil
        }
        for (word, value) in [
            ("unknown", "EVENT_NOT_FOUND"), ("expired", "EXPIRED_EVENT"), ("recent", "TOO_RECENT_EVENT"), (" ", "UNPARSEABLE_GCLID"),
        ] where click.contains(word) {
            throw Self.fault(value, "The click can not be used.")
        }
        return click
    }

    private static func fault(_ value: String, _ message: String) -> GoogleAdsError {
        GoogleAdsError(member: "conversionUploadError", value: value, message: message)
    }
}
