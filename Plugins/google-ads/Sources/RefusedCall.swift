import ConnectorKit

/// What an answer says about a call that was refused: the first error of the `GoogleAdsFailure`, or the reason of a `google.rpc.ErrorInfo`.
struct RefusedCall {
    /// Member and value of `errorCode` such as `quotaError.RESOURCE_EXHAUSTED`, or `errorInfo.` and a reason.
    private(set) var code: String?
    /// The word of gRPC such as `UNAUTHENTICATED`.
    let status: String?
    private(set) var message: String
    /// When Google says that the call may be made again.
    private(set) var retrySeconds: Int64?
    /// `DEVELOPER` where all customers of the application share the allowance, `ACCOUNT` otherwise.
    private(set) var rateScope: String?
    private(set) var rateName: String?
    private(set) var requestID: String?

    /// Nil where the body has no error. A stream wraps it in an array of one element.
    init?(_ body: JSONView) {
        let error = body.kind == .array ? body[0]["error"] : body["error"]
        guard error.exists else { return nil }
        status = error["status"].filledString
        message = error["message"].string ?? ""
        for detail in error["details"].elements { read(detail) }
    }

    private mutating func read(_ detail: JSONView) {
        let type = detail.member("@type").string ?? ""
        if type.hasSuffix(".GoogleAdsFailure") {
            requestID = detail["requestId"].filledString ?? requestID
            for error in detail["errors"].elements { read(error: error) }
        } else if type.hasSuffix("google.rpc.ErrorInfo") {
            if code == nil, let reason = detail["reason"].filledString { code = "errorInfo.\(reason)" }
            requestID = detail["metadata.requestId"].filledString ?? requestID
        } else if type.hasSuffix("google.rpc.RetryInfo") {
            retrySeconds = retrySeconds ?? Self.seconds(detail["retryDelay"])
        }
    }

    /// The first error counts: the others repeat or follow from it.
    private mutating func read(error: JSONView) {
        guard code?.hasPrefix("errorInfo.") ?? true, let (member, value) = error["errorCode"].members.first(where: { _ in true }) else { return }
        code = "\(member).\(value.string ?? "")"
        if let text = error["message"].filledString { message = text }
        let quota = error["details.quotaErrorDetails"]
        rateScope = quota["rateScope"].filledString
        rateName = quota["rateName"].filledString
        retrySeconds = Self.seconds(quota["retryDelay"]) ?? retrySeconds
    }

    /// Reads `30s` and `1.5s`, rounded up.
    static func seconds(_ view: JSONView) -> Int64? {
        guard let text = view.string, text.hasSuffix("s"), let read = Decimal.read(String(text.dropLast())), read.micros >= .zero else { return nil }
        return (read.micros.value + 999_999) / 1_000_000
    }

    /// What the table of meanings reads.
    var document: JSONView {
        let bytes = Row.bytes { row in
            row.object("error") { error in
                error.text("code", code)
                error.text("status", status)
                error.text("message", message)
            }
        }
        return (try? JSONDocument(bytes).root) ?? .missing
    }
}
