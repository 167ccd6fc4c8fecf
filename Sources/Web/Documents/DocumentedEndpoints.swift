import Core

/// The endpoints and, beside them, the document about them, a page for people, and a page for each problem.
func documented(_ endpoints: [Endpoint], _ documentation: WebConfiguration.Documentation) -> [Endpoint] {
    let store = DocumentStore()
    let own = [
        documentEndpoint(store), docsPage(store), styleSheet, problemPage(documentation),
    ]
    let all = endpoints + own
    store.fill(document: OpenAPIDocument.make(all, documentation).encoded(), page: DocsPage.html(all, documentation))
    return all
}

/// The documents are made of all endpoints, their own among them: so they come after.
///
/// `@unchecked`: filled once, before any server knows the endpoints that read it.
private final class DocumentStore: @unchecked Sendable {
    private(set) var document: [UInt8] = []
    private(set) var page = ""

    func fill(document: [UInt8], page: String) {
        self.document = document
        self.page = page
    }
}

private let kept = EndpointOptions.publicCache(.seconds(300))

private func documentEndpoint(_ store: DocumentStore) -> Endpoint {
    Endpoint(
        .get, "/api/v1/openapi.json", permission: .public, summary: "This document.", tag: "Documentation", output: .raw(Schema<JSON>.json),
        options: kept
    ) { _ in RawJSON(store.document) }
}

private func docsPage(_ store: DocumentStore) -> Endpoint {
    Endpoint(.get, "/docs", permission: .public, summary: "What the API offers, for people.", tag: "Documentation", output: .html, options: kept) {
        _ in
        HTMLPage(store.page)
    }
}

private let styleSheet = Endpoint(
    .get, "/docs/style.css", permission: .public, summary: "How the documentation looks.", tag: "Documentation", output: .file("text/css"),
    options: kept
) { _ in FileBody(Array(DocsPage.style.utf8), contentType: "text/css; charset=utf-8") }

private func problemPage(_ documentation: WebConfiguration.Documentation) -> Endpoint {
    Endpoint(
        .get, "/problems/{code}", permission: .public, summary: "What a problem's code means.", tag: "Documentation",
        path: .fields(parameter("code", .string(min: 1, max: 64, pattern: .identifier))), output: .html, options: kept
    ) { call in
        HTMLPage(DocsPage.problem(call.path, ProblemCatalog.all(documentation)[call.path]))
    }
}
