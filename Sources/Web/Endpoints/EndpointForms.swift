// The forms of an endpoint that leave out what it has not: a path without parameters, no query, no body.

extension Endpoint {
    /// Without parameters and without a body.
    package init<A: Access, Out: Sendable>(
        _ method: Method, _ path: String, permission: A, summary: String, tag: String, output: Output<Out>, status: Int = 200,
        options: EndpointOptions = .standard, handler: @escaping @Sendable (Call<A.Who, Void, Void, Void>) async throws -> Out
    ) {
        self.init(
            method, path, permission: permission, summary: summary, tag: tag, path: .none, query: .none, body: .none,
            output: output, status: status, options: options, handler: handler)
    }

    /// With a body alone.
    package init<A: Access, B: Sendable, Out: Sendable>(
        _ method: Method, _ path: String, permission: A, summary: String, tag: String, body: Body<B>, output: Output<Out>, status: Int = 200,
        options: EndpointOptions = .standard, handler: @escaping @Sendable (Call<A.Who, Void, Void, B>) async throws -> Out
    ) {
        self.init(
            method, path, permission: permission, summary: summary, tag: tag, path: .none, query: .none, body: body,
            output: output, status: status, options: options, handler: handler)
    }

    /// With a query alone.
    package init<A: Access, Q: Sendable, Out: Sendable>(
        _ method: Method, _ path: String, permission: A, summary: String, tag: String, query: Parameters<Q>, output: Output<Out>, status: Int = 200,
        options: EndpointOptions = .standard, handler: @escaping @Sendable (Call<A.Who, Void, Q, Void>) async throws -> Out
    ) {
        self.init(
            method, path, permission: permission, summary: summary, tag: tag, path: .none, query: query, body: .none,
            output: output, status: status, options: options, handler: handler)
    }

    /// With a query and a body alone.
    package init<A: Access, Q: Sendable, B: Sendable, Out: Sendable>(
        _ method: Method, _ path: String, permission: A, summary: String, tag: String, query: Parameters<Q>, body: Body<B>, output: Output<Out>,
        status: Int = 200,
        options: EndpointOptions = .standard, handler: @escaping @Sendable (Call<A.Who, Void, Q, B>) async throws -> Out
    ) {
        self.init(
            method, path, permission: permission, summary: summary, tag: tag, path: .none, query: query, body: body,
            output: output, status: status, options: options, handler: handler)
    }

    /// With path parameters alone.
    package init<A: Access, P: Sendable, Out: Sendable>(
        _ method: Method, _ path: String, permission: A, summary: String, tag: String, path pathParameters: Parameters<P>, output: Output<Out>,
        status: Int = 200,
        options: EndpointOptions = .standard, handler: @escaping @Sendable (Call<A.Who, P, Void, Void>) async throws -> Out
    ) {
        self.init(
            method, path, permission: permission, summary: summary, tag: tag, path: pathParameters, query: .none, body: .none,
            output: output, status: status, options: options, handler: handler)
    }

    /// With path parameters and a body alone.
    package init<A: Access, P: Sendable, B: Sendable, Out: Sendable>(
        _ method: Method, _ path: String, permission: A, summary: String, tag: String, path pathParameters: Parameters<P>, body: Body<B>,
        output: Output<Out>, status: Int = 200,
        options: EndpointOptions = .standard, handler: @escaping @Sendable (Call<A.Who, P, Void, B>) async throws -> Out
    ) {
        self.init(
            method, path, permission: permission, summary: summary, tag: tag, path: pathParameters, query: .none, body: body,
            output: output, status: status, options: options, handler: handler)
    }

    /// With path parameters and a query alone.
    package init<A: Access, P: Sendable, Q: Sendable, Out: Sendable>(
        _ method: Method, _ path: String, permission: A, summary: String, tag: String, path pathParameters: Parameters<P>, query: Parameters<Q>,
        output: Output<Out>, status: Int = 200,
        options: EndpointOptions = .standard, handler: @escaping @Sendable (Call<A.Who, P, Q, Void>) async throws -> Out
    ) {
        self.init(
            method, path, permission: permission, summary: summary, tag: tag, path: pathParameters, query: query, body: .none,
            output: output, status: status, options: options, handler: handler)
    }
}
