import Core

/// One thing that the API does: where it is, who may do it, what goes in and what comes out, and how.
package struct Endpoint: Sendable {
    package let method: Method
    /// With parameters in braces: `/api/v1/campaigns/{id}`.
    package let path: String
    /// `nil` for a public one.
    package let permission: Permission?
    package let summary: String
    package let tag: String
    package let status: Int
    package let options: EndpointOptions
    let parameters: [(place: String, description: ParameterDescription)]
    let bodyDocumentation: BodyDocumentation
    let outputDocumentation: OutputDocumentation
    let bodyLimit: Int?
    let run: @Sendable (Exchange) async throws -> Answer

    /// The name of the operation in documents and audit events: `get_campaigns_id`.
    package var operationID: String {
        options.operationID
            ?? ([method.rawValue.lowercased()] + path.split { !$0.isLetter && !$0.isNumber }.filter { $0 != "api" && $0 != "v1" }.map(String.init))
            .joined(separator: "_")
    }

    /// The whole form; the shorter ones leave out what an endpoint has not.
    package init<A: Access, P: Sendable, Q: Sendable, B: Sendable, Out: Sendable>(
        _ method: Method, _ path: String, permission: A, summary: String, tag: String,
        path pathParameters: Parameters<P>, query: Parameters<Q>, body: Body<B>, output: Output<Out>, status: Int = 200,
        options: EndpointOptions = .standard, handler: @escaping @Sendable (Call<A.Who, P, Q, B>) async throws -> Out
    ) {
        self.method = method
        self.path = path
        self.permission = permission.permission
        self.summary = summary
        self.tag = tag
        self.options = options
        parameters = pathParameters.descriptions.map { ("path", $0) } + query.descriptions.map { ("query", $0) }
        bodyDocumentation = BodyDocumentation(body.documentation)
        outputDocumentation = OutputDocumentation(output.documentation)
        bodyLimit = body.limit
        if case .nothing = output.documentation { self.status = status == 200 ? 204 : status } else { self.status = status }
        // The queries of callbacks and of what is sensitive hold codes and secrets.
        let queries = QueryReader(query, remembers: permission.permission != nil && !options.isSensitive)
        run = { exchange in
            guard let who = permission.who(exchange.principal) else { throw Problem.unauthenticated }
            let place = try exchange.read(path: pathParameters)
            let asked = try exchange.read(query: queries)
            let given = try await body.read(exchange)
            let result = try await handler(Call(principal: who, path: place, query: asked, body: given, exchange: exchange))
            return try output.encode(result, status, exchange)
        }
    }
}
