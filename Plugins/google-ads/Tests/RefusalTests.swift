import ConnectorKit
import Testing

@testable import GoogleAdsConnector

@Suite struct RefusalTests {
    private let google = GoogleAdsReplay()

    private static let pause = #"{"rateScope":"ACCOUNT","rateName":"Requests per minute","retryDelay":"30s"}"#
    private static let day = ##"{"rateScope":"DEVELOPER","rateName":"Number of operations for basic access","retryDelay":"40591s"}"##

    @Test func `A short pause is sat out`() throws {
        google.answer(
            from: "customer", times: 2,
            with: GoogleAdsReplay.error("quotaError.RESOURCE_TEMPORARILY_EXHAUSTED", status: 429, word: "RESOURCE_EXHAUSTED", quota: Self.pause))
        google.oneAccount()
        let start = google.replay.now

        try google.read("ad_accounts")

        #expect(google.replay.waits == [30, 60].map { start.adding(seconds: $0) })
        #expect(google.replay.rows["ad_accounts"]?.count == 1)
        #expect(google.replay.logs.contains { $0.contains("r-error") })
    }

    @Test func `A daily allowance parks the sync until it is open again`() throws {
        google.answer(
            from: "customer", with: GoogleAdsReplay.error("quotaError.RESOURCE_EXHAUSTED", status: 429, word: "RESOURCE_EXHAUSTED", quota: Self.day))

        #expect(try google.read("ad_daily") == .parked(until: google.replay.now.adding(seconds: 40_591)))
        #expect(throws: ConnectorFailure.self) { try google.replay.check(GoogleAds.self, config: google.config) }
    }

    @Test func `What is used up for a day opens on the next one`() throws {
        google.answer(from: "customer", with: GoogleAdsReplay.error("quotaError.EXCESSIVE_LONG_TERM_QUERY_RESOURCE_CONSUMPTION", status: 429))

        #expect(try google.read("ad_daily") == .parked(until: Instant("2026-01-16T00:00:00Z") ?? google.replay.now))
    }

    @Test func `The delay of a RetryInfo counts too`() throws {
        let body =
            #"{"error":{"code":429,"message":"m","status":"RESOURCE_EXHAUSTED","details":[{"@type":"type.googleapis.com/google.rpc.RetryInfo","retryDelay":"1.5s"}]}}"#
        google.answer(from: "customer", times: 1, with: .init(body, status: 429))
        google.oneAccount()
        let start = google.replay.now

        try google.read("ad_accounts")

        #expect(google.replay.waits == [start.adding(seconds: 2)])
    }

    @Test func `Without a delay the pauses end in a failure at last`() {
        google.answer(from: "customer", with: GoogleAdsReplay.error("quotaError.RESOURCE_EXHAUSTED", status: 429))

        #expect(google.failure("ad_accounts")?.kind == .rateLimited)
        #expect(google.replay.requests.count == 6)
    }

    @Test(arguments: [
        ("quotaError.ACCESS_PROHIBITED", 403, ConnectorFailure.Kind.permanent),
        ("internalError.INTERNAL_ERROR", 500, .transient), ("internalError.TRANSIENT_ERROR", 500, .transient),
        ("internalError.DEADLINE_EXCEEDED", 504, .transient),
        ("authenticationError.OAUTH_TOKEN_EXPIRED", 401, .auth), ("authenticationError.OAUTH_TOKEN_INVALID", 401, .auth),
        ("authenticationError.OAUTH_TOKEN_REVOKED", 401, .auth), ("authenticationError.OAUTH_TOKEN_DISABLED", 401, .auth),
        ("authenticationError.GOOGLE_ACCOUNT_DELETED", 401, .auth), ("authenticationError.NOT_ADS_USER", 401, .auth),
        ("authenticationError.TWO_STEP_VERIFICATION_NOT_ENROLLED", 401, .auth),
        ("authenticationError.CUSTOMER_NOT_FOUND", 401, .config), ("authenticationError.DEVELOPER_TOKEN_INVALID", 401, .config),
        ("requestError.DEVELOPER_TOKEN_PARAMETER_MISSING", 400, .config),
        ("authorizationError.USER_PERMISSION_DENIED", 403, .auth), ("authorizationError.DEVELOPER_TOKEN_NOT_APPROVED", 403, .config),
        ("authorizationError.DEVELOPER_TOKEN_PROHIBITED", 403, .config),
        ("authorizationError.CLOUD_PROJECT_NOT_APPROVED_FOR_PRODUCTION", 403, .config),
        ("authorizationError.INVALID_LOGIN_CUSTOMER_ID_SERVING_CUSTOMER_ID_COMBINATION", 403, .config),
        ("authorizationError.CUSTOMER_NOT_ENABLED", 403, .config), ("requestError.UNSUPPORTED_VERSION", 400, .config),
        ("requestError.PAGE_SIZE_NOT_SUPPORTED", 400, .permanent), ("queryError.UNRECOGNIZED_FIELD", 400, .permanent),
        ("queryError.PROHIBITED_SEGMENT_IN_SELECT_OR_WHERE_CLAUSE", 400, .permanent), ("queryError.REQUIRED_SEGMENT_FIELD_MISSING", 400, .permanent),
        ("queryError.REQUESTED_METRICS_FOR_MANAGER", 400, .config), ("mysteryError.NEW", 400, .permanent), ("mysteryError.NEW", 503, .transient),
    ])
    func `Every error has its kind and names its request`(code: String, status: Int, kind: ConnectorFailure.Kind) {
        google.answer(from: "customer", with: GoogleAdsReplay.error(code, status: status, word: "X"))

        let failure = google.failure("ad_accounts")

        #expect(failure?.kind == kind)
        #expect(failure?.detail?.contains("r-error") == true && failure?.detail?.contains(code) == true)
    }

