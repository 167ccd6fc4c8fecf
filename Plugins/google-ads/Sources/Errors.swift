import ConnectorKit

/// What Google's refusals mean. Codes are the member and the value of `errorCode`, after Google's published error enumerations.
enum GoogleAdsErrors {
    static let table = ErrorTable(
        marker: "error", code: "error.code", subcode: "error.status", message: "error.message", rules: quota + access + settings + requests + general)

    private static let quota: [ErrorTable.Rule] = [
        .init(codes: ["quotaError.ACCESS_PROHIBITED"], kind: .permanent, say: "Google prohibits this use of the API."),
        .init(
            codes: ["quotaError.EXCESSIVE_LONG_TERM_QUERY_RESOURCE_CONSUMPTION"], kind: .quota,
            say: "The queries of this account used up what Google allows for a day.", resume: .nextDayUTC),
        .init(
            codes: [
                "quotaError.RESOURCE_EXHAUSTED", "quotaError.RESOURCE_TEMPORARILY_EXHAUSTED",
                "quotaError.EXCESSIVE_SHORT_TERM_QUERY_RESOURCE_CONSUMPTION",
            ], kind: .rateLimited, say: "Google asks for a pause between calls.", resume: .seconds(30)),
    ]

    private static let access: [ErrorTable.Rule] = [
        .init(
            codes: codes("authenticationError", ["CUSTOMER_NOT_FOUND", "CLIENT_CUSTOMER_ID_INVALID"]), kind: .config,
            say: "There is no Google Ads account of this number."),
        .init(
            codes: codes("authenticationError", ["DEVELOPER_TOKEN_INVALID"]) + ["requestError.DEVELOPER_TOKEN_PARAMETER_MISSING"], kind: .config,
            say: "Google does not know the developer token. Store the right one with the credential."),
        .init(
            codes: codes(
                "authenticationError",
                [
                    "OAUTH_TOKEN_EXPIRED", "OAUTH_TOKEN_INVALID", "OAUTH_TOKEN_REVOKED", "OAUTH_TOKEN_DISABLED", "OAUTH_TOKEN_HEADER_INVALID",
                    "GOOGLE_ACCOUNT_DELETED", "GOOGLE_ACCOUNT_AUTHENTICATION_FAILED", "AUTHENTICATION_ERROR", "LOGIN_COOKIE_INVALID",
                ]), kind: .auth, say: "Google does not accept the access any more: it expired or was revoked. Connect again."),
        .init(
            codes: ["authenticationError.NOT_ADS_USER"], kind: .auth,
            say: "This Google account belongs to no Google Ads account. Connect with one that does."),
        .init(
            codes: codes("authenticationError", ["TWO_STEP_VERIFICATION_NOT_ENROLLED", "ADVANCED_PROTECTION_NOT_ENROLLED"]), kind: .auth,
            say: "The Google Ads account asks for 2-step verification. Switch it on in the Google account and connect again."),
        .init(
            codes: ["authorizationError.USER_PERMISSION_DENIED"], kind: .auth,
            say: "The access may not see this account. Where a manager account leads to it, its number belongs in the setting login_customer_id."),
        .init(
            codes: ["authorizationError.INVALID_LOGIN_CUSTOMER_ID_SERVING_CUSTOMER_ID_COMBINATION"], kind: .config,
            say: "The manager in the setting login_customer_id does not lead to this account."),
        .init(
            codes: codes(
                "authorizationError", ["DEVELOPER_TOKEN_NOT_APPROVED", "DEVELOPER_TOKEN_PROHIBITED", "DEVELOPER_TOKEN_NOT_ON_ALLOWLIST"]),
            kind: .config, say: "The developer token is not approved for this use. Apply for access in Google's API center."),
        .init(
            codes: codes(
                "authorizationError", ["CLOUD_PROJECT_NOT_APPROVED_FOR_PRODUCTION", "CLOUD_PROJECT_NOT_UNDER_ORGANIZATION", "PROJECT_DISABLED"]),
            kind: .config, say: "The Google Cloud project of the application is not approved for this use."),
        .init(
            codes: ["authorizationError.CUSTOMER_NOT_ENABLED"], kind: .config, say: "The Google Ads account is closed, or not set up to the end."),
    ]

    private static let settings: [ErrorTable.Rule] = [
        .init(
            codes: ["requestError.UNSUPPORTED_VERSION"], kind: .config,
            say: "Google no longer serves this version of the API. Choose a newer one in the setting \"version\"."),
        .init(
            codes: ["requestError.LOGIN_CUSTOMER_ID_PARAMETER_MISSING"], kind: .config,
            say: "Google asks for the manager's number: give it in the setting login_customer_id."),
        .init(
            codes: ["errorInfo.SERVICE_DISABLED"], kind: .config,
            say: "The Google Ads API is switched off in the Google Cloud project of the application."),
        .init(codes: ["errorInfo.ACCESS_TOKEN_SCOPE_INSUFFICIENT"], kind: .auth, say: "The access lacks the scope adwords. Connect again."),
        .init(
            codes: ["queryError.REQUESTED_METRICS_FOR_MANAGER"], kind: .config,
            say: "A manager account has no figures of its own: name one of its accounts, or none."),
    ]

