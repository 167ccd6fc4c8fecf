import ConnectorKit

/// People on lists.
struct Profiles: Crawled {
    let settings: Settings

    let stream = ProfileRow.stream
    let path = "profiles"
    let timeField = "updated"
    let conditions: [String] = []

    private static let fields = [
        "email", "phone_number", "external_id", "first_name", "last_name", "organization", "locale", "created", "updated", "last_event_date",
        "location",
        "subscriptions",
    ]

    var query: [(name: String, value: String)] {
        let more = ["subscriptions"] + (settings.hasPredictions ? ["predictive_analytics"] : [])
        let further = (settings.keepsProfileProperties ? ["properties"] : []) + (settings.hasPredictions ? ["predictive_analytics"] : [])
        let sparse = settings.isSparse ? [(name: "fields[profile]", value: (Profiles.fields + further).joined(separator: ","))] : []
        return [
            (name: "page[size]", value: String(settings.profilesPageSize)), (name: "additional-fields[profile]", value: more.joined(separator: ",")),
        ]
            + sparse
    }

    func emit(_ resource: JSONView, _ included: Included, _ host: Host) throws -> Instant? {
        let attributes = resource["attributes"]
        guard let updated = attributes["updated"].instant else {
            try host.reject(stream, Reject("The time of change can not be read.", field: "updated", sample: attributes["updated"].string))
            return nil
        }
        let country = attributes["location.country"].filledString
        let code = country.flatMap { $0.utf8.count == 2 ? $0.uppercased() : nil }
        try host.emit(
            ProfileRow(
                id: try resource.requiredString("id"), email: attributes["email"].filledString, phone: attributes["phone_number"].filledString,
                firstName: attributes["first_name"].filledString, lastName: attributes["last_name"].filledString,
                customerID: attributes["external_id"].filledString, country: code, city: attributes["location.city"].filledString,
                isEmailSubscribed: Profiles.consent(attributes["subscriptions.email.marketing"], "can_receive_email_marketing"),
                isSMSSubscribed: Profiles.consent(attributes["subscriptions.sms.marketing"], "can_receive_sms_marketing"),
                createdAt: attributes["created"].instant, updatedAt: updated, lastEventAt: attributes["last_event_date"].instant,
                extra: extra(attributes, countryName: code == nil ? country : nil)))
        return updated
    }

    /// What one may send: the consent where it is told, else whether Klaviyo would send.
    private static func consent(_ view: JSONView, _ allowed: String) -> Bool? {
        if let word = view["consent"].filledString { return word.uppercased() == "SUBSCRIBED" }
        return view.member(allowed).boolean
    }

    /// Members that no canonical one holds. Klaviyo has names of countries, not only codes.
    private func extra(_ attributes: JSONView, countryName: String?) -> JSONView {
        .object { row in
            row.text("country_name", countryName)
            row.text("region", attributes["location.region"].filledString)
            row.text("locale", attributes["locale"].filledString)
            row.text("organization", attributes["organization"].filledString)
            if settings.keepsProfileProperties, attributes["properties"].exists { row.raw("properties", attributes["properties"]) }
            if settings.hasPredictions, attributes["predictive_analytics"].exists {
                row.raw("predictive_analytics", attributes["predictive_analytics"])
            }
        }
    }
}
