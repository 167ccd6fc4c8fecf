import Core

/// The API's document, OpenAPI 3.1, made of the very endpoints that are served.
struct OpenAPIDocument {
    private var components = ShapeComponents()

    static func make(_ endpoints: [Endpoint], _ documentation: WebConfiguration.Documentation) -> JSON {
        var document = OpenAPIDocument()
        return document.document(endpoints, documentation)
    }

    private mutating func document(_ endpoints: [Endpoint], _ documentation: WebConfiguration.Documentation) -> JSON {
        let problem = components.document(Problem.shape)
        var paths: [JSON.Member] = []
        for (path, group) in Dictionary(grouping: endpoints, by: \.path).sorted(by: { $0.key < $1.key }) {
            let operations = group.sorted { $0.method.rawValue < $1.method.rawValue }
            paths.append(.init(path, .object(operations.map { .init($0.method.rawValue.lowercased(), operation($0)) })))
        }
        let tags = Set(endpoints.map(\.tag)).sorted().map { JSON.object([.init("name", .string($0))]) }
        return .object([
            .init("openapi", "3.1.0"),
            .init("info", ["title": .string(documentation.title), "version": "1", "description": .string(documentation.about)]),
            .init("servers", [["url": "/"]]),
            .init("tags", .array(tags)),
            .init("paths", .object(paths)),
            .init("components", componentsMember(problem)),
        ])
    }

    private func componentsMember(_ problem: JSON) -> JSON {
        [
            "schemas": .object(components.schemas.sorted { $0.key < $1.key }.map { .init($0.key, $0.value) }),
            "responses": ["Problem": ["description": "What went wrong.", "content": ["application/problem+json": ["schema": problem]]]],
            "securitySchemes": [
                "bearer": ["type": "http", "scheme": "bearer", "bearerFormat": "JWT", "description": "An access token of the sign-in."],
                "apiKey": ["type": "http", "scheme": "bearer", "description": "An API key (tk_...), sent like an access token."],
            ],
        ]
    }

    private mutating func operation(_ endpoint: Endpoint) -> JSON {
        var members: [JSON.Member] = [
            .init("operationId", .string(endpoint.operationID)), .init("summary", .string(endpoint.summary)), .init("tags", [.string(endpoint.tag)]),
            .init("x-permission", .string(endpoint.permission?.text ?? "public")),
            .init("security", endpoint.permission == nil ? [] : [["bearer": []], ["apiKey": []]]),
        ]
        if !endpoint.options.about.isEmpty { members.append(.init("description", .string(endpoint.options.about))) }
        if !endpoint.parameters.isEmpty {
            members.append(.init("parameters", .array(endpoint.parameters.map { parameter($0.place, $0.description) })))
        }
        if let body = requestBody(endpoint.bodyDocumentation) { members.append(.init("requestBody", body)) }
        members.append(.init("responses", responses(endpoint)))
        return .object(members)
    }

    private mutating func parameter(_ place: String, _ description: ParameterDescription) -> JSON {
        let isList = if case .array = description.shape.kind { true } else { false }
        return JSON.object([
            .init("name", .string(description.name)), .init("in", .string(place)),
            .init("required", .bool(place == "path" || description.isRequired)),
            .init("schema", components.document(description.shape)),
        ])
        .setting("description", description.about.isEmpty ? nil : .string(description.about))
        .setting("explode", isList ? false : nil)
    }

    private mutating func requestBody(_ body: BodyDocumentation) -> JSON? {
        switch body {
        case .none: nil
        case .content(let type, let shape): ["required": true, "content": .object([.init(type, ["schema": components.document(shape)])])]
        case .bytes(let type): ["required": true, "content": .object([.init(type, .object([]))])]
        }
    }

    private mutating func responses(_ endpoint: Endpoint) -> JSON {
        let success: JSON =
            switch endpoint.outputDocumentation {
            case .nothing: ["description": "Done."]
            case .json(let shape): ["description": "The answer.", "content": ["application/json": ["schema": components.document(shape)]]]
            case .content(let type): ["description": "The answer.", "content": .object([.init(type, .object([]))])]
            }
        return .object([.init(String(endpoint.status), success), .init("default", ["$ref": "#/components/responses/Problem"])])
    }
}
