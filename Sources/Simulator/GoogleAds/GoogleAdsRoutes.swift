import Core

/// Finds what a path names and answers it.
struct GoogleAdsRoutes {
    let request: SimulatedRequest
    let business: SimulatedBusiness
    let settings: GoogleAdsSettings
    let requestID: String

    private var version: String { request.path.first ?? "" }
    private var google: PlatformAdvertising { business.advertising(on: .google) }

    private static let notFound = SimulatedResponse(status: 404, html: "<html><title>Error 404 (Not Found)!!1</title></html>")

    /// Whether the answer is an array: errors stand in one too then.
    var isStream: Bool { request.path.last == "googleAds:searchStream" }

    func response(_ state: inout GoogleAdsState) throws(GoogleAdsError) -> SimulatedResponse {
        try checkVersion()
        try checkDeveloper()
        let headers = [(name: "request-id", value: requestID)]
        if request.path == [version, "customers:listAccessibleCustomers"], request.method == "GET" {
            let names = [GoogleAdsView.manager(of: google), GoogleAdsView.closed(of: google)].map { JSON.string("customers/\($0)") }
            return SimulatedResponse(["resourceNames": .array(names)], headers: headers)
        }
        guard request.method == "POST", request.path.count >= 3, request.path[1] == "customers", let call = Call(Array(request.path.dropFirst(2)))
        else {
            return Self.notFound
        }
        let view = try view(of: call.customer, state)
        guard let body = try? JSON(parsing: request.body.isEmpty ? Array("{}".utf8) : request.body, limits: .trusted) else {
            throw .request("REQUIRED_FIELD_MISSING", "Invalid JSON payload received.")
        }
        let (answer, outcome) = try answer(call, body, view, &state)
        return SimulatedResponse(answer, headers: headers, outcome: outcome)
    }

    private func answer(
        _ call: Call, _ body: JSON, _ view: GoogleAdsView, _ state: inout GoogleAdsState
    ) throws(GoogleAdsError) -> (JSON, SimulatedResponse.Outcome) {
        switch call.method {
        case "googleAds:search", "googleAds:searchStream":
            guard let text = body["query"]?.string else { throw .request("REQUIRED_FIELD_MISSING", "Required field is missing: query.") }
            let pages = GoogleAdsPages(search: try GoogleAdsSearch(text, view, settings), settings: settings, requestID: requestID)
            return (try isStream ? pages.stream() : pages.page(body, text), .page)
        case "uploadClickConversions":
            let uploads = GoogleAdsUploads(view: view, settings: settings, version: version, requestID: requestID)
            return (try uploads.answer(body, &state), .answer)
        default:
            guard view.account != nil else {
                throw .request("CANNOT_BE_EXECUTED_BY_MANAGER_ACCOUNT", "Request cannot be executed by a manager account.")
            }
            let mutate = GoogleAdsMutate(view: view, settings: settings, version: version, requestID: requestID)
            return (try mutate.answer(String(call.method.prefix { $0 != ":" }), body, &state), .answer)
        }
    }

    /// An account and what is called on it.
    private struct Call {
        let customer: String
        let method: String

        init?(_ path: [String]) {
            switch path.count {
            case 1:
                let parts = path[0].split(separator: ":")
                guard parts.count == 2, parts[1] == "uploadClickConversions" else { return nil }
                customer = String(parts[0])
                method = String(parts[1])
            case 2:
                let isQuery = ["googleAds:search", "googleAds:searchStream"].contains(path[1])
                let isChange = path[1].hasSuffix(":mutate") && GoogleAdsMutate.collections.contains(String(path[1].dropLast(7)))
                guard isQuery || isChange else { return nil }
                customer = path[0]
                method = path[1]
            default: return nil
            }
        }
    }

    private func checkVersion() throws(GoogleAdsError) {
        guard version.first == "v", let number = Int(version.dropFirst()), settings.versions.contains(number) else {
            throw .request("UNSUPPORTED_VERSION", "Version \(version) is deprecated. Requests to this version will be blocked.")
        }
    }

    private func checkDeveloper() throws(GoogleAdsError) {
        guard let token = request.headers["developer-token"], !token.isEmpty else {
            throw .request("DEVELOPER_TOKEN_PARAMETER_MISSING", "The developer-token parameter is required for all requests.")
        }
        guard settings.developerToken == nil || token == settings.developerToken else {
            throw .authentication("DEVELOPER_TOKEN_INVALID", "The developer token is not valid.")
        }
    }

    /// The account as the caller may see it: accounts are reached through their manager only.
    private func view(of customer: String, _ state: GoogleAdsState) throws(GoogleAdsError) -> GoogleAdsView {
        let manager = GoogleAdsView.manager(of: google)
        let login = request.headers["login-customer-id"]
        if let login, login.count != 10 || !login.allSatisfy(\.isNumber) {
            throw .request("INVALID_CUSTOMER_ID", "Customer ID is invalid: '\(login)'.")
        }
        if customer == GoogleAdsView.closed(of: google) {
            throw .authorization(
                "CUSTOMER_NOT_ENABLED", "The customer account can't be accessed because it is not yet enabled or has been deactivated.")
        }
        let index = google.accounts.firstIndex { $0.id == customer }
        guard index != nil || customer == manager else {
            throw .authentication("CUSTOMER_NOT_FOUND", "No customer found for the provided customer ID.")
        }
        if let login, login != manager {
            throw .authorization(
                "INVALID_LOGIN_CUSTOMER_ID_SERVING_CUSTOMER_ID_COMBINATION",
                "The login customer specified does not have access to the account specified.")
        }
        guard index == nil || login == manager else {
            throw .authorization(
                "USER_PERMISSION_DENIED",
                "User doesn't have permission to access customer. Note: If you're accessing a client customer, the manager's customer id must be set "
                    + "in the 'login-customer-id' header.")
        }
        return GoogleAdsView(business, state: state, account: index)
    }
}