    private static let requests: [ErrorTable.Rule] = [
        .init(
            codes: ["requestError.EXPIRED_PAGE_TOKEN", "requestError.INVALID_PAGE_TOKEN"], kind: .transient, say: "The page is not known any more."),
        .init(codes: ["queryError.DATE_RANGE_TOO_WIDE"], kind: .permanent, say: "The report has too many days."),
        .init(
            codes: codes("internalError", ["INTERNAL_ERROR", "TRANSIENT_ERROR", "DEADLINE_EXCEEDED", "UNSPECIFIED", "UNKNOWN"])
                + codes("errorInfo", ["INTERNAL_ERROR", "DEADLINE_EXCEEDED"]), kind: .transient,
            say: "Google had a fault of its own."),
        .init(codes: ["databaseError.CONCURRENT_MODIFICATION", "mutateError.CONCURRENT_MODIFICATION"], kind: .transient),
    ]

    /// What has only a status. A query that is wrong is a fault of this connector and does not go away.
    private static let general: [ErrorTable.Rule] = [
        .init(codes: ["errorInfo.RESOURCE_EXHAUSTED"], kind: .rateLimited, resume: .seconds(30)),
        .init(subcodes: ["UNAUTHENTICATED"], kind: .auth, say: "Google does not accept the access any more. Connect again."),
        .init(subcodes: ["RESOURCE_EXHAUSTED"], kind: .rateLimited, resume: .seconds(30)),
        .init(subcodes: ["INTERNAL", "UNAVAILABLE", "DEADLINE_EXCEEDED", "ABORTED"], kind: .transient),
        .init(subcodes: ["PERMISSION_DENIED"], kind: .auth),
        .init(subcodes: ["INVALID_ARGUMENT", "NOT_FOUND", "FAILED_PRECONDITION", "OUT_OF_RANGE", "UNIMPLEMENTED"], kind: .permanent),
    ]

    private static func codes(_ member: String, _ values: [String]) -> [String] { values.map { "\(member).\($0)" } }
}

/// A call that Google refused, or an answer that is none.
struct Refusal: Error {
    /// What may be done about it before the read fails.
    enum Remedy: Equatable {
        case none
        /// An allowance is used up: wait.
        case wait
        /// Simply again.
        case again
        /// Fewer days in a report.
        case shorterRange
        /// The page is too old: start the list again.
        case newPage
        /// The account is closed: go on with the others.
        case skipAccount
    }

    var failure: ConnectorFailure
    var remedy: Remedy
    /// Member and value of the error, for the log.
    var code: String?
}

extension Refusal {
    /// Why an answer is none; nil when it is one. A daily allowance is told from a short pause by how long Google asks to wait.
    init?(_ response: Response, _ body: JSONView, now: Instant) {
        let call = RefusedCall(body)
        guard var failure = GoogleAdsErrors.table.failure(response, call?.document ?? .missing) else { return nil }
        if failure.kind == .rateLimited || failure.kind == .quota, let seconds = call?.retrySeconds {
            failure.until = now.adding(seconds: seconds)
            if seconds > 3600 {
                failure.kind = .quota
                failure.message = "The API's daily allowance is used up. Google opens it again later."
            }
        }
        let id = call?.requestID ?? response.header("request-id")
        let facts = [
            failure.detail, id.map { "request \($0)" }, call?.rateScope.map { "scope \($0)" }, call?.rateName.map { "rate \($0)" },
        ]
        failure.detail = facts.compactMap(\.self).joined(separator: ", ")
        self.init(failure: failure, remedy: Self.remedy(failure, call?.code), code: call?.code)
    }

    /// An answer that is no JSON, or only a part of it.
    static func unreadable(_ fault: BrokenAnswer, _ response: Response) -> Refusal {
        let detail = "\(fault.reason.rawValue) at byte \(fault.offset), status \(response.status)"
        switch fault.reason {
        case .markup:
            return Refusal(failure: .init(.transient, "Google answered with a web page instead of data.", detail: detail), remedy: .again)
        case .cut, .empty: return Refusal(failure: .init(.transient, "Google's answer was cut off.", detail: detail), remedy: .shorterRange)
        default: return Refusal(failure: .init(.contract, "Google's answer is no JSON.", detail: detail), remedy: .none)
        }
    }

    private static func remedy(_ failure: ConnectorFailure, _ code: String?) -> Remedy {
        switch code {
        case "queryError.DATE_RANGE_TOO_WIDE": .shorterRange
        case "requestError.EXPIRED_PAGE_TOKEN", "requestError.INVALID_PAGE_TOKEN": .newPage
        case "authorizationError.CUSTOMER_NOT_ENABLED": .skipAccount
        default:
            switch failure.kind {
            case .rateLimited, .quota: .wait
            case .transient: .again
            default: .none
            }
        }
    }
}
