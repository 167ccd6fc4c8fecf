import Core

/// The Data Manager API beside the Ads API: events are taken all or none, and looked at afterwards.
struct DataManager {
    let business: SimulatedBusiness
    let settings: GoogleAdsSettings
    let requestID: String

    private static let notFound = SimulatedResponse(status: 404, html: "<html><title>Error 404 (Not Found)!!1</title></html>")

    /// `nil` where the path is none of this API's.
    func answer(_ request: SimulatedRequest, _ state: inout GoogleAdsState) -> SimulatedResponse? {
        guard request.path.first == "v1", request.path.count == 2 else { return nil }
        switch (request.method, request.path[1]) {
        case ("POST", "events:ingest"): return ingest(request, &state)
        case ("GET", "requestStatus:retrieve"): return status(request, state)
        default: return Self.notFound
        }
    }

    private func ingest(_ request: SimulatedRequest, _ state: inout GoogleAdsState) -> SimulatedResponse {
        guard let body = try? JSON(parsing: request.body, limits: .trusted) else { return refusal("INVALID_ARGUMENT", "The body is no JSON.") }
        let google = business.advertising(on: .google)
        let destinations = body["destinations"]?.array ?? []
        guard !destinations.isEmpty else { return refusal("REQUIRED_FIELD_MISSING", "destinations is required.") }
        for destination in destinations {
            guard let account = destination["operatingAccount"]?["accountId"]?.string, google.accounts.contains(where: { $0.id == account }) else {
                return refusal("INVALID_DESTINATION", "The destination is not valid.")
            }
            guard GoogleAdsView.actions.contains(where: { $0.id == destination["productDestinationId"]?.string }) else {
                return refusal("INVALID_CONVERSION_ACTION_ID", "The conversion action is not valid.")
            }
        }
        let events = body["events"]?.array ?? []
        guard events.count <= settings.largestUpload else { return refusal("TOO_MANY_EVENTS", "There are too many events.") }
        let action = destinations[0]["productDestinationId"]?.string ?? ""
        var uploaded: [UploadedConversion] = []
        for (place, event) in events.enumerated() {
            guard let conversion = conversion(event, action) else { return refusal("INVALID_EVENT", "events[\(place)] is not valid.") }
            if event["userData"] != nil, body["encoding"] == nil { return refusal("REQUIRED_FIELD_MISSING", "encoding is required with user data.") }
            uploaded.append(conversion)
        }
        if body["validateOnly"]?.bool != true { state.ingest(requestID, uploaded) }
        return SimulatedResponse(["requestId": .string(requestID)])
    }

    private func conversion(_ event: JSON, _ action: String) -> UploadedConversion? {
        guard let time = event["eventTimestamp"]?.string, Instant(time) != nil else { return nil }
        let click = event["adIdentifiers"]?["gclid"] ?? event["adIdentifiers"]?["gbraid"] ?? event["adIdentifiers"]?["wbraid"]
        guard click != nil || event["userData"]?["userIdentifiers"]?.array?.isEmpty == false else { return nil }
        let micros: Int64? = if case .number(let text)? = event["conversionValue"] { Micros.parse(text)?.micros } else { nil }
        return UploadedConversion(
            action: action, time: time, click: click?.string, order: event["transactionId"]?.string, micros: micros ?? 0,
            currency: event["currency"]?.string)
    }

    private func status(_ request: SimulatedRequest, _ state: GoogleAdsState) -> SimulatedResponse {
        guard let id = request.parameters["requestId"], state.ingested.contains(id) else {
            return refusal("INVALID_REQUEST_ID", "The request id is not valid.")
        }
        return SimulatedResponse(["requestStatusPerDestination": [["requestStatus": "SUCCESS"]]])
    }

    private func refusal(_ reason: String, _ message: String) -> SimulatedResponse {
        let info: JSON = [
            "@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": .string(reason), "domain": "datamanager.googleapis.com",
            "metadata": ["requestId": .string(requestID)],
        ]
        return SimulatedResponse(
            status: 400, ["error": ["code": 400, "message": .string(message), "status": "INVALID_ARGUMENT", "details": .array([info])]],
            outcome: .failed)
    }
}
