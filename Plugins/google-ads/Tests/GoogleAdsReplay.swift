import ConnectorKit

@testable import GoogleAdsConnector

/// A scripted Google.
struct GoogleAdsReplay {
    /// 2026-01-15 12:00 UTC.
    let replay = Replay()
    let config: String

    init(config: String = #"{"customer_id":"111-000-0001","since_days":5,"window_days":30,"levels":["campaign"]}"#) { self.config = config }

    static func fixture(_ name: String) -> Replay.Answer {
        Replay.Answer(bytes: (try? TestFile.bytes("Plugins/google-ads/Fixtures/\(name).json")) ?? [])
    }

    /// An error as Google writes it. `code` is member and value, `quota` what stands in its details.
    static func error(
        _ code: String, status: Int = 400, word: String = "INVALID_ARGUMENT", message: String = "No.", quota: String = ""
    ) -> Replay.Answer {
        let parts = code.split(separator: ".")
        let details = quota.isEmpty ? "" : #","details":{"quotaErrorDetails":\#(quota)}"#
        return .init(
            #"""
            {"error":{"code":\#(status),"message":"Request had errors.","status":"\#(word)","details":[
            {"@type":"type.googleapis.com/google.ads.googleads.v25.errors.GoogleAdsFailure","errors":[
            {"errorCode":{"\#(parts[0])":"\#(parts[1])"},"message":"\#(message)"\#(details)}],"requestId":"r-error"}]}}
            """#, status: status)
    }

    /// An answer to queries of that resource.
    func answer(from resource: String, times: Int? = nil, token: String? = nil, with answer: Replay.Answer) {
        replay.answer(
            times: times,
            where: { sent in
                sent.text.contains(" FROM \(resource) ") && (token.map { sent.text.contains(#""pageToken":"\#($0)""#) } ?? true)
            }, with: { _ in answer })
    }

    /// The one account of the settings.
    func oneAccount() { answer(from: "customer", with: Self.fixture("customer")) }

    static let empty = Replay.Answer("[]")

    @discardableResult
    func read(
        _ stream: String, mode: ReadRequest.Mode = .incremental, cursor: String? = nil, since: String? = nil, until: String? = nil
    ) throws -> Outcome {
        try replay.read(GoogleAds.self, stream, mode: mode, cursor: cursor, since: since, until: until, config: config)
    }

    /// What a read that fails says.
    func failure(_ stream: String) -> ConnectorFailure? {
        do {
            try read(stream)
            return nil
        } catch { return error as? ConnectorFailure }
    }

    /// The days that each report asked for.
    var ranges: [String] {
        replay.requests.compactMap { sent in
            guard let start = sent.text.firstRange(of: "BETWEEN '")?.upperBound else { return nil }
            let days = sent.text[start...].split(separator: "'", maxSplits: 3)
            return "\(days[0])..\(days[2])"
        }
    }
}

extension JSONView {
    func text(_ path: String) -> String? { self[path].string }
}
