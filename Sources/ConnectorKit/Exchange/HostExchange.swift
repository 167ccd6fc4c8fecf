extension Host {
    /// How often a call is made again after the platform asked to wait.
    private static let patience = 5

    /// Performs a request and gives its body as JSON. A refusal is thrown as the failure that the table gives it; where the platform asks to wait,
    /// the call waits and tries again (a long wait throws `Parked`).
    public func json(_ request: Request, errors: ErrorTable = .standard) throws -> JSONView { try exchange(request, errors: errors).body }

    /// As `json`, with status and headers.
    public func exchange(_ request: Request, errors: ErrorTable = .standard) throws -> (body: JSONView, response: Response) {
        try patiently {
            let response = try send(request)
            let (body, fault) = try parse(response)
            if let failure = errors.failure(response, body) { return .failure(failure) }
            if let fault { throw fault }
            return .success((body, response))
        }
    }

    /// Performs a request whose answer is no JSON or too large to hold: its body is still to be read (`lines`, `records`, `elements`, `chunks`). Any
    /// status but 2xx is thrown as the failure that the table gives it; where the platform asks to wait, the call waits and tries again.
    public func download(_ request: Request, errors: ErrorTable = .standard) throws -> Response {
        try patiently {
            let response = try send(request)
            if response.isSuccess { return .success(response) }
            let (body, _) = try parse(response)
            // Interfaces that stream an array also wrap their error into one.
            guard let failure = errors.failure(response, body.kind == .array ? body[0] : body) else { return .success(response) }
            return .failure(failure)
        }
    }

    /// Tries until there is a result. A failure that says when to go on is waited for, a few times; any other is thrown.
    private func patiently<Value>(_ attempt: () throws -> Result<Value, ConnectorFailure>) throws -> Value {
        var attempts = 0
        while true {
            let failure: ConnectorFailure
            switch try attempt() {
            case .success(let value): return value
            case .failure(let refused): failure = refused
            }
            attempts += 1
            guard let until = failure.until, attempts <= Host.patience else { throw failure }
            log(.info, "\(failure.kind.rawValue): waiting until \(until)")
            try wait(until: until)
        }
    }

    /// The pages of a request, from the token that an earlier page gave as `next`.
    public func pages(
        _ request: Request, _ paging: Paging, errors: ErrorTable = .standard, from token: String? = nil, bound: Int = 100_000
    ) -> Pages {
        Pages(host: self, request: request, paging: paging, errors: errors, from: token, bound: bound)
    }

    /// The body, or why it is none. The body of a refusal may be anything.
    private func parse(_ response: Response) throws -> (JSONView, ConnectorFailure?) {
        do { return (try response.json(), nil) } catch let failure as ConnectorFailure { return (.missing, failure) }
    }
}

extension Host {
    /// Asks until there is an answer, `seconds` apart and at most `times`: for reports that a platform prepares. Store the report's id in a
    /// checkpoint first: an interval of more than a minute throws `Parked`, and the next read must find the report again.
    public func poll<Result>(every seconds: Int64, times: Int, _ ask: () throws -> Result?) throws -> Result {
        for _ in 0..<max(times, 1) {
            if let result = try ask() { return result }
            try wait(until: now.adding(seconds: seconds))
        }
        throw ConnectorFailure(.transient, "The platform did not finish a report in time.")
    }
}
