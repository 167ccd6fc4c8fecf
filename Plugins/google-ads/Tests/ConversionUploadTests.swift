import ConnectorKit
import Testing

@testable import GoogleAdsConnector

@Suite struct ConversionUploadTests {
    private let google = GoogleAdsReplay()

    private static func event(_ id: String, _ more: String = #""click_id":{"kind":"gclid","value":"g1"}"#) -> String {
        #"{"id":"\#(id)","name":"purchase","occurred_at":"2026-01-02T03:04:05.678Z","value_micros":12340000,"currency":"EUR",\#(more)}"#
    }

    private func upload(_ events: [String], dryRun: Bool = false, settings: String = "") throws -> OperationResult {
        try google.replay.write(
            GoogleAds.self, "upload_conversions", parameters: #"{"events":[\#(events.joined(separator: ","))]}"#, dryRun: dryRun,
            config: #"{"customer_id":"1110000001","login_customer_id":"9990000001","conversion_action":"77"\#(settings)}"#)
    }

    private static func partial(_ faults: [(place: Int, code: String)], of count: Int) -> Replay.Answer {
        let errors = faults.map { fault in
            let parts = fault.code.split(separator: ".")
            return
                #"{"errorCode":{"\#(parts[0])":"\#(parts[1])"},"message":"m","location":{"fieldPathElements":[{"fieldName":"conversions","index":\#(fault.place)},{"fieldName":"gclid"}]}}"#
        }
        let results = (0..<count).map { place in faults.contains { $0.place == place } ? "{}" : #"{"gclid":"g"}"# }
        return .init(
            #"{"partialFailureError":{"code":3,"message":"m","details":[{"@type":"type.googleapis.com/google.ads.googleads.v25.errors.GoogleAdsFailure","errors":[\#(errors.joined(separator: ","))]}]},"results":[\#(results.joined(separator: ","))]}"#
        )
    }

    @Test func `Conversions go out as Google wants them, clicks and hashed addresses alike`() throws {
        google.replay.answer("uploadClickConversions", with: .init(#"{"results":[{"gclid":"g1"},{"userIdentifiers":[{}]}]}"#))

        let result = try upload(
            [
                Self.event("1", #""order_id":"o1","click_id":{"kind":"gclid","value":"g1"}"#),
                Self.event("2", #""user":{"email_sha256":"aa","phone_sha256":"bb","ip":"192.0.2.1"}"#),
            ], settings: #","consent_ad_user_data":"GRANTED""#)

        #expect(result.applied && result.results.map(\.state) == [.accepted, .accepted])
        let sent = google.replay.requests[0]
        let body = try JSONDocument(sent.text).root
        #expect(sent.url.hasSuffix("/v25/customers/1110000001:uploadClickConversions"))
        #expect(
            body["conversions.0"].json
                == #"{"conversionAction":"customers/1110000001/conversionActions/77","conversionDateTime":"2026-01-02 03:04:05+00:00","conversionValue":12.34,"currencyCode":"EUR","orderId":"o1","gclid":"g1","consent":{"adUserData":"GRANTED"}}"#
        )
        #expect(body["conversions.1.userIdentifiers"].json == #"[{"hashedEmail":"aa"},{"hashedPhoneNumber":"bb"}]"#)
        #expect(body.text("conversions.1.orderId") == "2" && !sent.text.contains("192.0.2.1"))
        #expect(body.text("partialFailure") == "true" && body.text("validateOnly") == "false")
    }

    @Test func `Each event has its own result`() throws {
        google.replay.answer(
            "uploadClickConversions",
            with: Self.partial(
                [
                    (0, "conversionUploadError.UNPARSEABLE_GCLID"), (1, "conversionUploadError.ORDER_ID_ALREADY_IN_USE"),
                    (2, "conversionUploadError.TOO_RECENT_EVENT"),
                ], of: 4))

        let result = try upload((0..<4).map { Self.event("e\($0)") })

        #expect(result.results.map(\.state) == [.rejected, .accepted, .unknown, .accepted])
        #expect(result.results[0].reason == "UNPARSEABLE_GCLID: m" && result.results[3].reason == nil)
        #expect(google.replay.requests.count == 1)
    }

    @Test func `Only events that failed for a fault of Google's own are sent again`() throws {
        google.replay.answer("uploadClickConversions", times: 1, with: Self.partial([(1, "internalError.TRANSIENT_ERROR")], of: 3))
        google.replay.answer("uploadClickConversions", with: .init(#"{"results":[{"gclid":"g"}]}"#))

        let result = try upload((0..<3).map { Self.event("e\($0)") })

        #expect(result.results.map(\.state) == [.accepted, .accepted, .accepted])
        #expect(try JSONDocument(google.replay.requests[1].text).root["conversions"].count == 1)
    }

    @Test func `Batches have the platform's limit`() throws {
        google.replay.answer(where: { $0.url.contains("uploadClickConversions") }) { sent in
            let count = (try? JSONDocument(sent.text).root["conversions"].count) ?? 0
            return .init("{\"results\":[\(Array(repeating: #"{"gclid":"g"}"#, count: count).joined(separator: ","))]}")
        }

        let result = try upload((0..<5).map { Self.event("e\($0)") }, settings: #","upload_batch":2"#)

        #expect(result.results.allSatisfy { $0.state == .accepted })
        #expect(try google.replay.requests.map { try JSONDocument($0.text).root["conversions"].count } == [2, 2, 1])
    }

    @Test func `A batch that is refused as a whole is halved until the events at fault are found`() throws {
        google.replay.answer(where: { $0.text.contains("bad") }) { _ in GoogleAdsReplay.error("conversionUploadError.INVALID_CONVERSION_ACTION_TYPE")
        }
        google.replay.answer(where: { $0.url.contains("uploadClickConversions") }) { sent in
            let count = (try? JSONDocument(sent.text).root["conversions"].count) ?? 0
            return .init("{\"results\":[\(Array(repeating: #"{"gclid":"g"}"#, count: count).joined(separator: ","))]}")
        }

        let result = try upload((0..<8).map { Self.event($0 == 5 ? "bad" : "e\($0)") })

        #expect(result.results.filter { $0.state == .rejected }.map(\.id) == ["bad"])
        #expect(result.results.filter { $0.state == .accepted }.count == 7)
        #expect(google.replay.requests.count == 7)
    }

    @Test func `When every event is at fault, the search for them ends`() throws {
        google.replay.answer("uploadClickConversions", with: GoogleAdsReplay.error("conversionUploadError.INVALID_JOB_ID"))

        let result = try upload((0..<500).map { Self.event("e\($0)") })

        #expect(result.results.allSatisfy { $0.state == .rejected } && !result.applied)
        #expect(google.replay.requests.count <= 66)
    }

    @Test func `Events without a click of Google's, a hash or a conversion action are not sent`() throws {
        let result = try upload([Self.event("1", #""click_id":{"kind":"fbclid","value":"f"}"#)])
        let other = try google.replay.write(
            GoogleAds.self, "upload_conversions", parameters: "{\"events\":[\(Self.event("1"))]}",
            config: #"{"customer_id":"1110000001","conversion_actions":{"lead":"8"}}"#)

        #expect(result.results.map(\.state) == [.rejected] && other.results.map(\.state) == [.rejected])
        #expect(google.replay.requests.isEmpty)
    }

    @Test func `A dry run is validated and records nothing`() throws {
        google.replay.answer("uploadClickConversions", with: Self.partial([(1, "conversionUploadError.EXPIRED_EVENT")], of: 0))

        let result = try upload([Self.event("1"), Self.event("2")], dryRun: true)

        #expect(!result.applied && result.results.map(\.state) == [.accepted, .rejected])
        #expect(google.replay.requests[0].text.contains(#""validateOnly":true"#))
    }

    @Test func `A failure after the first batch does not hide what was taken`() throws {
        google.replay.answer("uploadClickConversions", times: 1, with: .init(#"{"results":[{"gclid":"g"}]}"#))
        google.replay.answer(
            "uploadClickConversions", with: GoogleAdsReplay.error("quotaError.RESOURCE_EXHAUSTED", status: 429, quota: #"{"retryDelay":"40591s"}"#))

        let result = try upload([Self.event("1"), Self.event("2")], settings: #","upload_batch":1"#)

        #expect(result.results.map(\.state) == [.accepted, .unknown] && result.notes.count == 1)
        let first = ConversionUploadTests()
        first.google.replay.answer("uploadClickConversions", with: GoogleAdsReplay.error("authenticationError.OAUTH_TOKEN_EXPIRED", status: 401))
        #expect(throws: ConnectorFailure.self) { try first.upload([Self.event("1")]) }
    }

    @Test func `An answer that does not come leaves the events unknown`() throws {
        google.replay.fault = { $0 == "request" ? .failed : nil }

        #expect(try upload([Self.event("1")]).results.map(\.state) == [.unknown])
    }

    @Test func `The Data Manager takes all events of an action or none`() throws {
        google.replay.answer("events:ingest", times: 1, with: .init(#"{"requestId":"d1"}"#))
        google.replay.answer("events:ingest", times: 1, with: .init(#"{"requestId":"d2"}"#))
        google.replay.answer("requestStatus:retrieve", with: .init(#"{"requestStatusPerDestination":[{"requestStatus":"PROCESSING"}]}"#))

        let result = try upload(
            [Self.event("1"), Self.event("2", #""user":{"email_sha256":"aa"}"#).replacing("purchase", with: "lead"), Self.event("3")],
            settings: #","upload_api":"data_manager","conversion_actions":{"lead":"88"},"consent_ad_user_data":"GRANTED""#)

        #expect(result.results.map(\.state) == [.accepted, .accepted, .accepted] && result.notes.count == 2)
        let first = try JSONDocument(google.replay.requests[0].text).root
        #expect(google.replay.requests[0].url == "https://datamanager.googleapis.com/v1/events:ingest")
        #expect(
            first["destinations"].json
                == #"[{"operatingAccount":{"accountType":"GOOGLE_ADS","accountId":"1110000001"},"loginAccount":{"accountType":"GOOGLE_ADS","accountId":"9990000001"},"productDestinationId":"77"}]"#
        )
        #expect(
            first["events.0"].json
                == #"{"eventTimestamp":"2026-01-02T03:04:05.678000Z","transactionId":"1","eventSource":"WEB","adIdentifiers":{"gclid":"g1"},"conversionValue":12.34,"currency":"EUR"}"#
        )
        #expect(first["events"].count == 2 && first.text("encoding") == "HEX" && first.text("consent.adUserData") == "CONSENT_GRANTED")
        #expect(google.replay.requests.contains { $0.text.contains(#""userData":{"userIdentifiers":[{"emailAddress":"aa"}]}"#) })
    }

    @Test func `The Data Manager's refusals have kinds too`() throws {
        let refusal =
            #"{"error":{"code":400,"message":"m","status":"INVALID_ARGUMENT","details":[{"@type":"type.googleapis.com/google.rpc.ErrorInfo","reason":"INVALID_FORMAT","domain":"datamanager.googleapis.com"}]}}"#
        google.replay.answer("events:ingest", times: 1, with: .init(refusal, status: 400))
        google.replay.answer("events:ingest", with: .init(refusal.replacing("INVALID_FORMAT", with: "INTERNAL_ERROR"), status: 500))

        #expect(try upload([Self.event("1")], settings: #","upload_api":"data_manager""#).results.map(\.state) == [.rejected])
        #expect(throws: ConnectorFailure.self) { try upload([Self.event("1")], settings: #","upload_api":"data_manager""#) }
    }
}