    @Test func `A stream wraps its error in an array, and may fail in its middle`() {
        let error = String(decoding: GoogleAdsReplay.error("authenticationError.OAUTH_TOKEN_EXPIRED").body, as: UTF8.self)
        google.answer(from: "customer", times: 1, with: .init("[\(error)]", status: 401))
        google.answer(from: "customer", times: 1, with: .init(#"[{"results":[]},\#(error)]"#))

        #expect(google.failure("ad_accounts")?.kind == .auth)
        #expect(google.failure("ad_accounts")?.kind == .auth)
    }

    @Test(arguments: [("SERVICE_DISABLED", ConnectorFailure.Kind.config), ("ACCESS_TOKEN_SCOPE_INSUFFICIENT", .auth), ("SOMETHING", .auth)])
    func `A refusal of the platform below has a reason instead`(reason: String, kind: ConnectorFailure.Kind) {
        let body =
            #"{"error":{"code":403,"message":"m","status":"PERMISSION_DENIED","details":[{"@type":"type.googleapis.com/google.rpc.ErrorInfo","reason":"\#(reason)","domain":"googleapis.com"}]}}"#
        google.answer(from: "customer", with: .init(body, status: 403))

        #expect(google.failure("ad_accounts")?.kind == kind)
    }

    @Test(arguments: [
        ("<html>502</html>", 502, ConnectorFailure.Kind.transient), ("<html>ok</html>", 200, .transient), ("", 503, .transient),
        ("", 200, .transient),
        (#"[{"results":[{"customer""#, 200, .transient), ("no json", 200, .contract), (#"[{"results":[7]}]"#, 200, .contract),
        (#"[{"results":[{}{}]}]"#, 200, .contract), ("[5]", 200, .contract), (#"[{"results":[{"customer":{"id":"x"}}]}]"#, 200, .contract),
        (#"[{"results":{"customer":1}}]"#, 200, .contract), (#"[{"results":[{"customer":]}]}]"#, 200, .contract), ("not found", 404, .permanent),
    ])
    func `Bodies that are none have their kinds`(body: String, status: Int, kind: ConnectorFailure.Kind) {
        google.answer(from: "customer", with: .init(body, status: status))

        #expect(google.failure("ad_accounts")?.kind == kind)
    }

    @Test func `A fault of Google's own is tried again`() throws {
        google.answer(from: "customer", times: 3, with: GoogleAdsReplay.error("internalError.INTERNAL_ERROR", status: 500))
        google.oneAccount()
        let start = google.replay.now

        try google.read("ad_accounts")

        #expect(google.replay.waits == [1, 3, 7].map { start.adding(seconds: $0) })
    }

    @Test func `A body that the host could not read to its end is a cut one`() throws {
        let google = GoogleAdsReplay(config: #"{"customer_id":"1110000001","since_days":1,"levels":["campaign"]}"#)
        google.oneAccount()
        google.answer(from: "campaign", with: GoogleAdsReplay.fixture("daily"))
        var reads = 0
        google.replay.fault = { function in
            guard function == "read_body" else { return nil }
            reads += 1
            return reads == 3 ? .failed : nil
        }

        try google.read("ad_daily")

        #expect(google.ranges == ["2026-01-15..2026-01-15", "2026-01-15..2026-01-15"])
    }

    @Test func `A cancelled sync stops`() {
        google.oneAccount()
        google.replay.fault = { $0 == "read_body" ? .cancelled : nil }

        #expect(google.failure("ad_accounts")?.message == "The sync was cancelled.")
    }

    @Test func `Results that are no list are a contract failure, absent ones are none`() throws {
        google.oneAccount()
        google.answer(from: "campaign", times: 1, with: .init(#"[{"results":{"campaign":{"id":"1"}}}]"#))
        google.answer(from: "campaign", times: 1, with: .init(#"[{"results":null,"others":[1]},{"fieldMask":"x"}]"#))

        #expect(google.failure("ad_daily")?.kind == .contract)
        try google.read("ad_daily")
        #expect(google.replay.checkpoints.count == 1)
    }
}
